import { isoBoxes } from "../../contract/formats/iso_boxes.ts";
import { jpegParts } from "../../contract/formats/jpeg_parts.ts";
import { pngChunks } from "../../contract/formats/png_chunks.ts";
import { riffFile } from "../../contract/formats/riff_chunks.ts";
import { endOf } from "../../contract/formats/walking.ts";
import type { ImageType } from "../../contract/image_limits.ts";

/**
 * Whether a picture's file ends before the picture does, told by its structure alone: nothing is
 * decoded. Of animations only the first frame counts. Damage elsewhere is the decoder's to find.
 */
export function isCutOff(bytes: Uint8Array, type: ImageType): boolean {
  switch (type) {
    case "image/jpeg":
      return endOf(jpegParts(bytes)).why === "cut-off";
    case "image/png":
      return endOf(pngChunks(bytes)).why === "cut-off";
    case "image/gif":
      return !hasGifFrame(bytes);
    case "image/webp":
      return (riffFile(bytes)?.end ?? 0) > bytes.length;
    case "image/avif":
      return !hasWholeBoxes(bytes);
  }
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

/** Whether no top-level box reaches beyond the file's end. */
function hasWholeBoxes(bytes: Uint8Array): boolean {
  for (const part of isoBoxes(bytes)) {
    if (part.kind === "end") return part.at > 0;
    if (!BOX_TYPES.includes(part.type)) return part.start > 0;
    if (part.end > bytes.length) return false;
  }
  return false;
}
