import { jpegFrame, jpegParts, SOS } from "../../contract/formats/jpeg_parts.ts";
import { InputError } from "../errors.ts";
import type { StoredHeader } from "./header_facts.ts";

/** Frame headers that decoders know (ITU-T T.81, table B.1), and which of them come in scans. */
const FRAMES = [0xc0, 0xc1, 0xc2, 0xc9, 0xca], PROGRESSIVE = [0xc2, 0xca];
/** Cameras write some dozens; who writes millions of empty ones wants to be waited for. */
const MAX_SEGMENTS = 10_000;
/** Where a frame header lists its components, three bytes each. */
const COMPONENTS = 6;
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

/**
 * What a JPEG's segments say up to its first scan, and how many scans there are where all of them are
 * decoded; `undefined` when they are not understood.
 *
 * @throws {InputError} `image-unreadable` where there are more segments than any honest file has: who
 *   hides scans behind them would have them decoded uncounted
 */
export function jpegHeader(bytes: Uint8Array): StoredHeader | undefined {
  let frame: Frame | undefined;
  let scans = 0;
  let header: StoredHeader | undefined;
  for (const part of jpegParts(bytes, { most: MAX_SEGMENTS })) {
    if (part.kind === "end" && part.why === "too-many") throw new InputError("image-unreadable");
    if (part.kind !== "segment") continue;
    const { code, contentStart, end } = part;
    if (header !== undefined) {
      if (code === SOS) scans++;
      continue;
    }
    const content = bytes.subarray(contentStart, end);
    if (FRAMES.includes(code)) frame = frameOf(content, PROGRESSIVE.includes(code));
    if (code !== SOS) continue;
    if (frame === undefined) return undefined;
    const { width, height, components, isProgressive, coefficients } = frame;
    header = { width, height };
    // One that comes in several scans is put together of all its coefficients.
    const isInScans = isProgressive || (content[0] ?? 0) < components;
    if (!isInScans) return header;
    scans = 1;
    header = { ...header, held: { as: "scans", bytesPerPixel: bytesOf(coefficients) } };
  }
  return header && { ...header, scans };
}

/** The frame header, with what its components (T.81, B.2.2) come to. */
function frameOf(content: Uint8Array, isProgressive: boolean): Frame | undefined {
  const frame = jpegFrame(content);
  if (frame === undefined || content.length < COMPONENTS + 3 * frame.components) return undefined;
  const { width, height, components } = frame;
  if (components === 0 || width === 0 || height === 0) return undefined;
  const samplings = Array.from(
    { length: components },
    (_, index) => content[COMPONENTS + 1 + 3 * index] ?? 0,
  );
  const [across, down] = [samplings.map((both) => both >> 4), samplings.map((both) => both & 15)];
  const samples = samplings.reduce((sum, both) => sum + (both >> 4) * (both & 15), 0);
  const most = Math.max(...across) * Math.max(...down);
  if (most === 0) return undefined;
  return { width, height, components, isProgressive, coefficients: samples / most };
}

function bytesOf(coefficients: number): number {
  return coefficients * COEFFICIENT_BYTES;
}
