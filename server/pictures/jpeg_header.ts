import { exifOrientation } from "./exif_orientation.ts";
import type { PictureHeader } from "./picture_header.ts";

/** Marker codes of ITU-T T.81, table B.1. */
const SOS = 0xda, APP1 = 0xe1;
const FRAMES = [0xc0, 0xc1, 0xc2, 0xc9, 0xca], PROGRESSIVE = [0xc2, 0xca];
const EXIF = "Exif\0\0";
/** Cameras write some dozens; who writes millions of empty ones wants to be waited for. */
const MAX_SEGMENTS = 10_000;
/** A coefficient has two bytes. */
const COEFFICIENT_BYTES = 2;

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly isProgressive: boolean;
  /** Coefficients of all components for each pixel: 3 in full colour, 1.5 where that is halved. */
  readonly coefficients: number;
}

/** What a JPEG's segments say up to its first scan; `undefined` when they are not understood. */
export function jpegHeader(bytes: Uint8Array): PictureHeader | undefined {
  let frame: Frame | undefined;
  const exif: Uint8Array[] = [];
  for (const { code, content } of segments(bytes)) {
    if (FRAMES.includes(code)) frame = frameOf(content, PROGRESSIVE.includes(code));
    if (code === APP1 && latin1(content.subarray(0, EXIF.length)) === EXIF) {
      exif.push(content.subarray(EXIF.length));
    }
    if (code !== SOS) continue;
    if (frame === undefined) return undefined;
    const { width, height, components, isProgressive, coefficients } = frame;
    const [first, ...others] = exif;
    // One that comes in several scans is put together of all its coefficients.
    const isInScans = isProgressive || (content[0] ?? 0) < components;
    return {
      width,
      height,
      ...(isInScans ? { held: { as: "scans", bytesPerPixel: bytesOf(coefficients) } } : {}),
      orientation: first === undefined ? 1 : others.length > 0 ? undefined : exifOrientation(first),
    };
  }
  return undefined;
}

/** The segments with a length up to the first scan's; whatever stands between them is skipped. */
function* segments(bytes: Uint8Array): Generator<{ code: number; content: Uint8Array }> {
  let offset = bytes.indexOf(0xff, 2);
  for (let count = 0; offset !== -1 && count < MAX_SEGMENTS; count++) {
    while (bytes[offset] === 0xff) offset++;
    const code = bytes[offset++];
    if (code === undefined) return;
    const hasLength = code > 0x01 && (code < 0xd0 || code > 0xd8);
    if (hasLength) {
      const length = ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
      if (length < 2) return;
      yield { code, content: bytes.subarray(offset + 2, offset + length) };
      if (code === SOS) return;
      offset += length;
    }
    offset = bytes.indexOf(0xff, offset);
  }
}

/** T.81, B.2.2. */
function frameOf(content: Uint8Array, isProgressive: boolean): Frame | undefined {
  const components = content[5] ?? 0;
  if (components === 0 || content.length < 6 + 3 * components) return undefined;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const [height, width] = [view.getUint16(1), view.getUint16(3)];
  if (width === 0 || height === 0) return undefined;
  const samplings = Array.from({ length: components }, (_, index) => content[7 + 3 * index] ?? 0);
  const [across, down] = [samplings.map((both) => both >> 4), samplings.map((both) => both & 15)];
  const samples = samplings.reduce((sum, both) => sum + (both >> 4) * (both & 15), 0);
  const most = Math.max(...across) * Math.max(...down);
  if (most === 0) return undefined;
  return { width, height, components, isProgressive, coefficients: samples / most };
}

function bytesOf(coefficients: number): number {
  return coefficients * COEFFICIENT_BYTES;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
