import { nameAt, numbersIn, type Stretch, walk, type WalkEnd, type WalkLimit } from "./walking.ts";

/** What the first twelve bytes of a RIFF file say. */
export interface RiffFile {
  /** What it holds: `WEBP`, `AVI `. */
  readonly form: string;
  /** Where it ends by its own account. */
  readonly end: number;
}

/** A chunk of a RIFF file, from its name to behind the byte that makes its length even. */
export interface RiffChunk extends Stretch {
  readonly kind: "chunk";
  readonly name: string;
  readonly contentStart: number;
  readonly contentEnd: number;
}

const FILE_HEADER_BYTES = 12, HEADER_BYTES = 8;

/** The header of a RIFF file (RFC 9649, section 2.3); `undefined` when it is none. */
export function riffFile(bytes: Uint8Array): RiffFile | undefined {
  if (bytes.length < FILE_HEADER_BYTES || nameAt(bytes, 0) !== "RIFF") return undefined;
  return { form: nameAt(bytes, 8), end: HEADER_BYTES + numbersIn(bytes).getUint32(4, true) };
}

/**
 * The chunks of a RIFF file up to where it ends by its own account, which may be too early or too late:
 * `closed` where a chunk ends there or beyond. The padding of the last chunk need not be there.
 */
export function riffChunks(bytes: Uint8Array, limit?: WalkLimit): Generator<RiffChunk | WalkEnd> {
  const file = riffFile(bytes);
  return walk<RiffChunk>((at) => {
    if (file === undefined) return "broken";
    return at >= file.end ? "closed" : riffChunkAt(bytes, at) ?? "cut-off";
  }, { start: file ? FILE_HEADER_BYTES : 0, end: bytes.length, ...limit });
}

/** The chunk at `start`, by default the first one; `undefined` where there is no room for its header. */
export function riffChunkAt(bytes: Uint8Array, start = FILE_HEADER_BYTES): RiffChunk | undefined {
  const contentStart = start + HEADER_BYTES;
  if (contentStart > bytes.length) return undefined;
  const length = numbersIn(bytes).getUint32(start + 4, true);
  const contentEnd = contentStart + length;
  // A byte of padding that the file has no room for was left out.
  const end = contentEnd === bytes.length ? contentEnd : contentEnd + length % 2;
  return { kind: "chunk", name: nameAt(bytes, start), start, contentStart, contentEnd, end };
}
