import {
  APP0,
  DHT,
  DQT,
  DRI,
  EOI,
  jpegFrame,
  jpegParts,
  type JpegSegment,
  SOI,
  SOS,
} from "../../contract/formats/jpeg_parts.ts";
import type { FrameSize } from "../../contract/frame_size.ts";

/** SOF0-2. */
const FRAME_SEGMENTS = new Set([0xc0, 0xc1, 0xc2]);
/** "JFIF\0", version, density and an empty thumbnail. */
const JFIF_BYTES = 14;

/**
 * The size in pixels of a plain JPEG: whole from SOI to EOI, 8-bit grey or colour, with no segment
 * beside what decoding needs (no EXIF, colour profile, comment or thumbnail) and no byte behind or
 * between the segments, nor in a table that is longer than what it says.
 * `undefined` for everything else. The compressed data itself is not decoded.
 */
export function plainJpegSize(bytes: Uint8Array): FrameSize | undefined {
  let size: FrameSize | undefined;
  for (const part of jpegParts(bytes)) {
    if (part.kind === "end") {
      return part.why === "closed" && part.at === bytes.length ? size : undefined;
    }
    if (part.kind === "scan") continue;
    if (part.kind === "stray" || !isPlainSegment(part, bytes)) return undefined;
    if (!FRAME_SEGMENTS.has(part.code)) continue;
    if (size !== undefined) return undefined;
    size = frameSize(bytes.subarray(part.contentStart, part.end));
    if (size === undefined) return undefined;
  }
  return undefined;
}

/** Whether a segment is one that a picture needs, and exactly as long as its contents (T.81, B.2). */
function isPlainSegment(
  { code, start, contentStart, end }: JpegSegment,
  bytes: Uint8Array,
): boolean {
  // Whatever stands before SOI is no JPEG's.
  if (start === 0 || code === SOI) return start === 0 && code === SOI;
  const content = bytes.subarray(contentStart, end);
  if (FRAME_SEGMENTS.has(code)) return content.length === 6 + 3 * (content[5] ?? 0);
  switch (code) {
    case EOI:
      return true;
    case SOS:
      return content.length === 4 + 2 * (content[0] ?? 0);
    case DRI:
      return content.length === 2;
    case DQT:
      return isFilled(content, (table) => (content[table] ?? 0) > 0x0f ? 1 + 128 : 1 + 64);
    case DHT:
      return isFilled(content, (table) => {
        const counts = content.subarray(table + 1, table + 17);
        return 17 + counts.reduce((sum, count) => sum + count, 0);
      });
    case APP0:
      return content.length === JFIF_BYTES &&
        String.fromCharCode(...content.subarray(0, 5)) === "JFIF\0";
    default:
      return false;
  }
}

/** Whether tables of the lengths that they announce fill the content to its last byte. */
function isFilled(content: Uint8Array, tableLength: (offset: number) => number): boolean {
  let offset = 0;
  while (offset < content.length) offset += tableLength(offset);
  return offset === content.length;
}

/** Only 8-bit grey or three-component pictures have a size here. */
function frameSize(content: Uint8Array): FrameSize | undefined {
  const frame = jpegFrame(content);
  if (frame?.precision !== 8 || (frame.components !== 1 && frame.components !== 3)) {
    return undefined;
  }
  const { width, height } = frame;
  return width > 0 && height > 0 ? { width, height } : undefined;
}
