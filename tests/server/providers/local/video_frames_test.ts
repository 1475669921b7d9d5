import { assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { openFrames } from "../../../../server/providers/local/video_frames.ts";
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

/** Luma of every frame of a video. */
function lumaFrames(
  motion: Partial<MotionSettings>,
  { source = postOnPlain(SOURCE), seed = 4 }: { source?: RgbPicture; seed?: number } = {},
): Uint8Array[] {
  const video = openFrames({
    source,
    size: SIZE,
    seed,
    frames: FRAMES,
    motion: { ...DEFAULT_MOTION, ...motion },
  });
  return Array.from({ length: FRAMES }, (_, index) => video.draw(index).planes[0].data.slice());
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
  const video = lumaFrames({ move: "drift-left", strength: 1 });
  const flat = lumaFrames({ move: "drift-left", strength: 1 }, { source: poster(SOURCE) });
  const height = (POST.top + 0.5) / 2;
  const [before, after] = [postEdges(video[0], height), postEdges(video.at(-1), height)];
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
  const video = lumaFrames({ move: "drift-right", strength: 1 });
  const widths = video.map((frame) => {
    const [left, right] = postEdges(frame, 0.4);
    return right - left;
  });
  // At full strength its edges may lag behind by some pixels; torn or doubled they would jump.
  for (const width of widths) assertAlmostEquals(width, widths[0] ?? NaN, 6);
});

Deno.test("a poster is moved as a whole", () => {
  const job = { size: SIZE, seed: 1, frames: FRAMES, motion: DEFAULT_MOTION };
  assertEquals(openFrames({ ...job, source: poster(SOURCE) }).hasDepth, false);
  assertEquals(openFrames({ ...job, source: postOnPlain(SOURCE) }).hasDepth, true);
});

for (const move of CAMERA_MOVES) {
  Deno.test(`the last frame of a looping ${move} leads into the first`, () => {
    const video = lumaFrames({ move, isLoop: true });
    const steps = video.slice(1).map((frame, index) => difference(frame, video[index]));
    const seam = difference(video.at(-1), video[0]);
    assertLess(seam, 1.2 * Math.max(...steps));
    // Nor does it stand still there.
    assertGreater(seam, 0.5 * difference(video[1], video[0]));
    assertGreater(difference(video[FRAMES / 2], video[0]), 2 * seam);
  });

  Deno.test(`a ${move} moves evenly: no frame jumps`, () => {
    const video = lumaFrames({ move });
    const steps = video.slice(1).map((frame, index) => difference(frame, video[index]));
    steps.slice(1).forEach((step, index) =>
      assertLess(Math.abs(step - (steps[index] ?? NaN)), 0.5 * Math.max(...steps))
    );
  });
}

Deno.test("strength says how far things move", () => {
  const reach = (strength: number) => {
    const video = lumaFrames({ move: "orbit", strength });
    return difference(video.at(-1), video[0]);
  };
  const [weak, usual, strong] = [reach(0.1), reach(0.5), reach(1)];
  assertGreater(usual, 1.2 * weak);
  assertGreater(strong, 1.2 * usual);
});
