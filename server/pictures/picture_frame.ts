/** Reading pictures with libvips, for the picture worker. */
import { type Crop, cropBox } from "../../contract/crop.ts";
import type { FrameSize } from "../../contract/frame_size.ts";
import { SNIFF_BYTES } from "../../contract/upload_kind.ts";
import { vips, type VipsImage } from "./libvips.ts";
import { planResampling, shrinkFactor, turnBox, turnSize } from "./picture_area.ts";
import { imageTypeOf } from "./image_type.ts";
import { heldFrame, pictureHeader } from "./picture_header.ts";
import { checkPictureHeader, checkPictureSize } from "./picture_limits.ts";

/** What transparent pictures lie on: the page is dark. */
const BLACK = [0, 0, 0];

/** What is wrong with it that libvips gives a picture up for: its end missing, or anything at all. */
type Strictness = "truncated" | "warning";
/** What decoders of JPEGs complain of though no pixel is wrong: some cameras pad between segments. */
const HARMLESS = [
  /Corrupt JPEG data: \d{1,2} extraneous bytes before marker/,
  /Unknown Adobe color transform/,
  /unknown JFIF revision/,
];
/** Smallest that a JPEG is decoded to. Its data is gone through all the same. */
const CHECK_SHRINK = 8;

/** How a picture is cropped. */
export interface FramePlan {
  readonly size: FrameSize;
  readonly crop: Crop;
}

/**
 * Opens a picture, which reads its header only, and refuses it if that claims too much. Rows that are
 * missing or broken show when they are read, which is possible once, from top to bottom. Dispose it.
 */
export function openPicture(bytes: Uint8Array, failOn: Strictness = "truncated"): VipsImage {
  const type = imageTypeOf(bytes.subarray(0, SNIFF_BYTES));
  // libvips takes the memory for all pixels of some pictures when it opens them.
  const header = pictureHeader(bytes, type);
  if (header) checkPictureHeader(header);
  const image = openWith(bytes, { failOn });
  const hasAlpha = image.hasAlpha();
  checkPictureSize(image, header?.held ?? heldFrame(bytes, { type, hasAlpha }));
  return image;
}

/** Size of an open picture as it is seen upright. */
export function measureUpright(image: VipsImage): FrameSize {
  return turnSize({ width: image.width, height: image.height }, orientationOf(image));
}

/**
 * The part of the picture that `crop` chooses, upright, of exactly `size`, in 8-bit sRGB without
 * transparency. Dispose it. Only what the frame shows is held in memory, whatever the picture's size.
 * `isUnwanted` is asked meanwhile; the drawing then ends with an error.
 */
export function drawFrame(
  bytes: Uint8Array,
  plan: FramePlan,
  isUnwanted: () => boolean = () => false,
): VipsImage {
  return decodeWhole(bytes, (failOn) => drawWith(bytes, { ...plan, failOn, isUnwanted }));
}

/** Goes through the data of a JPEG and throws when any of it is damaged, or its header claims too much. */
export function checkJpeg(bytes: Uint8Array): void {
  const header = pictureHeader(bytes, "image/jpeg");
  if (header) checkPictureHeader(header);
  decodeWhole(bytes, (failOn) => {
    using image = openWith(bytes, { failOn, loading: `shrink=${CHECK_SHRINK},` });
    image.copyMemory().delete();
  });
}

/** Decodes as strictly as the picture allows: JPEGs' decoders go on after damage but complain. */
function decodeWhole<Value>(bytes: Uint8Array, decode: (failOn: Strictness) => Value): Value {
  const isJpeg = imageTypeOf(bytes.subarray(0, SNIFF_BYTES)) === "image/jpeg";
  if (!isJpeg) return decode("truncated");
  try {
    return decode("warning");
  } catch (error) {
    if (!isHarmless(error)) throw error;
    return decode("truncated");
  }
}

/**
 * Whether the decoder's complaint is harmless. Of each picture it tells the first only; those before it
 * may be of other pictures.
 */
function isHarmless(error: unknown): boolean {
  const message = typeof error === "object" && error && "message" in error ? error.message : error;
  const last = String(message).split("\n").findLast((line) => line.includes("VipsJpeg:"));
  return last !== undefined && HARMLESS.some((pattern) => pattern.test(last));
}

function drawWith(
  bytes: Uint8Array,
  { size, crop, failOn, isUnwanted }: FramePlan & {
    readonly failOn: Strictness;
    readonly isUnwanted: () => boolean;
  },
): VipsImage {
  using header = openPicture(bytes, failOn);
  const upright = measureUpright(header);
  const orientation = orientationOf(header);
  const frame = turnSize(size, orientation);
  const box = turnBox(cropBox(upright, size, crop), upright, orientation);
  const shrinking = shrinkOption(header, shrinkFactor(box, frame));
  const { shrink } = shrinking;
  using picture = shrink > 1
    ? openWith(bytes, { failOn, loading: shrinking.option })
    : header.copy();
  const plan = planResampling(
    {
      left: box.left / shrink,
      top: box.top / shrink,
      width: box.width / shrink,
      height: box.height / shrink,
    },
    { width: picture.width, height: picture.height },
    frame,
  );
  const { source, size: resized, frame: cut } = plan;
  using part = picture.extractArea(source.left, source.top, source.width, source.height);
  using enlarged = part.thumbnailImage(resized.width, {
    height: resized.height,
    size: "force",
    no_rotate: true,
    // Colour management takes longer than all the rest: only where it changes something.
    ...(needsColourManagement(header) ? { output_profile: "srgb" } : {}),
  });
  using framed = enlarged.extractArea(cut.left, cut.top, cut.width, cut.height);
  framed.onProgress = () => {
    if (isUnwanted()) framed.kill = true;
  };
  // The picture is read from top to bottom once; turning it needs all rows of the frame.
  using drawn = framed.copyMemory();
  using turned = drawn.autorot();
  return toRgb(turned);
}

function openWith(
  bytes: Uint8Array,
  { failOn, loading = "" }: { readonly failOn: Strictness; readonly loading?: string },
): VipsImage {
  const options = `[${loading}fail_on=${failOn}]`;
  return vips.Image.newFromBuffer(bytes, options, { access: "sequential" });
}

/** How a picture's decoder is told to shrink while it reads; not at all where it cannot. */
function shrinkOption(image: VipsImage, shrink: number): { shrink: number; option: string } {
  const loader = image.getString("vips-loader");
  if (loader.startsWith("jpegload")) return { shrink, option: `shrink=${shrink},` };
  if (loader.startsWith("webpload")) return { shrink, option: `scale=${1 / shrink},` };
  return { shrink: 1, option: "" };
}

function toRgb(image: VipsImage): VipsImage {
  using srgb = image.colourspace("srgb");
  using opaque = srgb.hasAlpha() ? srgb.flatten({ background: BLACK }) : srgb.copy();
  return opaque.cast("uchar");
}

function orientationOf(image: VipsImage): number {
  return image.getTypeof("orientation") === 0 ? 1 : image.getInt("orientation");
}

function needsColourManagement(image: VipsImage): boolean {
  return image.getTypeof("icc-profile-data") !== 0 || image.interpretation === "cmyk";
}
