import type { CropSize } from "../../contract/crop.ts";
import type { FileBytes, FileKind } from "./file_kind.ts";

/** A JPEG with more segments before its frame, or with none, is not measured. */
const MAX_SEGMENTS = 500;
/** Where AVIF and HEIC have their properties; the largest is the picture, smaller ones are tiles. */
const PROPERTY_BYTES = 64 * 1024;

/**
 * Size of a picture as it is stored, before EXIF turns it, from its header alone; `undefined` when
 * the header does not tell.
 */
export async function pictureSize(file: FileBytes, kind: FileKind): Promise<CropSize | undefined> {
  try {
    const size = await sizeOf(file, kind);
    return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined;
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
    case "image/png": {
      const head = await viewAt(file, 16, 8);
      return { width: head.getUint32(0), height: head.getUint32(4) };
    }
    case "image/gif": {
      const head = await viewAt(file, 6, 4);
      return { width: head.getUint16(0, true), height: head.getUint16(2, true) };
    }
    case "image/webp":
      return webpSize(await viewAt(file, 12, 18));
    case "image/avif":
    case "heic":
      return largestExtent(await viewAt(file, 0, PROPERTY_BYTES));
    default:
      return undefined;
  }
}

/** Walks the segments to the frame header (ITU-T T.81, section B.2.2). */
async function jpegSize(file: FileBytes): Promise<CropSize | undefined> {
  let at = 2;
  for (let count = 0; count < MAX_SEGMENTS; count++) {
    const segment = await viewAt(file, at, 9);
    const code = segment.getUint8(1);
    if (segment.getUint8(0) !== 0xff) return undefined;
    if (code === 0xff) {
      at += 1;
      continue;
    }
    // DHT, JPG and DAC share the range of the frame headers.
    if (code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code)) {
      return { width: segment.getUint16(7), height: segment.getUint16(5) };
    }
    at += 2 + segment.getUint16(2);
  }
  return undefined;
}

/** The first chunk of a WebP: extended, lossless or lossy (RFC 9649, section 2). */
function webpSize(chunk: DataView): CropSize | undefined {
  const low24 = (at: number) => chunk.getUint16(at, true) + chunk.getUint8(at + 2) * 0x10000;
  switch (String.fromCharCode(...[0, 1, 2, 3].map((at) => chunk.getUint8(at)))) {
    case "VP8X":
      return { width: low24(12) + 1, height: low24(15) + 1 };
    case "VP8L": {
      const bits = chunk.getUint32(9, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case "VP8 ":
      return {
        width: chunk.getUint16(14, true) & 0x3fff,
        height: chunk.getUint16(16, true) & 0x3fff,
      };
    default:
      return undefined;
  }
}

const EXTENT = 0x69737065; // "ispe"

/** Image spatial extents (ISO/IEC 23008-12, section 6.5.3). */
function largestExtent(head: DataView): CropSize | undefined {
  let largest: CropSize | undefined;
  for (let at = 0; at + 16 <= head.byteLength; at++) {
    if (head.getUint32(at) !== EXTENT) continue;
    const size = { width: head.getUint32(at + 8), height: head.getUint32(at + 12) };
    if (size.width * size.height > (largest ? largest.width * largest.height : 0)) largest = size;
  }
  return largest;
}

async function viewAt(file: FileBytes, start: number, length: number): Promise<DataView> {
  return new DataView(await file.slice(start, start + length).arrayBuffer());
}
