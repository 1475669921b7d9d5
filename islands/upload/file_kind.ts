import type { ImageType } from "../../contract/image_limits.ts";
import { SNIFF_BYTES, sniffUpload, type UploadKind } from "../../contract/upload_kind.ts";

/** What a chosen file turned out to be: the type of a picture, or another kind of thing. */
export type FileKind = ImageType | Exclude<UploadKind["kind"], "picture">;

/** A part of a file can be read, as of a `File` or any other `Blob`. */
export type FileBytes = Pick<Blob, "size" | "slice">;

/** Tells a file by its first bytes, as the server does. */
export async function sniffFile(file: FileBytes): Promise<UploadKind> {
  return sniffUpload(new Uint8Array(await file.slice(0, SNIFF_BYTES).arrayBuffer()));
}

/** The same in one word. */
export async function kindOf(file: FileBytes): Promise<FileKind> {
  const found = await sniffFile(file);
  return found.kind === "picture" ? found.type : found.kind;
}
