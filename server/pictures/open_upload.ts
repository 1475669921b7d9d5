import type { Crop } from "../../contract/crop.ts";
import { SNIFF_BYTES } from "../../contract/upload_kind.ts";
import type { Picture } from "../generation/ports/provider.ts";
import { imageTypeOf } from "./image_type.ts";
import type { PictureStudio } from "./picture_studio.ts";

/**
 * Opens an uploaded file as the picture that its bytes show it to be; its name and its claimed type
 * are not asked. `crop` chooses the part that is used.
 *
 * @throws {InputError} when it is no picture, or one that cannot be used
 */
export async function openUpload(
  pictures: PictureStudio,
  path: string,
  crop?: Crop,
): Promise<Picture> {
  const type = imageTypeOf(await readHead(path));
  return await pictures.open(path, { type, crop, signal: new AbortController().signal });
}

async function readHead(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const head = new Uint8Array(SNIFF_BYTES);
  let length = 0;
  while (length < head.length) {
    const read = await file.read(head.subarray(length));
    if (read === null) break;
    length += read;
  }
  return head.subarray(0, length);
}
