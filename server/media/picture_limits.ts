import { MAX_IMAGE_PIXELS, MIN_IMAGE_SIDE } from "../../contract/image_limits.ts";
import { InputError } from "../generation/errors.ts";
import type { FrameSize } from "../providers/provider.ts";

/**
 * Refuses pictures that are not worth or not safe decoding, by the size in their header.
 *
 * @throws {InputError} `image-too-many-pixels` or `image-too-small`
 */
export function checkPictureSize({ width, height }: FrameSize): void {
  if (width * height > MAX_IMAGE_PIXELS) {
    const most = MAX_IMAGE_PIXELS / 1_000_000;
    throw new InputError(
      "image-too-many-pixels",
      `The picture has ${width} × ${height} pixels; at most ${most} million are taken. ` +
        "Make it smaller and try again.",
    );
  }
  if (Math.min(width, height) < MIN_IMAGE_SIDE) {
    throw new InputError(
      "image-too-small",
      `The picture has ${width} × ${height} pixels; each side needs at least ${MIN_IMAGE_SIDE}. ` +
        "Choose a larger one.",
    );
  }
}
