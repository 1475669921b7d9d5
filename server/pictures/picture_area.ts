import type { CropBox } from "../../contract/crop.ts";
import type { FrameSize } from "../../contract/frame_size.ts";

/** A rectangle of whole pixels. */
export interface PixelArea extends FrameSize {
  readonly left: number;
  readonly top: number;
}

/** How the pixels of a box become those of a frame: cut out, resized, cut out again. */
export interface Resampling {
  /** What to cut out of the decoded picture: the box and what the filter sees around it. */
  readonly source: PixelArea;
  /** Size to which it is resized. */
  readonly size: FrameSize;
  /** Where the frame stands in that. */
  readonly frame: PixelArea;
}

/** EXIF orientations from this one on lie on their side (TIFF 6.0, tag 274). */
const FIRST_SIDEWAYS_ORIENTATION = 5;
/** Orientations whose stored columns, or rows, run the other way once the sides are exchanged. */
const RIGHT_TO_LEFT = [2, 3, 7, 8];
const BOTTOM_TO_TOP = [3, 4, 6, 7];
/** A Lanczos filter of three lobes sees as many pixels of the smaller picture to each side. */
const FILTER_REACH = 3;
/** libvips lays what it enlarges half a pixel too far to the right and down. */
const ENLARGING_SHIFT = 0.5;
/** Factors by which a JPEG's decoder shrinks at no cost (scaled inverse transform), and a WebP's too. */
const SHRINK_FACTORS = [8, 4, 2];

/** A size as it is stored under an EXIF orientation when it is seen upright, and the other way round. */
export function turnSize({ width, height }: FrameSize, orientation: number): FrameSize {
  return orientation >= FIRST_SIDEWAYS_ORIENTATION
    ? { width: height, height: width }
    : { width, height };
}

/** Where a box of the upright picture lies among the stored pixels. */
export function turnBox(box: CropBox, upright: FrameSize, orientation: number): CropBox {
  const isSideways = orientation >= FIRST_SIDEWAYS_ORIENTATION;
  const stored = turnSize(upright, orientation);
  const size = turnSize(box, orientation);
  const left = isSideways ? box.top : box.left;
  const top = isSideways ? box.left : box.top;
  return {
    ...size,
    left: RIGHT_TO_LEFT.includes(orientation) ? stored.width - left - size.width : left,
    top: BOTTOM_TO_TOP.includes(orientation) ? stored.height - top - size.height : top,
  };
}

/** The largest factor by which the picture may shrink while it is read, and still fill the frame. */
export function shrinkFactor(box: CropBox, frame: FrameSize): number {
  const factor = Math.min(box.width / frame.width, box.height / frame.height);
  return SHRINK_FACTORS.find((shrink) => shrink <= factor) ?? 1;
}

/**
 * Plans to fill `frame` with a box of a picture of the size `picture`. Both sides scale alike, so
 * that circles stay round, and the frame is within half a pixel of where the box says.
 */
export function planResampling(box: CropBox, picture: FrameSize, frame: FrameSize): Resampling {
  const scale = Math.max(frame.width / box.width, frame.height / box.height);
  const margin = Math.ceil(FILTER_REACH * Math.max(1, 1 / scale));
  const columns = planSide(
    { start: box.left, length: box.width, end: picture.width, frame: frame.width },
    { scale, margin },
  );
  const rows = planSide(
    { start: box.top, length: box.height, end: picture.height, frame: frame.height },
    { scale, margin },
  );
  return {
    source: {
      left: columns.start,
      top: rows.start,
      width: columns.length,
      height: rows.length,
    },
    size: { width: columns.size, height: rows.size },
    frame: { left: columns.offset, top: rows.offset, ...frame },
  };
}

function planSide(
  side: { start: number; length: number; end: number; frame: number },
  { scale, margin }: { scale: number; margin: number },
) {
  const start = Math.max(Math.floor(side.start) - margin, 0);
  const end = Math.min(Math.ceil(side.start + side.length) + margin, side.end);
  const length = end - start;
  const size = Math.max(Math.round(length * scale), side.frame);
  const shift = scale > 1 ? ENLARGING_SHIFT : 0;
  const offset = Math.round((side.start - start) * scale + shift);
  return { start, length, size, offset: Math.min(Math.max(offset, 0), size - side.frame) };
}
