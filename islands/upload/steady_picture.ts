import { orientationParts } from "../../contract/formats/orientation.ts";
import type { FileKind } from "./file_kind.ts";

/** What stands before a picture's pixels; where it is longer the picture stays as it is. */
const HEAD_BYTES = 2 * 1024 * 1024;

/**
 * The picture without anything that one browser might turn it by and another not: what is left says how
 * it lies as the server understands it. The file itself where nothing is left out.
 */
export async function steadyPicture(file: Blob, kind: FileKind): Promise<Blob> {
  if (kind !== "image/jpeg" && kind !== "image/png") return file;
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const parts = orientationParts(head, kind);
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
