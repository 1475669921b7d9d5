import type { FrameSize } from "../../contract/frame_size.ts";

/** Marker codes of ITU-T T.81, table B.1. */
const SOI = 0xd8, EOI = 0xd9, SOS = 0xda, APP0 = 0xe0, DHT = 0xc4, DQT = 0xdb, DRI = 0xdd;
/** SOF0-2. */
const FRAME_SEGMENTS = new Set([0xc0, 0xc1, 0xc2]);
/** "JFIF\0", version, density and an empty thumbnail. */
const JFIF_BYTES = 16;

/**
 * The size in pixels of a plain JPEG: whole from SOI to EOI, 8-bit grey or colour, with no segment
 * beside what decoding needs (no EXIF, colour profile, comment or thumbnail) and no byte behind or
 * between the segments, nor in a table that is longer than what it says.
 * `undefined` for everything else. The compressed data itself is not decoded.
 */
export function plainJpegSize(bytes: Uint8Array): FrameSize | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return undefined;
  let size: FrameSize | undefined;
  let offset = 2;
  while (bytes[offset] === 0xff) {
    const marker = bytes[offset + 1] ?? 0;
    if (marker === EOI) return offset + 2 === bytes.length ? size : undefined;
    const segment = segmentAt(bytes, offset);
    if (segment === undefined || !isPlainSegment(marker, segment)) return undefined;
    if (FRAME_SEGMENTS.has(marker)) {
      if (size !== undefined) return undefined;
      size = frameSize(segment);
      if (size === undefined) return undefined;
    }
    offset += 2 + segment.length;
    if (marker === SOS) offset = endOfScan(bytes, offset);
  }
  return undefined;
}

/** A segment's bytes from its length field on; `undefined` when it is cut off. */
function segmentAt(bytes: Uint8Array, offset: number): Uint8Array | undefined {
  const length = ((bytes[offset + 2] ?? 0) << 8) | (bytes[offset + 3] ?? 0);
  if (length < 2 || offset + 2 + length > bytes.length) return undefined;
  return bytes.subarray(offset + 2, offset + 2 + length);
}

/** Whether a segment is one that a picture needs, and exactly as long as its contents (T.81, B.2). */
function isPlainSegment(marker: number, segment: Uint8Array): boolean {
  if (FRAME_SEGMENTS.has(marker)) return segment.length === 8 + 3 * (segment[7] ?? 0);
  switch (marker) {
    case SOS:
      return segment.length === 6 + 2 * (segment[2] ?? 0);
    case DRI:
      return segment.length === 4;
    case DQT:
      return isFilled(segment, (table) => (segment[table] ?? 0) > 0x0f ? 1 + 128 : 1 + 64);
    case DHT:
      return isFilled(segment, (table) => {
        const counts = segment.subarray(table + 1, table + 17);
        return 17 + counts.reduce((sum, count) => sum + count, 0);
      });
    case APP0:
      return segment.length === JFIF_BYTES &&
        String.fromCharCode(...segment.subarray(2, 7)) === "JFIF\0";
    default:
      return false;
  }
}

/** Whether tables of the lengths that they announce fill the segment to its last byte. */
function isFilled(segment: Uint8Array, tableLength: (offset: number) => number): boolean {
  let offset = 2;
  while (offset < segment.length) offset += tableLength(offset);
  return offset === segment.length;
}

/** Size in a frame header (T.81, B.2.2); only 8-bit grey or three-component pictures have one here. */
function frameSize(segment: Uint8Array): FrameSize | undefined {
  if (segment.length < 8) return undefined;
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  const components = view.getUint8(7);
  if (view.getUint8(2) !== 8 || (components !== 1 && components !== 3)) return undefined;
  const size = { width: view.getUint16(5), height: view.getUint16(3) };
  return size.width > 0 && size.height > 0 ? size : undefined;
}

/** Where the next marker after compressed data stands; stuffed zeros and restarts belong to the data. */
function endOfScan(bytes: Uint8Array, start: number): number {
  let offset = bytes.indexOf(0xff, start);
  while (offset !== -1) {
    const next = bytes[offset + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return offset;
    offset = bytes.indexOf(0xff, offset + 2);
  }
  return bytes.length;
}
