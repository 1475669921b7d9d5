import type { FrameSize } from "../../contract/frame_size.ts";
import { SNIFF_BYTES } from "../../contract/upload_kind.ts";
import { InputError } from "../errors.ts";
import type { PictureLook } from "../generation/ports/picture_store.ts";
import { imageTypeOf } from "./image_type.ts";
import { plainJpegSize } from "./jpeg_structure.ts";
import { turnSize } from "./picture_area.ts";
import { mendPicture } from "./mending/mend_picture.ts";
import { pictureHeader } from "./picture_header.ts";
import { checkPictureHeader } from "./picture_limits.ts";

/** What a picture's structure shows without decoding it. */
export interface SeenPicture extends Pick<PictureLook, "type" | "isPlain"> {
  /** As it is seen upright; absent where only the decoder can tell, also whether it is whole. */
  readonly size?: FrameSize;
}

/**
 * Looks at the bytes of an upload; its name and its claimed type are not asked.
 *
 * @throws {InputError} when they are no picture, too large, too slow or too small, or cut off
 */
export function seePicture(bytes: Uint8Array): SeenPicture {
  const type = imageTypeOf(bytes.subarray(0, SNIFF_BYTES));
  const { bytes: whole, end } = mendPicture(bytes, type);
  const header = pictureHeader(whole, type);
  if (header) checkPictureHeader(header);
  if (end === "missing") throw new InputError("image-unreadable", { kind: "cut-off" });
  const isPlain = type === "image/jpeg" && whole === bytes && plainJpegSize(bytes) !== undefined;
  if (header === undefined || end === "unsure") return { type, isPlain };
  return { type, isPlain, size: turnSize(header, header.orientation) };
}
