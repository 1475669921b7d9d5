import { nameAt, numbersIn, type Stretch, walk, type WalkEnd, type WalkLimit } from "./walking.ts";

/** A chunk of a PNG (ISO/IEC 15948, 5.3), from its length to behind its checksum, as it is claimed. */
export interface PngChunk extends Stretch {
  readonly kind: "chunk";
  readonly name: string;
  readonly contentStart: number;
  /** Where the content ends and the checksum stands. */
  readonly contentEnd: number;
}

const SIGNATURE_BYTES = 8, HEADER_BYTES = 8, CHECKSUM_BYTES = 4;

/**
 * The chunks behind a PNG's signature up to its IEND: `closed` where that stands, `cut-off` without it.
 * Checksums are not looked at.
 */
export function pngChunks(bytes: Uint8Array, limit?: WalkLimit): Generator<PngChunk | WalkEnd> {
  return walk<PngChunk>(
    (at, last) => last?.name === "IEND" ? "closed" : pngChunkAt(bytes, at) ?? "cut-off",
    { start: SIGNATURE_BYTES, end: bytes.length, ...limit },
  );
}

/** The chunk at `start`, by default the first one; `undefined` where there is no room for its header. */
export function pngChunkAt(bytes: Uint8Array, start = SIGNATURE_BYTES): PngChunk | undefined {
  const contentStart = start + HEADER_BYTES;
  if (contentStart > bytes.length) return undefined;
  const contentEnd = contentStart + numbersIn(bytes).getUint32(start);
  const end = contentEnd + CHECKSUM_BYTES;
  return { kind: "chunk", name: nameAt(bytes, start + 4), start, contentStart, contentEnd, end };
}

/** Whether a chunk is all there and its checksum (ISO/IEC 15948, annex D) is that of its bytes. */
export function isIntactPngChunk(bytes: Uint8Array, chunk: PngChunk): boolean {
  const { start, contentEnd, end } = chunk;
  if (end > bytes.length) return false;
  return checksumOf(bytes.subarray(start + 4, contentEnd)) ===
    numbersIn(bytes).getUint32(contentEnd);
}

/** What each byte does to the checksum. */
const CHECKSUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  return sum;
});

function checksumOf(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (CHECKSUMS[(sum ^ byte) & 0xff] ?? 0);
  return ~sum >>> 0;
}
