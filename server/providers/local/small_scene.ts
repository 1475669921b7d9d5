import type { FrameSize } from "../../../contract/frame_size.ts";
import { createMap, type NumberMap } from "./box_blur.ts";
import type { I420Picture, Plane } from "./i420.ts";

/** Longest side of the maps that depth is worked out on. */
const LONGEST_SIDE = 320;

/** A picture made small for looking at it as a whole. Samples are shares of the full range. */
export interface SmallScene extends FrameSize {
  readonly luma: NumberMap;
  readonly blue: NumberMap;
  readonly red: NumberMap;
  /** How much neighbouring luma samples of the picture itself differ: fine detail, or noise. */
  readonly detail: NumberMap;
}

/** Shrinks a picture by averaging squares. */
export function smallScene({ width, height, planes }: I420Picture): SmallScene {
  const [luma, blue, red] = planes;
  // Colour planes are half as wide, so the squares' sides are even.
  const square = 2 * Math.max(1, Math.round(Math.max(width, height) / (2 * LONGEST_SIDE)));
  const size = { width: Math.floor(width / square), height: Math.floor(height / square) };
  return {
    ...size,
    luma: shrink(luma, size, square),
    blue: shrink(blue, size, square / 2),
    red: shrink(red, size, square / 2),
    detail: detailOf(luma, size, square),
  };
}

function shrink(plane: Plane, size: FrameSize, square: number): NumberMap {
  const map = createMap(size);
  const share = 1 / (255 * square * square);
  for (let y = 0, write = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      let sum = 0;
      for (let row = 0; row < square; row++) {
        const at = (y * square + row) * plane.width + x * square;
        for (let column = 0; column < square; column++) sum += plane.data[at + column] as number;
      }
      map.data[write++] = sum * share;
    }
  }
  return map;
}

function detailOf({ data, width }: Plane, size: FrameSize, square: number): NumberMap {
  const map = createMap(size);
  // Differences to the right and downwards that stay within the square.
  const share = 1 / (255 * square * (square - 1));
  for (let y = 0, write = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      let sum = 0;
      for (let row = 0; row < square - 1; row++) {
        const at = (y * square + row) * width + x * square;
        for (let column = 0; column < square - 1; column++) {
          const here = data[at + column] as number;
          sum += Math.abs((data[at + column + 1] as number) - here) +
            Math.abs((data[at + column + width] as number) - here);
        }
      }
      map.data[write++] = sum * share;
    }
  }
  return map;
}
