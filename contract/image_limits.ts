/** What pictures the studio takes. The server enforces these; the island tells the visitor first. */

/** MIME types that `POST /generate` accepts, decided by the bytes and not by the claim. */
export const IMAGE_TYPES = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/gif",
  "image/avif",
  "image/bmp",
] as const;

export type ImageType = typeof IMAGE_TYPES[number];

/** Largest upload that is read when `MAX_IMAGE_BYTES` is not set, in bytes; visitors are told 20 MB. */
export const DEFAULT_MAX_IMAGE_BYTES = 20 * 1024 * 1024;

/** Shortest side that is worth animating, in pixels. */
export const MIN_IMAGE_SIDE = 64;

/** Largest picture that is decoded, in pixels; a larger header is refused unread. */
export const MAX_IMAGE_PIXELS = 100_000_000;

/**
 * The same of JPEGs, which are shrunk while they are read: a telephone's 200 megapixels take the server
 * four seconds at most and no more memory than others.
 */
export const MAX_JPEG_PIXELS = 250_000_000;

/** How many pixels a picture of that type may have. */
export function maxPixelsOf(type: string): number {
  return type === "image/jpeg" ? MAX_JPEG_PIXELS : MAX_IMAGE_PIXELS;
}
