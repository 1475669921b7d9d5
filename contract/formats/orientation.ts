/**
 * How a picture lies in its file. Chromium and Firefox agree on what turns one, and this follows them,
 * so that what is sent lies as what was shown: JPEG by its first EXIF segment, PNG by its first `eXIf`
 * before the pixels. The EXIF data of a WebP or AVIF turn nothing; the latter's own boxes do, in every
 * decoder.
 */
import type { ImageType } from "../image_limits.ts";
import { APP1, jpegParts, SOS } from "./jpeg_parts.ts";
import { isIntactPngChunk, pngChunks } from "./png_chunks.ts";
import { nameAt, numbersIn, type Stretch } from "./walking.ts";

/** A stretch of a file that tells how the picture lies, and what it tells. */
export interface OrientationPart extends Stretch {
  /** 1 to 8 as in EXIF; 1 where it is not understood. */
  readonly orientation: number;
  /** Whether no reader could take it for anything else. */
  readonly isPlain: boolean;
}

/** TIFF 6.0: the tag of the orientation, and the only type of value that is believed. */
const ORIENTATION_TAG = 0x0112, SHORT = 3;
const TIFF_BYTES = 8, ENTRY_BYTES = 12;
/** What EXIF data begin with in a JPEG, and two bytes that browsers do not look at closely. */
const EXIF_NAME = "Exif", EXIF_BYTES = 6;
const MOST_PARTS = 10_000;

/** How a picture is stored: 1 to 8 as in EXIF, 1 for upright. */
export function orientationOf(bytes: Uint8Array, type: ImageType): number {
  for (const { orientation } of partsOf(bytes, type)) return orientation;
  return 1;
}

/** All that tells how a picture lies; browsers believe the first, other programs may not. */
export function orientationParts(bytes: Uint8Array, type: ImageType): readonly OrientationPart[] {
  return [...partsOf(bytes, type)];
}

function partsOf(bytes: Uint8Array, type: ImageType): Iterable<OrientationPart> {
  if (type === "image/jpeg") return exifSegments(bytes);
  return type === "image/png" ? exifChunks(bytes) : [];
}

function* exifSegments(bytes: Uint8Array): Generator<OrientationPart> {
  for (const part of jpegParts(bytes, { most: MOST_PARTS })) {
    if (part.kind !== "segment") continue;
    if (part.code === SOS) return;
    const { code, start, contentStart, end } = part;
    if (code !== APP1 || nameAt(bytes, contentStart) !== EXIF_NAME) continue;
    if (bytes[contentStart + EXIF_NAME.length] !== 0) continue;
    const tiff = bytes.subarray(contentStart + EXIF_BYTES, end);
    if (tiff.length < TIFF_BYTES) continue;
    yield { start, end, ...exifOrientation(tiff) };
  }
}

function* exifChunks(bytes: Uint8Array): Generator<OrientationPart> {
  for (const part of pngChunks(bytes, { most: MOST_PARTS })) {
    if (part.kind === "end" || part.name === "IDAT") return;
    if (part.name !== "eXIf" || !isIntactPngChunk(bytes, part)) continue;
    const { start, contentStart, contentEnd, end } = part;
    yield { start, end, ...exifOrientation(bytes.subarray(contentStart, contentEnd)) };
  }
}

/** What EXIF data say: the first entry that is as it should be; 1 where there is none. */
function exifOrientation(tiff: Uint8Array): Omit<OrientationPart, keyof Stretch> {
  const unknown = { orientation: 1, isPlain: false };
  const view = numbersIn(tiff);
  const order = tiff.length < TIFF_BYTES ? 0 : view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return unknown;
  const isLittle = order === 0x4949;
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > tiff.length) return unknown;
  const entries = view.getUint16(directory, isLittle);
  let isPlain = true;
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * ENTRY_BYTES;
    if (at + ENTRY_BYTES > tiff.length) return unknown;
    if (view.getUint16(at, isLittle) !== ORIENTATION_TAG) continue;
    const orientation = view.getUint16(at + 8, isLittle);
    const isOne = view.getUint16(at + 2, isLittle) === SHORT &&
      view.getUint32(at + 4, isLittle) === 1;
    if (isOne && orientation >= 1 && orientation <= 8) return { orientation, isPlain };
    isPlain = false;
  }
  return { orientation: 1, isPlain };
}
