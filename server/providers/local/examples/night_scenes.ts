import {
  below,
  box,
  type Colour,
  ellipse,
  mix,
  randomNumbers,
  SceneCanvas,
  type SceneShape,
  stroke,
} from "./scene_canvas.ts";
import type { FrameSize } from "../../../../contract/frame_size.ts";
import type { RgbPicture } from "../../../generation/ports/provider.ts";

const NEON: readonly Colour[] = [[255, 43, 214], [0, 240, 255], [255, 210, 63], [120, 90, 255]];

function neon(index: number): Colour {
  return NEON[index % NEON.length] ?? [255, 255, 255];
}

/** A street between lit houses that runs towards a bright sky, with its lights on the wet road. */
export function neonStreet(size: FrameSize): RgbPicture {
  const canvas = new SceneCanvas(size);
  const random = randomNumbers(3);
  const horizon = 0.52;
  canvas.cover((_, y) => mix([8, 6, 26], [150, 30, 130], y / horizon));
  canvas.glow({ x: 0, y: horizon }, 0.35, [255, 120, 190], 0.9);
  // The road, from the horizon to the feet.
  canvas.fill(below(() => horizon), (_, y) => mix([60, 22, 80], [10, 8, 20], (y - horizon) * 4));
  for (let house = 9; house >= 0; house--) {
    for (const side of [-1, 1] as const) {
      // Each house is nearer than the one before: larger, darker and further aside.
      const near = 0.78 ** house;
      const inner = side * (0.05 + 0.62 * near), outer = side * (0.05 + 0.62 * near / 0.78);
      const top = horizon - near * (0.42 + 0.34 * random()), bottom = horizon + 0.34 * near;
      const wall = box({
        left: Math.min(inner, outer),
        right: Math.max(inner, outer),
        top,
        bottom,
      });
      canvas.fill(wall, mix([92, 34, 112], [20, 14, 36], near * 1.3));
      paintWindows(canvas, {
        wall,
        inner,
        outer,
        top,
        bottom,
        near,
        colour: neon(house + side + 1),
      });
    }
  }
  for (let lamp = 0; lamp < 7; lamp++) {
    const near = 0.7 ** lamp;
    for (const side of [-1, 1] as const) {
      const foot = { x: side * (0.03 + 0.5 * near), y: horizon + 0.3 * near };
      const head = { x: foot.x, y: horizon - 0.22 * near };
      canvas.fill(stroke(foot, head, 0.005 * near), [12, 10, 20]);
      canvas.glow(head, 0.07 * near, [255, 190, 120], 1.2);
      canvas.glow({ x: foot.x * 0.9, y: foot.y + 0.12 * near }, 0.05 * near, [255, 150, 90], 0.4);
    }
  }
  return canvas.finish();
}

interface House {
  readonly wall: SceneShape;
  readonly inner: number;
  readonly outer: number;
  readonly top: number;
  readonly bottom: number;
  readonly near: number;
  readonly colour: Colour;
}

function paintWindows(canvas: SceneCanvas, house: House): void {
  const { wall, inner, outer, top, bottom, near, colour } = house;
  const rows = 7, columns = 3;
  const width = (outer - inner) / columns, height = (bottom - top) / (rows + 1);
  // All windows at once: their lattice repeats.
  const lattice = (x: number, y: number) => {
    const column = (x - inner) / width, row = (y - top) / height;
    if (column < 0 || column > columns || row < 0.4 || row > rows - 0.6) return 1;
    const isLit = (Math.floor(column) * 5 + Math.floor(row) * 3 + Math.floor(near * 40)) % 4 !== 0;
    const dx = Math.abs(column % 1 - 0.5) - 0.26, dy = Math.abs((row + 0.5) % 1 - 0.5) - 0.24;
    return isLit ? Math.max(dx * Math.abs(width), dy * height) : 1;
  };
  canvas.fill(lattice, mix(colour, [255, 240, 220], 0.25), {
    opacity: 0.3 + 0.2 * near,
    within: wall,
  });
  const sign = { x: inner, y: top + 0.55 * (bottom - top) };
  canvas.glow(sign, 0.12 * near, colour, 0.5);
}

