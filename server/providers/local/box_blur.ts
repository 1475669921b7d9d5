import type { FrameSize } from "../../../contract/frame_size.ts";

/** A map of numbers, row by row from the top left. */
export interface NumberMap extends FrameSize {
  readonly data: Float32Array;
}

/** An empty map. */
export function createMap({ width, height }: FrameSize): NumberMap {
  return { width, height, data: new Float32Array(width * height) };
}

/** The map with each value worked out from its place. */
export function mapOf(size: FrameSize, value: (at: number) => number): NumberMap {
  const map = createMap(size);
  for (let at = 0; at < map.data.length; at++) map.data[at] = value(at);
  return map;
}

/**
 * The mean of the square of `radius` around each place; beyond the edges stand the last values. Takes
 * the same time for any radius.
 */
export function boxBlur(map: NumberMap, radius: number): NumberMap {
  const { width, height } = map;
  const across = createMap(map), both = createMap(map);
  for (let y = 0; y < height; y++) {
    blurLine(map.data, across.data, { start: y * width, step: 1, count: width, radius });
  }
  for (let x = 0; x < width; x++) {
    blurLine(across.data, both.data, { start: x, step: width, count: height, radius });
  }
  return both;
}

function blurLine(
  from: Float32Array,
  to: Float32Array,
  { start, step, count, radius }: { start: number; step: number; count: number; radius: number },
): void {
  const last = count - 1, share = 1 / (2 * radius + 1);
  let sum = 0;
  for (let index = -radius; index <= radius; index++) {
    sum += from[start + Math.min(Math.max(index, 0), last) * step] as number;
  }
  for (let index = 0; index < count; index++) {
    to[start + index * step] = sum * share;
    const enters = Math.min(index + radius + 1, last), leaves = Math.max(index - radius, 0);
    sum += (from[start + enters * step] as number) - (from[start + leaves * step] as number);
  }
}
