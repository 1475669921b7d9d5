import type { CropSize } from "../../contract/crop.ts";
import { MAX_IMAGE_PIXELS, MIN_IMAGE_SIDE } from "../../contract/image_limits.ts";
import { formatBytes } from "../../contract/units.ts";

export const HEIC_SENTENCE =
  "This browser cannot read HEIC pictures. On an iPhone, choose Settings, Camera, Formats, Most " +
  "Compatible for new photos; one that you have becomes JPEG when you mail it to yourself.";

export const EMPTY_SENTENCE = "That file is empty. Choose another picture.";

/** Why a picture of this size cannot be sent, if it cannot. */
export function refusalOfSize({ width, height }: CropSize): string | undefined {
  const has = `That picture has ${width} × ${height} pixels`;
  if (width * height > MAX_IMAGE_PIXELS) {
    return `${has}; at most ${MAX_IMAGE_PIXELS / 1_000_000} million are taken. Make it smaller.`;
  }
  if (Math.min(width, height) < MIN_IMAGE_SIDE) {
    return `${has}; each side needs at least ${MIN_IMAGE_SIDE}. Choose a larger one.`;
  }
  return undefined;
}

/** Why a file of so many bytes cannot be sent, if it cannot. */
export function refusalOfBytes(bytes: number, maxImageBytes: number): string | undefined {
  if (bytes <= maxImageBytes) return undefined;
  return `That picture is ${formatBytes(bytes, Math.ceil)}; the limit here is ${
    formatBytes(maxImageBytes, Math.floor)
  }. Choose a smaller one.`;
}