/** Ridges one behind the other under a moon, with a lake and trees in front. */
export function nightMountains(size: FrameSize): RgbPicture {
  const canvas = new SceneCanvas(size);
  const random = randomNumbers(5);
  canvas.cover((_, y) => mix([6, 8, 28], [70, 62, 130], y * 1.5));
  for (let star = 0; star < 90; star++) {
    const place = { x: (random() * 2 - 1) * canvas.side, y: random() * 0.45 };
    canvas.glow(place, 0.002 + 0.002 * random(), [235, 240, 255], 0.5 + random() / 2);
  }
  const moon = { x: 0.35, y: 0.2 };
  canvas.glow(moon, 0.3, [120, 120, 210], 0.8);
  canvas.fill(ellipse(moon, 0.065), [244, 240, 222]);
  for (let ridge = 0; ridge < 5; ridge++) {
    const phase = random() * 10, base = 0.4 + ridge * 0.07;
    const line = (x: number) =>
      base + 0.06 * Math.sin(3.1 * x + phase) + 0.03 * Math.sin(8.3 * x + 2 * phase) +
      0.012 * Math.abs(Math.sin(23 * x + phase)) + 0.005 * Math.sin(71 * x + 3 * phase);
    canvas.fill(
      below(line),
      (x, y) => mix(mix([96, 84, 160], [16, 16, 40], ridge / 4), [60, 54, 110], (y - line(x)) * 3),
    );
  }
  canvas.fill(below(() => 0.74), (x, y) => {
    const ripple = Math.sin(240 * y * y + 6 * x) * Math.exp(-3 * Math.abs(x - moon.x));
    return mix(mix([52, 50, 104], [10, 12, 32], (y - 0.74) * 5), [225, 222, 215], ripple * 0.5);
  });
  for (let tree = 0; tree < 26; tree++) {
    const x = (random() * 2 - 1) * canvas.side, foot = 0.9 + 0.12 * random();
    paintFir(canvas, { x, y: foot }, 0.2 + 0.22 * random());
  }
  return canvas.finish();
}

function paintFir(canvas: SceneCanvas, foot: { x: number; y: number }, height: number): void {
  const fir: SceneShape = (x, y) => {
    const share = (y - foot.y + height) / height;
    if (share < 0 || share > 1.2) return 1;
    const jag = 0.75 + 0.25 * ((share * 9) % 1);
    return Math.abs(x - foot.x) - 0.22 * height * share * jag;
  };
  const right = foot.x + 0.3 * height, left = foot.x - 0.3 * height;
  const within = box({ left, right, top: foot.y - height, bottom: foot.y + 0.2 * height });
  const paint = (_: number, y: number) =>
    mix([14, 34, 40], [4, 8, 14], (y - foot.y + height) / height);
  canvas.fill(fir, paint, { within });
}

/** An arcade: arches one inside the other, lit from behind. */
export function arcade(size: FrameSize): RgbPicture {
  const canvas = new SceneCanvas(size);
  canvas.cover((_, y) => mix([255, 170, 90], [90, 30, 90], Math.abs(y - 0.5) * 1.6));
  canvas.fill(ellipse({ x: 0, y: 0.5 }, 0.1), [255, 236, 190], { blur: 0.05 });
  canvas.fill(below(() => 0.66), (_, y) => mix([200, 96, 90], [40, 16, 44], (y - 0.66) * 4));
  for (let arch = 6; arch >= 0; arch--) {
    const near = 0.72 ** arch;
    const half = 0.08 + 0.72 * near, spring = 0.5 - 0.12 * near, foot = 0.6 + 0.42 * near;
    const inside = (x: number, y: number) => {
      const opening = y < spring ? Math.hypot(x, (y - spring) * 1.15) - half : Math.abs(x) - half;
      return Math.max(opening, y - foot);
    };
    const stone = mix([214, 120, 120], [26, 14, 34], near * 1.25);
    // Opaque: through each other the courses of several arches would make patterns of their own.
    canvas.fill((x, y) => Math.max(-inside(x, y), -1), (x, y) => {
      const shade = shadeOfBlock(x / near, y / near);
      return mix(stone, [255, 190, 150], 0.08 * shade + Math.max(0, 0.3 - inside(x, y) * 14));
    });
  }
  return canvas.finish();
}

/** Courses of blocks, each a little lighter or darker than the next. */
function shadeOfBlock(x: number, y: number): number {
  const course = Math.floor(y * 12);
  const block = Math.floor(x * 5 + (course % 2) / 2);
  return randomNumbers(course * 131 + block)();
}
