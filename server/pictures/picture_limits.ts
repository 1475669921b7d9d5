import { MAX_IMAGE_PIXELS, MIN_IMAGE_SIDE } from "../../contract/image_limits.ts";
import { InputError } from "../errors.ts";
import type { FrameSize } from "../../contract/frame_size.ts";
import type { HeldPicture } from "./picture_header.ts";

/** What one picture may keep in memory while it is decoded, in bytes. */
const MAX_HELD_BYTES = 200_000_000;

/** What such pictures are called, and what makes them smaller in memory. */
const HELD: Readonly<
  Record<HeldPicture["as"], { readonly name: string; readonly remedy: string }>
> = {
  interlaced: {
    name: "interlaced PNGs of its kind",
    remedy: "Save it without interlacing, or smaller, and try again.",
  },
  scans: {
    name: "progressive JPEGs of its kind",
    remedy: "Save it as a baseline JPEG, or smaller, and try again.",
  },
  frame: {
    name: "pictures of this format",
    remedy: "Save it as a JPEG, or smaller, and try again.",
  },
};

/**
 * Refuses pictures that are not worth or not safe decoding, by the size in their header. `held` says
 * how they must be in memory, where that is as a whole.
 *
 * @throws {InputError} `image-too-many-pixels` or `image-too-small`
 */
export function checkPictureSize({ width, height }: FrameSize, held?: HeldPicture): void {
  const claim = `The picture has ${width} × ${height} pixels`;
  if (width * height > MAX_IMAGE_PIXELS) {
    const most = `at most ${millions(MAX_IMAGE_PIXELS)} million are taken`;
    throw tooManyPixels(`${claim}; ${most}. Make it smaller and try again.`);
  }
  if (held && width * height * held.bytesPerPixel > MAX_HELD_BYTES) {
    const { name, remedy } = HELD[held.as];
    const most = `at most ${millions(MAX_HELD_BYTES / held.bytesPerPixel)} million`;
    throw tooManyPixels(
      `${claim}; of ${name} ${most} are taken, because they are read as a whole. ${remedy}`,
    );
  }
  if (Math.min(width, height) < MIN_IMAGE_SIDE) {
    throw new InputError(
      "image-too-small",
      `${claim}; each side needs at least ${MIN_IMAGE_SIDE}. Choose a larger one.`,
    );
  }
}

function tooManyPixels(message: string): InputError {
  return new InputError("image-too-many-pixels", message);
}

function millions(pixels: number): number {
  return Math.floor(pixels / 1_000_000);
}
