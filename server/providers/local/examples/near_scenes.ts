import {
  below,
  box,
  type Colour,
  ellipse,
  mix,
  randomNumbers,
  SceneCanvas,
  type SceneShape,
} from "./scene_canvas.ts";
import type { FrameSize } from "../../../../contract/frame_size.ts";
import type { RgbPicture } from "../../../generation/ports/provider.ts";

const LIGHTS: readonly Colour[] = [[255, 60, 190], [40, 200, 255], [255, 180, 70], [140, 90, 255]];

/** Lights out of focus, far behind. */
function paintBokeh(
  canvas: SceneCanvas,
  { seed, count, top, bottom }: { seed: number; count: number; top: number; bottom: number },
): void {
  const random = randomNumbers(seed);
  for (let light = 0; light < count; light++) {
    const place = {
      x: (random() * 2 - 1) * canvas.side,
      y: top + (bottom - top) * random(),
    };
    const colour = LIGHTS[Math.floor(random() * LIGHTS.length)] ?? [255, 255, 255];
    const disc = ellipse(place, 0.02 + 0.04 * random());
    canvas.fill(disc, colour, { blur: 0.02, opacity: 0.18 + 0.3 * random(), isLight: true });
  }
}

/** Someone who stands before the lights of a town, lit from both sides. */
export function figure(size: FrameSize): RgbPicture {
  const canvas = new SceneCanvas(size);
  canvas.cover((_, y) => mix([16, 12, 44], [70, 22, 70], y));
  paintBokeh(canvas, { seed: 17, count: 46, top: 0.1, bottom: 0.85 });
  const head = ellipse({ x: 0, y: 0.34 }, 0.105, 0.14);
  const hair = ellipse({ x: 0, y: 0.3 }, 0.132, 0.16);
  const neck = box({ left: -0.05, right: 0.05, top: 0.42, bottom: 0.6 }, 0.03);
  const coat = ellipse({ x: 0, y: 1.03 }, 0.43, 0.47);
  // Light falls in from the left in magenta and from the right in blue.
  const lit = (base: Colour, rim: number) => (x: number, y: number) => {
    const side = Math.min(Math.abs(x) / rim, 1) ** 3;
    const light: Colour = x < 0 ? [255, 70, 190] : [60, 190, 255];
    return mix(mix(base, [10, 8, 24], (y - 0.3) * 0.5), light, 0.75 * side);
  };
  canvas.fill(hair, lit([38, 22, 34], 0.14));
  canvas.fill(neck, lit([168, 112, 96], 0.06));
  canvas.fill(coat, (x, y) => {
    const fold = 0.5 + 0.5 * Math.sin(50 * x + 9 * y);
    return mix(lit([44, 40, 78], 0.4)(x, y), [90, 84, 150], 0.18 * fold);
  });
  canvas.fill(head, lit([214, 154, 132], 0.12), { blur: 0.006 });
  for (const side of [-1, 1] as const) {
    canvas.fill(ellipse({ x: side * 0.042, y: 0.335 }, 0.016, 0.009), [30, 20, 30]);
    canvas.fill(ellipse({ x: side * 0.042, y: 0.308 }, 0.026, 0.006), [52, 30, 34], {
      blur: 0.006,
    });
  }
  canvas.fill(ellipse({ x: 0.004, y: 0.375 }, 0.013, 0.02), [186, 122, 108], { blur: 0.02 });
  canvas.fill(ellipse({ x: 0, y: 0.42 }, 0.032, 0.009), [170, 62, 80], { blur: 0.006 });
  const fringe: SceneShape = (x, y) => Math.max(hair(x, y), y - 0.262 - 0.35 * Math.abs(x + 0.03));
  canvas.fill(fringe, lit([44, 24, 38], 0.14));
  return canvas.finish();
}

/** Two glasses and a bottle on a bar, before lights out of focus. */
export function stillLife(size: FrameSize): RgbPicture {
  const canvas = new SceneCanvas(size);
  const bar = 0.7;
  canvas.cover((_, y) => mix([18, 10, 34], [84, 28, 60], y * 1.2));
  paintBokeh(canvas, { seed: 29, count: 18, top: 0.05, bottom: 0.6 });
  canvas.fill(below(() => bar), (x, y) => {
    const grain = 0.5 + 0.5 * Math.sin(260 * (y + 0.02 * Math.sin(7 * x)));
    return mix(mix([120, 58, 40], [46, 18, 22], (y - bar) * 2.5), [30, 10, 14], 0.35 * grain);
  });
  paintBottle(canvas, { x: -0.34, foot: 0.8 });
  paintGlass(canvas, { x: 0.08, foot: 0.84, wine: [190, 20, 60] });
  paintGlass(canvas, { x: 0.46, foot: 0.92, wine: [255, 176, 60] });
  return canvas.finish();
}

