import type { FrameSize } from "../../../contract/frame_size.ts";
import type { I420Picture, Plane } from "./i420.ts";

/** Pixels of a frame from one node of its warp to the next: the closer, the slower and finer. */
export type NodeSpacing = 2 | 4;

const WARP_BITS = 12;
/** Parts of a pixel that a warp counts in: motion is smooth far below one pixel. */
const WARP_ONE = 1 << WARP_BITS;

/**
 * Where a frame looks in its source: for a lattice of nodes, `spacing` frame pixels apart, the
 * position in the source as `insideWarp` makes it. Used for frame after frame.
 */
export interface Warp {
  readonly spacing: NodeSpacing;
  /** Nodes in a row, and rows of nodes. */
  readonly columns: number;
  readonly rows: number;
  readonly x: Int32Array;
  readonly y: Int32Array;
}

/** Blending weights are coarser than positions: 8 bits are all that a sample has. */
const BLEND_BITS = 8;
const BLEND_MASK = (1 << BLEND_BITS) - 1;
const BLEND_ROUND = 1 << (2 * BLEND_BITS - 1);
const TO_BLEND = WARP_BITS - BLEND_BITS;
const HALF_SAMPLE = WARP_ONE >> 1;

/** What a warp's positions keep from the source's edges, so that each has all its neighbours. */
const EDGE = 1.01;

/** A position in a source of `limit` pixels as a warp counts it, moved inside where it is not. */
export function insideWarp(position: number, limit: number): number {
  return Math.min(Math.max(position, EDGE), limit - EDGE) * WARP_ONE;
}

/** A warp that fits frames of a size. */
export function createWarp({ width, height }: FrameSize, spacing: NodeSpacing = 4): Warp {
  const columns = Math.ceil(width / spacing) + 1;
  const rows = Math.ceil(height / spacing) + 1;
  return {
    spacing,
    columns,
    rows,
    x: new Int32Array(columns * rows),
    y: new Int32Array(columns * rows),
  };
}

/** Draws what a warp shows of `source` into `frame`. */
export function sampleFrame(source: I420Picture, warp: Warp, frame: I420Picture): void {
  samplePlane(source.planes[0], frame.planes[0], { warp, shrink: 0 });
  samplePlane(source.planes[1], frame.planes[1], { warp, shrink: 1 });
  samplePlane(source.planes[2], frame.planes[2], { warp, shrink: 1 });
}

/** Samples a plane of the frame's size, or of half of it where `shrink` is 1. */
function samplePlane(
  source: Plane,
  target: Plane,
  { warp, shrink }: { warp: Warp; shrink: 0 | 1 },
): void {
  const spacingBits = (warp.spacing === 2 ? 1 : 2) - shrink;
  const spacing = 1 << spacingBits;
  const nodes = { x: new Int32Array(warp.columns), y: new Int32Array(warp.columns) };
  for (let row = 0; row < target.height; row++) {
    const above = (row >> spacingBits) * warp.columns;
    // Samples stand in the middle of their square: at odd multiples of half a sample.
    const lower = 2 * (row & (spacing - 1)) + 1, upper = 2 * spacing - lower;
    for (let column = 0; column < warp.columns; column++) {
      const at = above + column, below = at + warp.columns;
      const x = (warp.x[at] ?? 0) * upper + (warp.x[below] ?? 0) * lower;
      const y = (warp.y[at] ?? 0) * upper + (warp.y[below] ?? 0) * lower;
      nodes.x[column] = x >> (spacingBits + 1 + shrink);
      nodes.y[column] = y >> (spacingBits + 1 + shrink);
    }
    sampleRow(source, nodes, { spacingBits, to: target.data, row, width: target.width });
  }
}

/** Samples a row, whose nodes are counted in the plane's own samples. */
function sampleRow(
  { data: from, width: sourceWidth }: Plane,
  nodes: { x: Int32Array; y: Int32Array },
  { spacingBits, to, row, width }: {
    spacingBits: number;
    to: Uint8Array;
    row: number;
    width: number;
  },
): void {
  const end = (row + 1) * width;
  let write = row * width;
  for (let node = 0; write < end; node++) {
    const leftX = nodes.x[node] as number, leftY = nodes.y[node] as number;
    const stepX = ((nodes.x[node + 1] as number) - leftX) >> spacingBits;
    const stepY = ((nodes.y[node + 1] as number) - leftY) >> spacingBits;
    let fineX = leftX + (stepX >> 1) - HALF_SAMPLE, fineY = leftY + (stepY >> 1) - HALF_SAMPLE;
    const cellEnd = Math.min(write + (1 << spacingBits), end);
    for (; write < cellEnd; write++) {
      const right = (fineX >> TO_BLEND) & BLEND_MASK, below = (fineY >> TO_BLEND) & BLEND_MASK;
      const at = Math.imul(fineY >> WARP_BITS, sourceWidth) + (fineX >> WARP_BITS);
      const under = at + sourceWidth;
      // Every position has a right and a lower neighbour: `insideWarp` sees to it.
      const a = from[at] as number, b = from[at + 1] as number;
      const c = from[under] as number, d = from[under + 1] as number;
      const upper = (a << BLEND_BITS) + Math.imul(b - a, right);
      const lower = (c << BLEND_BITS) + Math.imul(d - c, right);
      to[write] = ((upper << BLEND_BITS) + Math.imul(lower - upper, below) + BLEND_ROUND) >>
        (2 * BLEND_BITS);
      fineX = (fineX + stepX) | 0;
      fineY = (fineY + stepY) | 0;
    }
  }
}
