import type { ImageType } from "../../../contract/image_limits.ts";
import { mendAvif } from "./mend_avif.ts";
import { mendGif } from "./mend_gif.ts";
import { mendJpeg } from "./mend_jpeg.ts";
import { mendPng } from "./mend_png.ts";
import { mendWebp } from "./mend_webp.ts";
import { bmpEnd } from "../bmp_pixels.ts";
import { cleanScans } from "./clean_scans.ts";
import { deflateAnew } from "./deflate_anew.ts";
import type { MendedPicture } from "./mended.ts";

/**
 * Puts right what costs no pixel: bytes between the parts of a file, a length or a parameter that
 * decoders need not ask for, a missing end marker. Told by the structure alone, in linear time: whether
 * the pixels are whole is for the decoder, which may then be strict. Of animations only the first frame
 * counts.
 */
export function mendPicture(bytes: Uint8Array, type: ImageType): MendedPicture {
  switch (type) {
    case "image/jpeg":
      return mendJpeg(bytes);
    case "image/png":
      return mendPng(bytes);
    case "image/gif":
      return mendGif(bytes);
    case "image/webp":
      return mendWebp(bytes);
    case "image/avif":
      return mendAvif(bytes);
    case "image/bmp":
      return { bytes, end: bmpEnd(bytes) };
  }
}

/**
 * The same picture put together anew by going through its compressed data, for pictures that a strict
 * decoder gave up; `undefined` where that shows damage, or cannot help.
 */
export function rebuiltPicture(bytes: Uint8Array, type: ImageType): Uint8Array | undefined {
  if (type === "image/jpeg") return cleanScans(bytes);
  return type === "image/png" ? deflateAnew(bytes) : undefined;
}