function shade(base: Colour, centre: number, halfWidth: number) {
  return (x: number): Colour => {
    const across = (x - centre) / halfWidth;
    const gleam = Math.exp(-60 * (across + 0.55) ** 2) + 0.4 * Math.exp(-90 * (across - 0.6) ** 2);
    return mix(mix(base, [6, 4, 12], 0.75 * across * across), [255, 250, 245], 0.75 * gleam);
  };
}

function paintShadow(canvas: SceneCanvas, x: number, foot: number): void {
  canvas.fill(ellipse({ x: x + 0.05, y: foot }, 0.2, 0.035), [10, 4, 8], {
    blur: 0.05,
    opacity: 0.7,
  });
}

function paintBottle(canvas: SceneCanvas, { x, foot }: { x: number; foot: number }): void {
  paintShadow(canvas, x, foot);
  const body = box({ left: x - 0.1, right: x + 0.1, top: foot - 0.42, bottom: foot }, 0.04);
  const neck = box(
    { left: x - 0.035, right: x + 0.035, top: foot - 0.68, bottom: foot - 0.3 },
    0.02,
  );
  const green = shade([28, 96, 62], x, 0.1);
  canvas.fill(neck, shade([26, 84, 56], x, 0.036));
  canvas.fill(body, green);
  const label = box({ left: x - 0.098, right: x + 0.098, top: foot - 0.28, bottom: foot - 0.1 });
  canvas.fill(label, shade([222, 196, 140], x, 0.13));
  canvas.fill(ellipse({ x, y: foot - 0.19 }, 0.045), [150, 30, 60]);
  const cap = box(
    { left: x - 0.038, right: x + 0.038, top: foot - 0.7, bottom: foot - 0.58 },
    0.008,
  );
  canvas.fill(cap, shade([190, 40, 70], x, 0.04));
}

function paintGlass(
  canvas: SceneCanvas,
  { x, foot, wine }: { x: number; foot: number; wine: Colour },
): void {
  paintShadow(canvas, x, foot);
  const bowl = { x, y: foot - 0.36 };
  canvas.fill(ellipse({ x, y: foot - 0.01 }, 0.1, 0.022), shade([150, 120, 150], x, 0.1));
  const stem = box({ left: x - 0.011, right: x + 0.011, top: foot - 0.22, bottom: foot - 0.01 });
  canvas.fill(stem, shade([190, 160, 190], x, 0.012));
  const glass: SceneShape = (px, py) =>
    Math.max(ellipse(bowl, 0.115, 0.16)(px, py), foot - 0.48 - py);
  canvas.fill(glass, shade([96, 70, 110], x, 0.115), { opacity: 0.55 });
  const filled: SceneShape = (px, py) =>
    Math.max(ellipse(bowl, 0.106, 0.15)(px, py), foot - 0.38 - py);
  canvas.fill(filled, shade(wine, x, 0.11), { opacity: 0.92 });
  canvas.fill(ellipse({ x, y: foot - 0.38 }, 0.105, 0.014), mix(wine, [255, 255, 255], 0.35));
}

/** A poster of flat colours: it has no depth, and is left flat. */
export function flatPoster(size: FrameSize): RgbPicture {
  const canvas = new SceneCanvas(size);
  canvas.cover([22, 18, 54]);
  canvas.fill(ellipse({ x: 0.2, y: 0.42 }, 0.27), [255, 43, 214]);
  canvas.fill(ellipse({ x: 0.2, y: 0.42 }, 0.17), [22, 18, 54]);
  canvas.fill(box({ left: -0.7, right: -0.1, top: 0.18, bottom: 0.26 }), [0, 240, 255]);
  canvas.fill(box({ left: -0.7, right: -0.3, top: 0.34, bottom: 0.42 }), [0, 240, 255]);
  canvas.fill((x, y) => Math.max(0.62 - y, y - 0.72 - 0.2 * x), [255, 210, 63]);
  return canvas.finish({ hasGrain: false });
}
