import type { CameraView } from "./camera_move.ts";
import type { I420Picture, Plane } from "./i420.ts";

/** Positions are kept in 1/256 of a sample: motion is smooth far below one pixel. */
const FRACTION_BITS = 8;
const ONE = 1 << FRACTION_BITS;
const ROUND = 1 << (2 * FRACTION_BITS - 1);

/**
 * Draws what the camera sees of `source` into `frame`, undistorted whatever the shape of the two.
 */
export function sampleFrame(source: I420Picture, view: CameraView, frame: I420Picture): void {
  const shape = frame.width / frame.height;
  const width = Math.min(source.width, source.height * shape) / view.zoom;
  const step = width / frame.width;
  const left = view.centreX * source.width - width / 2;
  const top = view.centreY * source.height - width / shape / 2;
  frame.planes.forEach((plane, index) => {
    const from = source.planes[index];
    if (from === undefined) return;
    const scale = from.width / source.width;
    samplePlane(from, plane, { left: left * scale, top: top * scale, step });
  });
}

/** Samples a plane, `step` source samples apart, blending the four neighbours of each position. */
function samplePlane(
  source: Plane,
  target: Plane,
  { left, top, step }: { left: number; top: number; step: number },
): void {
  const columns = positions(target.width, { start: left, step, limit: source.width });
  const rows = positions(target.height, { start: top, step, limit: source.height });
  const from = source.data, to = target.data;
  let write = 0;
  for (let row = 0; row < target.height; row++) {
    const y = rows[row] ?? 0;
    const lower = y & (ONE - 1), upper = ONE - lower;
    const first = (y >> FRACTION_BITS) * source.width;
    for (let column = 0; column < target.width; column++) {
      const x = columns[column] ?? 0;
      const right = x & (ONE - 1);
      const at = first + (x >> FRACTION_BITS), below = at + source.width;
      // Every position has a right and a lower neighbour: `positions` sees to it.
      const a = from[at] as number, b = from[at + 1] as number;
      const c = from[below] as number, d = from[below + 1] as number;
      const above = (a << FRACTION_BITS) + (b - a) * right;
      const under = (c << FRACTION_BITS) + (d - c) * right;
      to[write++] = (above * upper + under * lower + ROUND) >> (2 * FRACTION_BITS);
    }
  }
}

/** Where each target sample's centre lies in the source, in 1/`ONE` samples, within its edges. */
function positions(
  count: number,
  { start, step, limit }: { start: number; step: number; limit: number },
): Int32Array {
  const last = (limit - 1) * ONE - 1;
  return Int32Array.from({ length: count }, (_, index) => {
    const position = Math.round((start + (index + 0.5) * step - 0.5) * ONE);
    return Math.min(Math.max(position, 0), last);
  });
}
