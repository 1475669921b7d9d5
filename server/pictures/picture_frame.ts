/** Reading pictures with libvips, for the picture worker. */
import { type Crop, cropBox } from "../../contract/crop.ts";
import type { FrameSize } from "../../contract/frame_size.ts";
import { InputError } from "../errors.ts";
import { AS_SRGB, type CodedColours, codedColours } from "./colours/coded_colours.ts";
import { toSrgb } from "./colours/to_srgb.ts";
import { ownBytes, vips, type VipsImage } from "./libvips.ts";
import { openPicture, openShrunk, type PictureFile, uprightSize } from "./opened_picture.ts";
import { planResampling, shrinkFactor, turnBox, turnSize } from "./picture_area.ts";

/** What transparent pictures lie on: the page is dark. */
const BLACK = [0, 0, 0];

/** How a picture is cropped. */
export interface FramePlan {
  readonly size: FrameSize;
  readonly crop: Crop;
}

/**
 * The part of the picture that `crop` chooses, upright, of exactly `size`, in 8-bit sRGB without
 * transparency. Dispose it. Only what the frame shows is held in memory, whatever the picture's size.
 * `isUnwanted` is asked meanwhile; the drawing then ends with an error.
 */
export function drawFrame(
  file: PictureFile,
  { size, crop }: FramePlan,
  isUnwanted: () => boolean = () => false,
): VipsImage {
  if (file.isDamaged) throw new InputError("image-unreadable");
  const opened = openPicture(file);
  const { orientation } = opened;
  using header = opened.image;
  const upright = uprightSize(opened);
  const frame = turnSize(size, orientation);
  const box = turnBox(cropBox(upright, size, crop), upright, orientation);
  const shrinking = shrinkOption(header, shrinkFactor(box, frame));
  const { shrink } = shrinking;
  using picture = shrink > 1 ? openShrunk(file, shrinking.option) : header.copy();
  const colours = codedColours(file.bytes, file.type);
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
    ...(colours === undefined && needsColourManagement(header) ? { output_profile: "srgb" } : {}),
  });
  using framed = enlarged.extractArea(cut.left, cut.top, cut.width, cut.height);
  framed.onProgress = () => {
    if (isUnwanted()) framed.kill = true;
  };
  // The picture is read from top to bottom once; turning it needs all rows of the frame.
  using drawn = colours && colours !== AS_SRGB ? inSrgb(framed, colours) : framed.copyMemory();
  using lying = drawn.copy();
  lying.setInt("orientation", orientation);
  using turned = lying.autorot();
  return toRgb(turned);
}

/** How a picture's decoder is told to shrink while it reads; not at all where it cannot. */
function shrinkOption(image: VipsImage, shrink: number): { shrink: number; option: string } {
  const loader = image.getTypeof("vips-loader") === 0 ? "" : image.getString("vips-loader");
  if (loader.startsWith("jpegload")) return { shrink, option: `shrink=${shrink},` };
  if (loader.startsWith("webpload")) return { shrink, option: `scale=${1 / shrink},` };
  return { shrink: 1, option: "" };
}

/** The picture as its code points say, with its opacity. */
function inSrgb(image: VipsImage, colours: CodedColours): VipsImage {
  const isDeep = image.format === "ushort";
  using rgb = image.colourspace(isDeep ? "rgb16" : "srgb");
  const { width, height, bands } = rgb;
  const bytes = ownBytes(rgb.writeToMemory());
  const samples = isDeep
    ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
    : bytes;
  const data = toSrgb(samples, { bands, colours });
  using seen = vips.Image.newFromMemory(data, width, height, bands, vips.BandFormat.uchar);
  return seen.copy({ interpretation: "srgb" });
}

function toRgb(image: VipsImage): VipsImage {
  using srgb = image.colourspace("srgb");
  using opaque = srgb.hasAlpha() ? srgb.flatten({ background: BLACK }) : srgb.copy();
  return opaque.cast("uchar");
}

function needsColourManagement(image: VipsImage): boolean {
  return image.getTypeof("icc-profile-data") !== 0 || image.interpretation === "cmyk";
}
