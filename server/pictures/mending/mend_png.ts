import { crc32 } from "node:zlib";
import { type PngChunk, pngChunks } from "../../../contract/formats/png_chunks.ts";
import { numbersIn } from "../../../contract/formats/walking.ts";
import { joined, type MendedPicture } from "./mended.ts";

const SIGNATURE_BYTES = 8, PIXELS = "IDAT", LAST = "IEND";
/** Chunks that a picture cannot do without have a capital first (ISO/IEC 15948, 5.4). */
const CRITICAL = /^[A-Z]/;

/**
 * Leaves out the chunks beside the pixels that are damaged, and all behind the first pixels that are
 * none: decoders may stumble over them, and browsers do not ask for them. Writes the last chunks of a
 * file that ends too early as far as they are there.
 */
export function mendPng(bytes: Uint8Array): MendedPicture {
  const kept: Uint8Array[] = [bytes.subarray(0, SIGNATURE_BYTES)];
  let hasPixels = false, isMended = false, isDamaged = false;
  for (const part of pngChunks(bytes)) {
    if (part.kind === "end") {
      if (part.why === "too-many") return { bytes, end: "there" };
      if (part.why === "cut-off") return { ...ended(kept, hasPixels), isDamaged };
      return { bytes: isMended ? joined(kept) : bytes, end: "there", isDamaged };
    }
    const { name, start, end } = part;
    const isPixels = name === PIXELS, isLast = name === LAST;
    if (end > bytes.length) {
      if (isPixels) kept.push(pngChunk(PIXELS, bytes.subarray(part.contentStart)));
      return { ...ended(kept, hasPixels || isPixels), isDamaged };
    }
    hasPixels ||= isPixels;
    const isIntact = isIntactChunk(bytes, part);
    isDamaged ||= !isIntact && !isLast && CRITICAL.test(name);
    if (isPixels || (isIntact && (isLast || !hasPixels))) kept.push(bytes.subarray(start, end));
    else isMended = true;
    if (isLast && !isIntact) kept.push(pngChunk(LAST));
  }
  return { bytes, end: "there" };
}

function ended(kept: readonly Uint8Array[], hasPixels: boolean): MendedPicture {
  return { bytes: joined([...kept, pngChunk(LAST)]), end: hasPixels ? "unsure" : "missing" };
}

/** Node's checksum, because pixels are many. */
function isIntactChunk(bytes: Uint8Array, { start, contentEnd }: PngChunk): boolean {
  return crc32(bytes.subarray(start + 4, contentEnd)) === numbersIn(bytes).getUint32(contentEnd);
}

/** A chunk with its checksum. */
export function pngChunk(name: string, content: Uint8Array = new Uint8Array()): Uint8Array {
  const chunk = new Uint8Array(12 + content.length);
  const numbers = numbersIn(chunk);
  numbers.setUint32(0, content.length);
  chunk.set(new TextEncoder().encode(name), 4);
  chunk.set(content, 8);
  numbers.setUint32(8 + content.length, crc32(chunk.subarray(4, 8 + content.length)));
  return chunk;
}
