import { BMP_HEADER_BYTES, bmpHeader } from "../../contract/formats/bmp_header.ts";
import type { CropSize } from "../../contract/crop.ts";
import {
  isJpegFrame,
  jpegFrame,
  jpegSegmentAt,
  nextMarker,
} from "../../contract/formats/jpeg_parts.ts";
import { pngChunkAt } from "../../contract/formats/png_chunks.ts";
import { numbersIn } from "../../contract/formats/walking.ts";
import { WEBP_HEADER_BYTES, webpHeader } from "../../contract/formats/webp_header.ts";
import type { FileBytes, FileKind } from "./file_kind.ts";

/** A JPEG with more segments before its frame, or with none, is not measured. */
const MAX_SEGMENTS = 500;
/** A segment's own header, with room for a few bytes that stand before it. */
const SEGMENT_BYTES = 32;
/** What of a PNG tells its size. */
const PNG_HEADER_BYTES = 24;
/** Where AVIF and HEIC have their properties; the largest is the picture, smaller ones are tiles. */
const PROPERTY_BYTES = 64 * 1024;

/**
 * Size of a picture as it is stored, before EXIF turns it, from its header alone; `undefined` when
 * the header does not tell.
 */
export async function pictureSize(file: FileBytes, kind: FileKind): Promise<CropSize | undefined> {
  try {
    const size = await sizeOf(file, kind);
    const { width = 0, height = 0 } = size ?? {};
    return width > 0 && height > 0 ? { width, height } : undefined;
  } catch (error) {
    // The header is shorter than it should be.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function sizeOf(file: FileBytes, kind: FileKind): Promise<CropSize | undefined> {
  switch (kind) {
    case "image/jpeg":
      return await jpegSize(file);
    case "image/png":
      return pngSize(await bytesAt(file, 0, PNG_HEADER_BYTES));
    case "image/gif": {
      const head = numbersIn(await bytesAt(file, 6, 4));
      return { width: head.getUint16(0, true), height: head.getUint16(2, true) };
    }
    case "image/webp":
      return webpHeader(await bytesAt(file, 0, WEBP_HEADER_BYTES));
    case "image/bmp":
      return bmpHeader(await bytesAt(file, 0, BMP_HEADER_BYTES));
    case "image/avif":
    case "heic":
      return largestExtent(numbersIn(await bytesAt(file, 0, PROPERTY_BYTES)));
    default:
      return undefined;
  }
}

/** Only the segments' own headers are read, wherever they lead. */
async function jpegSize(file: FileBytes): Promise<CropSize | undefined> {
  for (let at = 0, reads = 0; reads < MAX_SEGMENTS; reads++) {
    const bytes = await bytesAt(file, at, SEGMENT_BYTES);
    const segment = jpegSegmentAt(bytes, nextMarker(bytes, 0));
    if (typeof segment === "string") return undefined;
    if (isJpegFrame(segment.code)) return jpegFrame(bytes.subarray(segment.contentStart));
    at += segment.end;
  }
  return undefined;
}

/** IHDR comes first (ISO/IEC 15948, 11.2.2). */
function pngSize(head: Uint8Array): CropSize | undefined {
  const first = pngChunkAt(head);
  if (first === undefined) return undefined;
  const content = numbersIn(head.subarray(first.contentStart));
  return { width: content.getUint32(0), height: content.getUint32(4) };
}

const EXTENT = 0x69737065; // "ispe"

/** Image spatial extents (ISO/IEC 23008-12, section 6.5.3), wherever they stand. */
function largestExtent(head: DataView): CropSize | undefined {
  let largest: CropSize | undefined;
  for (let at = 0; at + 16 <= head.byteLength; at++) {
    if (head.getUint32(at) !== EXTENT) continue;
    const size = { width: head.getUint32(at + 8), height: head.getUint32(at + 12) };
    if (size.width * size.height > (largest ? largest.width * largest.height : 0)) largest = size;
  }
  return largest;
}

async function bytesAt(file: FileBytes, start: number, length: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(start, start + length).arrayBuffer());
}
