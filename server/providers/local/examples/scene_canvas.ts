import type { FrameSize } from "../../../../contract/frame_size.ts";
import type { RgbPicture } from "../../../generation/ports/provider.ts";

/** Red, green and blue from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/**
 * How far a place is from a shape's edge, in heights of the picture; inside it is negative. `x` counts
 * from the picture's middle, `y` from its top, both in heights of the picture.
 */
export type SceneShape = (x: number, y: number) => number;

/** The colour of a place, in the same lengths. */
export type Paint = Colour | ((x: number, y: number) => Colour);

/** How a shape is painted. */
export interface Brush {
  /** Width of the edge, in heights of the picture: a pixel where it is left out. */
  readonly blur?: number;
  /** From 0 to 1. Default 1. */
  readonly opacity?: number;
  /** A larger and simpler shape, outside which there is nothing: for shapes that jump. */
  readonly within?: SceneShape;
  /** Light adds to what is there instead of covering it. */
  readonly isLight?: boolean;
}

/** Pixels along the sides of the squares that are skipped where a shape is far away. */
const TILE = 16;

interface Layer {
  readonly shape: SceneShape;
  readonly paint: Paint;
  readonly brush: Brush;
  readonly edge: number;
}

/** A picture to paint on, from back to front. */
export class SceneCanvas {
  readonly #size: FrameSize;
  readonly #data: Float32Array;

  constructor(size: FrameSize) {
    this.#size = size;
    this.#data = new Float32Array(size.width * size.height * 3);
  }

  /** Half the picture's width in heights: where `x` ends. */
  get side(): number {
    return this.#size.width / this.#size.height / 2;
  }

  /** Paints the inside of a shape. */
  fill(shape: SceneShape, paint: Paint, brush: Brush = {}): void {
    const { width, height } = this.#size;
    const { blur = 0, within = shape } = brush;
    const edge = Math.max(blur, 1 / height);
    // Twice the tile's half diagonal: some shapes are steeper than they say.
    const reach = Math.SQRT2 * TILE / height + edge;
    for (let top = 0; top < height; top += TILE) {
      for (let left = 0; left < width; left += TILE) {
        const x = (left + TILE / 2 - width / 2) / height, y = (top + TILE / 2) / height;
        if (within(x, y) < reach) this.#fillTile({ left, top }, { shape, paint, brush, edge });
      }
    }
  }

  #fillTile(tile: { left: number; top: number }, layer: Layer): void {
    const { width, height } = this.#size;
    const { shape, paint, edge, brush: { opacity = 1, isLight = false } } = layer;
    const right = Math.min(tile.left + TILE, width), bottom = Math.min(tile.top + TILE, height);
    for (let row = tile.top; row < bottom; row++) {
      const y = (row + 0.5) / height;
      for (let column = tile.left; column < right; column++) {
        const x = (column + 0.5 - width / 2) / height;
        const inside = 0.5 - shape(x, y) / edge;
        if (inside <= 0) continue;
        const amount = smooth(Math.min(inside, 1)) * opacity;
        const colour = typeof paint === "function" ? paint(x, y) : paint;
        this.#blend((row * width + column) * 3, colour, { amount, keep: isLight ? 1 : 1 - amount });
      }
    }
  }

  /** Paints everything. */
  cover(paint: Paint): void {
    this.fill(() => -1, paint);
  }

  /** Light that fades around a place. */
  glow(centre: { x: number; y: number }, radius: number, colour: Colour, strength = 1): void {
    const shape: SceneShape = (x, y) => Math.hypot(x - centre.x, y - centre.y) - 1.5 * radius;
    const fade = (x: number, y: number) => {
      const distance = Math.hypot(x - centre.x, y - centre.y) / radius;
      const light = strength * Math.exp(-2.5 * distance * distance);
      return [colour[0] * light, colour[1] * light, colour[2] * light] as const;
    };
    this.fill(shape, fade, { isLight: true });
  }

  /** The finished picture, where it has gradients with the grain that keeps them from showing steps. */
  finish({ hasGrain = true } = {}): RgbPicture {
    const random = randomNumbers(11);
    const grain = hasGrain ? 5 : 0;
    const data = new Uint8Array(this.#data.length);
    for (let at = 0; at < data.length; at++) {
      data[at] = Math.min(Math.max((this.#data[at] ?? 0) + (random() - 0.5) * grain, 0), 255);
    }
    return { ...this.#size, data };
  }

  #blend(at: number, colour: Colour, { amount, keep }: { amount: number; keep: number }): void {
    for (let channel = 0; channel < 3; channel++) {
      this.#data[at + channel] = (this.#data[at + channel] as number) * keep +
        (colour[channel] as number) * amount;
    }
  }
}

/** A rectangle with round corners. */
export function box(
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
  round = 0,
): SceneShape {
  const [x0, y0] = [(left + right) / 2, (top + bottom) / 2];
  const [halfWidth, halfHeight] = [(right - left) / 2 - round, (bottom - top) / 2 - round];
  return (x, y) => {
    const dx = Math.abs(x - x0) - halfWidth, dy = Math.abs(y - y0) - halfHeight;
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - round;
  };
}

/** An ellipse; its distances are exact for circles and near enough for others. */
export function ellipse(
  { x: x0, y: y0 }: { x: number; y: number },
  radiusX: number,
  radiusY = radiusX,
): SceneShape {
  return (x, y) =>
    (Math.hypot((x - x0) / radiusX, (y - y0) / radiusY) - 1) * Math.min(radiusX, radiusY);
}

/** Everything below a line. */
export function below(line: (x: number) => number): SceneShape {
  return (x, y) => line(x) - y;
}

/** A line from one place to another. */
export function stroke(
  from: { x: number; y: number },
  to: { x: number; y: number },
  halfWidth: number,
): SceneShape {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy || 1;
  return (x, y) => {
    const along = ((x - from.x) * dx + (y - from.y) * dy) / length;
    const share = Math.min(Math.max(along, 0), 1);
    return Math.hypot(x - from.x - share * dx, y - from.y - share * dy) - halfWidth;
  };
}

/** A colour between two. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const part = Math.min(Math.max(share, 0), 1);
  return [
    from[0] + (to[0] - from[0]) * part,
    from[1] + (to[1] - from[1]) * part,
    from[2] + (to[2] - from[2]) * part,
  ];
}

/** From 0 to 1 without corners. */
export function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
