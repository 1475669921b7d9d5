import type { BusboyFileStream } from "@fastify/busboy";
import { createHash } from "node:crypto";
import { InputError } from "../errors.ts";
import { confirmWritten, createPrivate, stored, writeAll } from "../storage_failure.ts";

/** A picture as it was sent, byte for byte, in a file of its own. */
export interface UploadedPicture {
  readonly path: string;
  /** SHA-256 of the bytes in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What became of one picture of a form; one that is refused does not harm the others. */
export type PictureUpload =
  | { readonly kind: "stored"; readonly picture: UploadedPicture }
  | { readonly kind: "refused"; readonly error: InputError };

/**
 * Where the bytes of a form's only picture are.
 *
 * @throws {InputError} `too-many-images` where there are several, or why it was refused
 */
export function onlyPicture(uploads: readonly PictureUpload[]) {
  const [first, ...more] = uploads;
  if (first === undefined) throw new InputError("image-missing");
  if (more.length > 0) throw new InputError("too-many-images");
  if (first.kind === "refused") throw first.error;
  const { path, bytes } = first.picture;
  return { bytes, read: () => stored(Deno.readFile(path)) };
}

/** Where a form's file goes, and by which rules. */
interface PictureTarget {
  readonly path: string;
  readonly maxBytes: number;
  /** Throws an `InputError` for the first bytes of what is no picture. */
  readonly checkHead: (head: Uint8Array) => unknown;
  /** Told of each piece that is written. */
  readonly onKept: (bytes: number) => void;
}

/**
 * Writes a form's file to `path` and hashes it on the way. The part is read to its end whatever
 * happens, because the parser waits for it. A refused picture leaves its file to the caller.
 *
 * @throws {StorageError} when it cannot be written
 */
export async function savePicture(
  part: BusboyFileStream,
  target: PictureTarget,
): Promise<PictureUpload> {
  const { maxBytes } = target;
  try {
    const { sha256, bytes } = await writeAndHash(part, target);
    if (part.truncated) return { kind: "refused", error: pictureTooLarge(maxBytes) };
    if (bytes > 0) return { kind: "stored", picture: { path: target.path, sha256, bytes } };
    return { kind: "refused", error: new InputError("image-empty") };
  } catch (error) {
    part.resume();
    if (error instanceof InputError) return { kind: "refused", error };
    throw error;
  }
}

async function writeAndHash(part: BusboyFileStream, { path, checkHead, onKept }: PictureTarget) {
  const hash = createHash("sha256");
  let bytes = 0;
  using file = await stored(createPrivate(path));
  // A destroyed part would never tell the parser that it has ended.
  for await (const chunk of part.iterator({ destroyOnReturn: false })) {
    if (bytes === 0) checkHead(chunk);
    bytes += chunk.length;
    onKept(chunk.length);
    hash.update(chunk);
    await stored(writeAll(file, chunk));
  }
  await stored(confirmWritten(file, bytes));
  return { sha256: hash.digest("hex"), bytes };
}

/** The refusal of a picture, or of a whole form, that is larger than allowed. */
export function pictureTooLarge(maxBytes: number): InputError {
  return new InputError("image-too-large", { kind: "limit", limitBytes: maxBytes });
}
