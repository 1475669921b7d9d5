/** Opening pictures with libvips, for the picture worker. */
import type { FrameSize } from "../../contract/frame_size.ts";
import type { ImageType } from "../../contract/image_limits.ts";
import { numbersIn } from "../../contract/formats/walking.ts";
import { InputError } from "../errors.ts";
import { bmpPixels } from "./bmp_pixels.ts";
import { vips, type VipsImage } from "./libvips.ts";
import { cleanScans } from "./mending/clean_scans.ts";
import { turnSize } from "./picture_area.ts";
import { heldFrame, pictureHeader } from "./picture_header.ts";
import { checkPictureHeader, checkPictureSize } from "./picture_limits.ts";

/** Smallest that a JPEG is decoded to. Its data is gone through all the same. */
const CHECK_SHRINK = 8;

/** A picture that strict decoders can read, if it is whole. */
export interface PictureFile {
  readonly bytes: Uint8Array;
  readonly type: ImageType;
  /** Whether a checksum tells that pixels are wrong. */
  readonly isDamaged: boolean;
}

/** An open picture, as it is stored; dispose its image. */
export interface OpenedPicture {
  readonly image: VipsImage;
  /** 1 to 8 as in EXIF. */
  readonly orientation: number;
}

/**
 * Opens a picture, which reads its header only, and refuses it if that claims too much. Rows that are
 * missing or broken show when they are read, which is possible once, from top to bottom.
 */
export function openPicture(file: PictureFile): OpenedPicture {
  const { bytes, type } = file;
  // libvips takes the memory for all pixels of some pictures when it opens them.
  const header = pictureHeader(bytes, type);
  if (header) checkPictureHeader(header);
  const image = openShrunk(file, "");
  const held = header?.held ?? heldFrame(bytes, { type, hasAlpha: image.hasAlpha() });
  checkPictureSize(image, held, header);
  return { image, orientation: header?.orientation ?? 1 };
}

/** Opens a picture whose size was checked before, with options of its decoder that make it smaller. */
export function openShrunk({ bytes, type }: PictureFile, shrinking: string): VipsImage {
  if (type === "image/bmp") return imageOf(bytes);
  // Decoders of JPEGs go on after damage but complain.
  const options = `[${shrinking}fail_on=${type === "image/jpeg" ? "warning" : "truncated"}]`;
  const image = vips.Image.newFromBuffer(bytes, options, { access: "sequential" });
  return type === "image/gif" ? onCanvas(image, bytes) : image;
}

/** Size of an open picture as it is seen upright. */
export function uprightSize({ image, orientation }: OpenedPicture): FrameSize {
  return turnSize({ width: image.width, height: image.height }, orientation);
}

/** Goes through all pixels, of a JPEG as few as its decoder can, and throws when any is damaged. */
export function checkPixels(file: PictureFile): void {
  const header = pictureHeader(file.bytes, file.type);
  if (header) checkPictureHeader(header);
  using image = openShrunk(file, file.type === "image/jpeg" ? `shrink=${CHECK_SHRINK},` : "");
  image.avg();
}

/**
 * Goes through a picture without its end marker and throws when rows are missing. Of a JPEG the data
 * themselves are asked: its decoder complains of a row with the next one.
 */
export function checkEnd(file: PictureFile): void {
  if (file.type !== "image/jpeg") return checkPixels(file);
  if (cleanScans(file.bytes) === undefined) {
    throw new InputError("image-unreadable", { kind: "cut-off" });
  }
}

function imageOf(bytes: Uint8Array): VipsImage {
  const { data, width, height } = bmpPixels(bytes);
  using image = vips.Image.newFromMemory(data, width, height, 4, vips.BandFormat.uchar);
  return image.copy({ interpretation: "srgb" });
}

/**
 * A GIF's first frame on the canvas that its header tells (GIF89a, section 18). The decoder does not
 * believe the header where it tells one of the sizes that screens once had.
 */
function onCanvas(image: VipsImage, bytes: Uint8Array): VipsImage {
  const numbers = numbersIn(bytes);
  const width = Math.max(image.width, numbers.getUint16(6, true));
  const height = Math.max(image.height, numbers.getUint16(8, true));
  if (width === image.width && height === image.height) return image;
  using frame = image;
  return frame.embed(0, 0, width, height);
}
