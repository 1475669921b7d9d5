import { assertAlmostEquals } from "@std/assert";
import type { Crop } from "../contract/crop.ts";
import {
  PictureProcessor,
  type PictureProcessorOptions,
} from "../server/pictures/picture_processor.ts";
import type { FrameSize } from "../contract/frame_size.ts";
import { memorySource } from "./picture_sources.ts";
import type { Picture, RgbPicture } from "../server/generation/ports/provider.ts";

/** A picture studio for one test file. */
export interface PictureBench {
  readonly processor: PictureProcessor;
  /** Looks at these bytes as at an upload, and opens them. */
  open(bytes: Uint8Array, crop?: Crop): Promise<Picture>;
  close(): void;
}

/** Sets up a processor, to be closed after the tests. */
export function setUpPictureBench(options: PictureProcessorOptions = {}): PictureBench {
  const processor = new PictureProcessor(options);
  return {
    processor,
    open: (bytes, crop) => processor.open(memorySource(bytes), { crop, signal: never() }),
    close: () => processor.close(),
  };
}

/** A signal that never aborts. */
export const never = () => new AbortController().signal;

/** Reads the colour of one pixel; `x` and `y` from 0 to 1. */
export function pixel(picture: RgbPicture, x: number, y: number): number[] {
  const column = Math.round(x * (picture.width - 1)), row = Math.round(y * (picture.height - 1));
  return [...picture.data.subarray((row * picture.width + column) * 3).subarray(0, 3)];
}

/** Compares two colours, channel by channel, in steps of 255. */
export function assertColour(actual: number[], expected: number[], tolerance = 12): void {
  expected.forEach((value, channel) => {
    const message = `colour ${actual} instead of ${expected}`;
    assertAlmostEquals(actual[channel] ?? NaN, value, tolerance, message);
  });
}

/** What was found of the white disc: its middle and its diameter both ways, in pixels. */
export interface SeenDisc {
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly down: number;
}

/**
 * Measures the disc of a drawn picture below the pixel: by the share of each pixel that it covers, which
 * the blue channel tells (160 around it, 255 on it; half of it counts as all, which keeps the waves of
 * filters and JPEG out). A disc's variance is a sixteenth of its diameter
 * squared.
 */
export function measureDisc({ data, width, height }: RgbPicture): SeenDisc {
  let sum = 0, sumX = 0, sumY = 0, sumXX = 0, sumYY = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const share = Math.min(Math.max(((data[(y * width + x) * 3 + 2] ?? 0) - 190) / 35, 0), 1);
      sum += share;
      sumX += share * x;
      sumY += share * y;
      sumXX += share * x * x;
      sumYY += share * y * y;
    }
  }
  const x = sumX / sum, y = sumY / sum;
  return {
    x: x + 0.5,
    y: y + 0.5,
    across: 4 * Math.sqrt(sumXX / sum - x * x),
    down: 4 * Math.sqrt(sumYY / sum - y * y),
  };
}

/** Radius and middle of the disc that `drawPicture` draws. */
export function drawnDisc({ width, height }: FrameSize, at = { x: 0.5, y: 0.5 }) {
  return {
    radius: Math.round(Math.min(width, height) / 6),
    x: Math.floor(width * at.x) + 0.5,
    y: Math.floor(height * at.y) + 0.5,
  };
}
