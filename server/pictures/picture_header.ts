import { bmpHeader } from "../../contract/formats/bmp_header.ts";
import { orientationOf } from "../../contract/formats/orientation.ts";
import { webpHeader } from "../../contract/formats/webp_header.ts";
import { type ImageType, maxPixelsOf } from "../../contract/image_limits.ts";
import type { HeldPicture, PictureHeader, StoredHeader } from "./header_facts.ts";
import { jpegHeader } from "./jpeg_header.ts";
import { pngHeader } from "./png_header.ts";

/**
 * What is in memory while one pixel of these types is decoded, by measurement: the decoder's own
 * planes beside the frame that it hands over.
 */
const WEBP_BYTES = 6.6, GIF_BYTES = 5.5, BMP_BYTES = 8;

/** Box of an AVIF that describes its frames (AV1 codec ISO media file format binding, 2.3.3). */
const AVIF_SETTINGS = "av1C";
/** Where its flags stand behind its name, and what they mean. */
const AVIF_FLAGS = 6, IS_DEEP = 0x40, IS_GREY = 0x10, HAS_HALF_COLOURS = 0x0c;
/** Properties come first in a file. */
const AVIF_REACH = 64 * 1024;
/** Found by measurement: what each pixel costs, and how often its samples are there at once. */
const AVIF_BYTES = 7.4, COPIES = 2.5, ALPHA_BYTES = 5.2;

/**
 * The header of a picture of that type, read without decoding; `undefined` where that is not enough.
 *
 * @throws {InputError} `image-unreadable`, as `jpegHeader`
 */
export function pictureHeader(bytes: Uint8Array, type: ImageType): PictureHeader | undefined {
  const header = storedHeader(bytes, type);
  const [orientation, maxPixels] = [orientationOf(bytes, type), maxPixelsOf(type)];
  return header && { ...header, orientation, maxPixels };
}

function storedHeader(bytes: Uint8Array, type: ImageType): StoredHeader | undefined {
  switch (type) {
    case "image/jpeg":
      return jpegHeader(bytes);
    case "image/png":
      return pngHeader(bytes);
    case "image/webp": {
      const header = webpHeader(bytes);
      return header && { width: header.width, height: header.height, held: frameOf(WEBP_BYTES) };
    }
    case "image/bmp": {
      const header = bmpHeader(bytes);
      return header && { width: header.width, height: header.height, held: frameOf(BMP_BYTES) };
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

/**
 * What is in memory while one pixel of an AVIF is decoded: frames as they are coded, and as pixels of
 * three or four channels. The descriptions are searched for, not walked to: wherever one stands, the
 * decoder may come upon it, and the dearest counts.
 */
function avifBytesPerPixel(bytes: Uint8Array, hasAlpha: boolean): number {
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, AVIF_REACH));
  const samples: number[] = [];
  for (let at = text.indexOf(AVIF_SETTINGS); at !== -1; at = text.indexOf(AVIF_SETTINGS, at + 1)) {
    samples.push(sampleBytes(bytes[at + AVIF_FLAGS] ?? 0));
  }
  // Where nothing is said it may be the dearest.
  const most = samples.length === 0 ? sampleBytes(IS_DEEP) : Math.max(...samples);
  return AVIF_BYTES + COPIES * most + (hasAlpha ? ALPHA_BYTES : 0);
}

/** Bytes of a pixel's samples: one or two each, of three colours, of which two may be halved. */
function sampleBytes(flags: number): number {
  const isHalf = (flags & HAS_HALF_COLOURS) === HAS_HALF_COLOURS;
  const samples = (flags & IS_GREY) !== 0 ? 1 : isHalf ? 1.5 : 3;
  return samples * ((flags & IS_DEEP) === 0 ? 1 : 2);
}
