import type { ImageType } from "../../contract/image_limits.ts";

/**
 * Whether a picture's file ends before the picture does, told by its structure alone: nothing is
 * decoded. Of animations only the first frame counts. Damage elsewhere is the decoder's to find.
 */
export function isCutOff(bytes: Uint8Array, type: ImageType): boolean {
  switch (type) {
    case "image/jpeg":
      return !hasJpegEnd(bytes);
    case "image/png":
      return !hasPngEnd(bytes);
    case "image/gif":
      return !hasGifFrame(bytes);
    case "image/webp":
      return uint32(bytes, 4, true) + 8 > bytes.length;
    case "image/avif":
      return !hasWholeBoxes(bytes);
  }
}

/** Markers without a length of their own (ITU-T T.81, table B.1): TEM, RST0-7, SOI. */
const isLoneMarker = (code: number) => code === 0x01 || (code >= 0xd0 && code <= 0xd8);

/** Walks a JPEG's segments to its EOI; what follows that is of no interest. */
function hasJpegEnd(bytes: Uint8Array): boolean {
  // Between segments stands nothing but fill bytes; compressed data never shows a marker.
  let offset = bytes.indexOf(0xff);
  while (offset !== -1 && offset + 1 < bytes.length) {
    const code = bytes[offset + 1] ?? 0;
    if (code === 0xd9) return true;
    const isMarker = code !== 0 && code !== 0xff && !isLoneMarker(code);
    const length = isMarker ? 2 + uint16(bytes, offset + 2) : code === 0xff ? 1 : 2;
    offset = bytes.indexOf(0xff, offset + length);
  }
  return false;
}

/** Walks a PNG's chunks to its IEND. */
function hasPngEnd(bytes: Uint8Array): boolean {
  for (let offset = 8; offset + 12 <= bytes.length; offset += 12 + uint32(bytes, offset)) {
    if (isAt(bytes, offset + 4, "IEND")) return true;
  }
  return false;
}

const GIF_HEADER_BYTES = 13, GIF_IMAGE = 0x2c, GIF_EXTENSION = 0x21;

/** Walks a GIF's blocks (GIF89a, section 18 and on) to the end of the first frame. */
function hasGifFrame(bytes: Uint8Array): boolean {
  let offset = GIF_HEADER_BYTES + colourTableBytes(bytes[10]);
  while (bytes[offset] === GIF_EXTENSION) {
    const next = endOfSubBlocks(bytes, offset + 2);
    if (next === undefined) return false;
    offset = next;
  }
  if (bytes[offset] !== GIF_IMAGE) return false;
  const data = offset + 10 + colourTableBytes(bytes[offset + 9]);
  return endOfSubBlocks(bytes, data + 1) !== undefined;
}

function colourTableBytes(flags = 0): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function endOfSubBlocks(bytes: Uint8Array, start: number): number | undefined {
  let offset = start;
  for (let length = bytes[offset]; length !== 0; length = bytes[offset]) {
    if (length === undefined) return undefined;
    offset += 1 + length;
  }
  return offset + 1;
}

/** Top-level boxes of pictures; anything else was appended by somebody. */
const BOX_TYPES = ["ftyp", "meta", "mdat", "moov", "free", "skip", "uuid", "pdin", "idat"];

/** Whether no top-level box of an ISO base media file (ISO 14496-12, 4.2) reaches beyond its end. */
function hasWholeBoxes(bytes: Uint8Array): boolean {
  let offset = 0;
  while (BOX_TYPES.some((type) => isAt(bytes, offset + 4, type))) {
    const size = boxSize(bytes, offset);
    // Zero reaches to the end of the file.
    if (size === 0) return true;
    if (size < 8 || offset + size > bytes.length) return false;
    offset += size;
  }
  return offset > 0;
}

function boxSize(bytes: Uint8Array, offset: number): number {
  const size = uint32(bytes, offset);
  return size === 1 ? uint32(bytes, offset + 8) * 2 ** 32 + uint32(bytes, offset + 12) : size;
}

function isAt(bytes: Uint8Array, offset: number, name: string): boolean {
  return [...name].every((letter, index) => bytes[offset + index] === letter.charCodeAt(0));
}

function uint16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

/** Four bytes as a number, missing ones as zeros. */
function uint32(bytes: Uint8Array, offset: number, isLittleEndian = false): number {
  const view = new DataView(new ArrayBuffer(4));
  for (let index = 0; index < 4; index++) view.setUint8(index, bytes[offset + index] ?? 0);
  return view.getUint32(0, isLittleEndian);
}
