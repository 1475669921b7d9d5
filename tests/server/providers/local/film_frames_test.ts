import { assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { openFilm } from "../../../../server/providers/local/film_frames.ts";
import {
  CAMERA_MOVES,
  DEFAULT_MOTION,
  type MotionSettings,
} from "../../../../server/providers/local/motion_settings.ts";
import type { RgbPicture } from "../../../../server/generation/ports/provider.ts";
import { POST, poster, postOnPlain } from "./drawn_scenes.ts";

const SOURCE = { width: 640, height: 360 };
const SIZE = { width: 512, height: 288 };
const FRAMES = 24;

/** Luma of every frame of a film. */
function lumaFrames(
  motion: Partial<MotionSettings>,
  { source = postOnPlain(SOURCE), seed = 4 }: { source?: RgbPicture; seed?: number } = {},
): Uint8Array[] {
  const film = openFilm({
    source,
    size: SIZE,
    seed,
    frames: FRAMES,
    motion: { ...DEFAULT_MOTION, ...motion },
  });
  return Array.from({ length: FRAMES }, (_, index) => film.draw(index).planes[0].data.slice());
}

function difference(a: Uint8Array | undefined, b: Uint8Array | undefined): number {
  if (a === undefined || b === undefined) return NaN;
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? NaN)), 0) / a.length;
}

/** Columns of the frame's row at `share` of its height where luma falls or rises the most. */
function postEdges(luma: Uint8Array | undefined, share: number): [left: number, right: number] {
  const start = Math.floor(share * SIZE.height) * SIZE.width;
  const row = luma?.subarray(start, start + SIZE.width) ?? new Uint8Array();
  const steps = [...row].map((value, x) => (row[x + 3] ?? value) - (row[x - 3] ?? value));
  return [steps.indexOf(Math.min(...steps)), steps.indexOf(Math.max(...steps))];
}

Deno.test("in a drift the near post travels further across the frame than the far sky would", () => {
  const film = lumaFrames({ move: "drift-left", strength: 1 });
  const flat = lumaFrames({ move: "drift-left", strength: 1 }, { source: poster(SOURCE) });
  const height = (POST.top + 0.5) / 2;
  const [before, after] = [postEdges(film[0], height), postEdges(film.at(-1), height)];
  const post = (after[0] + after[1] - before[0] - before[1]) / 2;
  // The poster is drawn without depth: its border shows the plain move.
  const border = (luma: Uint8Array | undefined) => {
    const row = luma?.subarray(0, SIZE.width) ?? new Uint8Array();
    const steps = [...row].map((value, x) => Math.abs((row[x + 1] ?? value) - value));
    return steps.indexOf(Math.max(...steps));
  };
  const plain = border(flat.at(-1)) - border(flat[0]);
  assertGreater(plain, 10);
  assertGreater(post, plain + 4);
});

Deno.test("the post keeps its width while it moves", () => {
  const film = lumaFrames({ move: "drift-right", strength: 1 });
  const widths = film.map((frame) => {
    const [left, right] = postEdges(frame, 0.4);
    return right - left;
  });
  // At full strength its edges may lag behind by some pixels; torn or doubled they would jump.
  for (const width of widths) assertAlmostEquals(width, widths[0] ?? NaN, 6);
});

Deno.test("a poster is moved as a whole", () => {
  const job = { size: SIZE, seed: 1, frames: FRAMES, motion: DEFAULT_MOTION };
  assertEquals(openFilm({ ...job, source: poster(SOURCE) }).hasDepth, false);
  assertEquals(openFilm({ ...job, source: postOnPlain(SOURCE) }).hasDepth, true);
});

for (const move of CAMERA_MOVES) {
  Deno.test(`the last frame of a looping ${move} leads into the first`, () => {
    const film = lumaFrames({ move, isLoop: true });
    const steps = film.slice(1).map((frame, index) => difference(frame, film[index]));
    const seam = difference(film.at(-1), film[0]);
    assertLess(seam, 1.2 * Math.max(...steps));
    // Nor does it stand still there.
    assertGreater(seam, 0.5 * difference(film[1], film[0]));
    assertGreater(difference(film[FRAMES / 2], film[0]), 2 * seam);
  });

  Deno.test(`a ${move} moves evenly: no frame jumps`, () => {
    const film = lumaFrames({ move });
    const steps = film.slice(1).map((frame, index) => difference(frame, film[index]));
    steps.slice(1).forEach((step, index) =>
      assertLess(Math.abs(step - (steps[index] ?? NaN)), 0.5 * Math.max(...steps))
    );
  });
}

Deno.test("strength says how far things move", () => {
  const reach = (strength: number) => {
    const film = lumaFrames({ move: "orbit", strength });
    return difference(film.at(-1), film[0]);
  };
  const [weak, usual, strong] = [reach(0.1), reach(0.5), reach(1)];
  assertGreater(usual, 1.2 * weak);
  assertGreater(strong, 1.2 * usual);
});
