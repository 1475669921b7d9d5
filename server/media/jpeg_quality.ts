import { InputError } from "../generation/errors.ts";

/** JPEG quality of a picture that may be as large as it is. */
export const JPEG_QUALITY = 90;
/** What is tried one after the other for a service that takes small files only. */
const SMALLER_QUALITIES = [84, 78, 72, 66, 60];

/**
 * The JPEG of the best quality that has at most `maxBytes`.
 *
 * @throws {InputError} `image-too-detailed` when the worst that still looks right has more
 */
export function encodeWithin<Bytes extends { readonly length: number }>(
  encode: (quality: number) => Bytes,
  maxBytes: number = Infinity,
): Bytes {
  for (const quality of [JPEG_QUALITY, ...SMALLER_QUALITIES]) {
    const bytes = encode(quality);
    if (bytes.length <= maxBytes) return bytes;
  }
  throw new InputError(
    "image-too-detailed",
    `The model takes pictures of at most ${Math.floor(maxBytes / 1000)} kB, and this one has too ` +
      "much detail for that. Choose a calmer part of it, another picture or another model.",
  );
}
