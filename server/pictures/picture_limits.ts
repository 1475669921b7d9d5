import { MAX_IMAGE_PIXELS, MIN_IMAGE_SIDE } from "../../contract/image_limits.ts";
import { InputError } from "../errors.ts";
import type { FrameSize } from "../../contract/frame_size.ts";
import type { HeldPicture, StoredHeader } from "./header_facts.ts";

/** What one picture may keep in memory while it is decoded, in bytes. */
const MAX_HELD_BYTES = 200_000_000;

/** Encoders write a dozen scans; one of each bit of each coefficient would be nearly a thousand. */
const MAX_SCANS = 100;
/** What all scans of a picture may go over together, in pixels: a second or two of work. */
const MAX_SCANNED_PIXELS = 3_000_000_000;

/**
 * Refuses by its header what is not worth or not safe decoding.
 *
 * @throws {InputError} as `checkPictureSize`, or `image-too-slow`
 */
export function checkPictureHeader(header: StoredHeader): void {
  checkPictureSize(header, header.held, header);
  const { width, height, scans = 1 } = header;
  const limit = Math.min(MAX_SCANS, Math.floor(MAX_SCANNED_PIXELS / (width * height)));
  if (scans > limit) throw new InputError("image-too-slow", { kind: "scans", scans, limit });
}

/**
 * Refuses pictures that are not worth or not safe decoding, by the size in their header. `held` says
 * how they must be in memory, where that is as a whole, `maxPixels` how many of them may be read.
 *
 * @throws {InputError} `image-too-many-pixels` or `image-too-small`
 */
export function checkPictureSize(
  { width, height }: FrameSize,
  held?: HeldPicture,
  { maxPixels = MAX_IMAGE_PIXELS } = {},
): void {
  if (width * height > maxPixels) {
    const limitMillions = millions(maxPixels);
    throw new InputError("image-too-many-pixels", { kind: "size", width, height, limitMillions });
  }
  if (held && width * height * held.bytesPerPixel > MAX_HELD_BYTES) {
    const limitMillions = millions(MAX_HELD_BYTES / held.bytesPerPixel);
    throw new InputError("image-too-many-pixels", { kind: held.as, width, height, limitMillions });
  }
  if (Math.min(width, height) < MIN_IMAGE_SIDE) {
    const minSide = MIN_IMAGE_SIDE;
    throw new InputError("image-too-small", { kind: "size", width, height, minSide });
  }
}

function millions(pixels: number): number {
  return Math.floor(pixels / 1_000_000);
}
