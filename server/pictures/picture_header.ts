import { webpHeader } from "../../contract/formats/webp_header.ts";
import type { ImageType } from "../../contract/image_limits.ts";
import type { FrameSize } from "../../contract/frame_size.ts";
import { avifBytesPerPixel } from "./avif_memory.ts";
import { jpegHeader } from "./jpeg_header.ts";
import { pngHeader } from "./png_header.ts";

/** Why a picture must be in memory as a whole, and how much each of its pixels then takes. */
export interface HeldPicture {
  readonly as: "interlaced" | "scans" | "frame";
  readonly bytesPerPixel: number;
}

/** What a picture's first bytes say of it, its size as it is stored. */
export interface PictureHeader extends FrameSize {
  /** How it must be held; left out where it is read row by row. */
  readonly held?: HeldPicture;
  /** How it is stored, 1 to 8 as in EXIF; `undefined` where only the decoder can tell. */
  readonly orientation: number | undefined;
}

/**
 * What is in memory while one pixel of these types is decoded, by measurement: the decoder's own
 * planes beside the frame that it hands over.
 */
const WEBP_BYTES = 6.6, GIF_BYTES = 5.5;

/** The header of a picture of that type, read without decoding; `undefined` where that is not enough. */
export function pictureHeader(bytes: Uint8Array, type: ImageType): PictureHeader | undefined {
  switch (type) {
    case "image/jpeg":
      return jpegHeader(bytes);
    case "image/png":
      return pngHeader(bytes);
    case "image/webp": {
      const header = webpHeader(bytes);
      if (header === undefined) return undefined;
      const { width, height, hasExif } = header;
      const orientation = hasExif ? undefined : 1;
      return { width, height, held: frameOf(WEBP_BYTES), orientation };
    }
    case "image/gif":
    case "image/avif":
      return undefined;
  }
}

/** How pictures of those types are held whose headers the decoder reads. */
export function heldFrame(
  bytes: Uint8Array,
  { type, hasAlpha }: { readonly type: ImageType; readonly hasAlpha: boolean },
): HeldPicture | undefined {
  if (type === "image/gif") return frameOf(GIF_BYTES);
  return type === "image/avif" ? frameOf(avifBytesPerPixel(bytes, hasAlpha)) : undefined;
}

function frameOf(bytesPerPixel: number): HeldPicture {
  return { as: "frame", bytesPerPixel };
}
