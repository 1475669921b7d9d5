import type { ImageType } from "../../contract/image_limits.ts";
import { notTakenSentence, sniffUpload } from "../../contract/upload_kind.ts";
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
      throw new InputError("image-empty", "The file is empty. Choose a picture and try again.");
    case "heic":
      throw new InputError(
        "image-heic",
        "This is a HEIC picture, which cannot be read here. On an iPhone, choose Settings, Camera, " +
          "Formats, Most Compatible, or share the photo as JPEG, then try again.",
      );
    case "video":
      throw new InputError(
        "image-is-video",
        `This file is ${upload.name}, and the studio starts from a still picture. ` +
          "Pause the video at the moment you like, save that as a picture and send it.",
      );
    case "other":
      throw new InputError("image-type-unsupported", notTakenSentence(upload.name));
    case "unknown":
      throw new InputError("image-type-unsupported", notTakenSentence());
  }
}
