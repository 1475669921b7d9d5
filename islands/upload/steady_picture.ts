import { orientationParts } from "../../contract/formats/orientation.ts";
import { riffFile } from "../../contract/formats/riff_chunks.ts";
import type { FileKind } from "./file_kind.ts";

/** What stands before a picture's pixels; where it is longer the picture stays as it is. */
const HEAD_BYTES = 2 * 1024 * 1024;
/** How much of a JPEG's end is searched for its end marker. */
const TAIL_BYTES = 64 * 1024;
const END_MARKER = Uint8Array.of(0xff, 0xd9);
const RIFF_HEADER_BYTES = 12;

/**
 * The picture to look at: turned as the server turns it, and with the end that browsers wait for before
 * they paint it to its last row. The file itself where nothing is to be done.
 */
export async function steadyPicture(file: Blob, kind: FileKind): Promise<Blob> {
  const picture = await plainlyTurned(file, kind);
  if (kind === "image/jpeg") return await withEnd(picture);
  return kind === "image/webp" ? await withLength(picture) : picture;
}

/** The picture without anything that one browser might turn it by and another, or the server, not. */
export async function plainlyTurned(file: Blob, kind: FileKind): Promise<Blob> {
  if (kind !== "image/jpeg" && kind !== "image/png") return file;
  const parts = orientationParts(await bytesOf(file.slice(0, HEAD_BYTES)), kind);
  const [first] = parts;
  const isKept = first !== undefined && (first.isPlain || first.orientation !== 1);
  const doubtful = isKept ? parts.slice(1) : parts;
  if (doubtful.length === 0) return file;
  const pieces: Blob[] = [];
  let at = 0;
  for (const { start, end } of doubtful) {
    pieces.push(file.slice(at, start));
    at = end;
  }
  return new Blob([...pieces, file.slice(at)], { type: kind });
}

async function withEnd(file: Blob): Promise<Blob> {
  const tail = await bytesOf(file.slice(-TAIL_BYTES));
  const hasEnd = tail.some((byte, at) => byte === END_MARKER[0] && tail[at + 1] === END_MARKER[1]);
  return hasEnd ? file : new Blob([file, END_MARKER], { type: file.type });
}

/** A WebP that claims to be longer than it is, is not drawn. */
async function withLength(file: Blob): Promise<Blob> {
  const head = await bytesOf(file.slice(0, RIFF_HEADER_BYTES));
  const claimed = riffFile(head)?.end;
  if (claimed === undefined || claimed <= file.size) return file;
  const padding = new Uint8Array(file.size % 2);
  new DataView(head.buffer).setUint32(4, file.size + padding.length - 8, true);
  return new Blob([head, file.slice(RIFF_HEADER_BYTES), padding], { type: file.type });
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}
