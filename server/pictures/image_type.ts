import type { ImageType } from "../../contract/image_limits.ts";
import { sniffUpload } from "../../contract/upload_kind.ts";
import { InputError } from "../errors.ts";

/**
 * The picture type of an upload, from its first bytes.
 *
 * @throws {InputError} `image-empty`, `image-heic`, `image-is-video` or `image-type-unsupported`,
 *   naming what it was
 */
export function imageTypeOf(head: Uint8Array): ImageType {
  const upload = sniffUpload(head);
  switch (upload.kind) {
    case "picture":
      return upload.type;
    case "empty":
      throw new InputError("image-empty");
    case "heic":
      throw new InputError("image-heic");
    case "video":
      throw new InputError("image-is-video", { kind: "known-type", fileType: upload.type });
    case "other":
      throw new InputError("image-type-unsupported", {
        kind: "known-type",
        fileType: upload.type,
      });
  }
}
