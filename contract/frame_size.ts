/** Frame sizes of videos: server and browser choose among a model's alike, so what is shown is sent. */

/** The shapes that a video can have. */
export const SHAPES = ["landscape", "portrait", "square"] as const;

export type Shape = typeof SHAPES[number];

/** Size of a frame in pixels. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** The legal frame sizes of a model, the one for most pictures first. */
export type FrameSizes = readonly [FrameSize, ...FrameSize[]];

/**
 * How much nearer a later size has to be to take the place of an earlier one, as the logarithm of a
 * ratio: about a percent. Pictures of 4:3 are as near to 16:9 as to a square; neither rounding nor
 * the pixel that is lost when a browser makes them smaller may decide.
 */
const CLEARLY_NEARER = 0.01;

/** The shape of a frame size; nearly square counts as square. */
export function shapeOf({ width, height }: FrameSize): Shape {
  const ratio = width / height;
  if (ratio > 1.1) return "landscape";
  return ratio < 1 / 1.1 ? "portrait" : "square";
}

/** The shapes of a model's sizes, in their order. */
export function shapesOf(sizes: readonly FrameSize[]): Shape[] {
  return [...new Set(sizes.map(shapeOf))];
}

/**
 * The size of that shape, or whose shape is nearest to the picture's, compared as ratios; of those
 * that are about equally near it is the first.
 */
export function nearestSize(sizes: FrameSizes, picture: FrameSize, shape?: Shape): FrameSize {
  const proportion = (size: FrameSize) => Math.log(size.width / size.height);
  const distance = (size: FrameSize) => Math.abs(proportion(size) - proportion(picture));
  const [first = sizes[0], ...others] = sizes.filter((size) =>
    shape === undefined || shapeOf(size) === shape
  );
  return others.reduce(
    (best, size) => distance(size) < distance(best) - CLEARLY_NEARER ? size : best,
    first,
  );
}
