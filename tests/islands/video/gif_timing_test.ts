import { assert, assertEquals } from "@std/assert";
import { gifFrames, gifSize } from "../../../islands/video/gif_timing.ts";

const LIMITS = { maxFramesPerSecond: 12, maxFrames: 150 };

function totalMs(frames: readonly { readonly delayMs: number }[]): number {
  return frames.reduce((sum, { delayMs }) => sum + delayMs, 0);
}

Deno.test("a slow video keeps each of its frames", () => {
  const frames = gifFrames({ durationSeconds: 25 / 7, framesPerSecond: 7 }, LIMITS);
  assertEquals(frames.length, 25);
  for (const [index, { atSeconds }] of frames.entries()) {
    assertEquals(Math.floor(atSeconds * 7), index);
  }
  assertEquals(totalMs(frames), 3570);
});

Deno.test("a fast video keeps twelve frames a second and its length", () => {
  const frames = gifFrames({ durationSeconds: 3, framesPerSecond: 24 }, LIMITS);
  assertEquals([frames.length, totalMs(frames)], [36, 3000]);
  assertEquals(new Set(frames.map(({ delayMs }) => delayMs)), new Set([80, 90]));
});

Deno.test("a long video has fewer frames a second, never more in all", () => {
  const frames = gifFrames({ durationSeconds: 600, framesPerSecond: 30 }, LIMITS);
  assertEquals([frames.length, totalMs(frames)], [150, 600_000]);
  assert(frames.every(({ atSeconds }) => atSeconds < 600));
});

Deno.test("the shortest video is one frame that can be seen", () => {
  const frames = gifFrames({ durationSeconds: 0.005, framesPerSecond: 1000 }, LIMITS);
  assertEquals(frames, [{ atSeconds: 0.0025, delayMs: 20 }]);
});

Deno.test("a GIF has the video's shape, and is never larger", () => {
  assertEquals(gifSize({ width: 1024, height: 576 }, 480), { width: 480, height: 270 });
  assertEquals(gifSize({ width: 576, height: 1024 }, 480), { width: 270, height: 480 });
  assertEquals(gifSize({ width: 160, height: 96 }, 480), { width: 160, height: 96 });
  assertEquals(gifSize({ width: 8000, height: 2 }, 480), { width: 480, height: 1 });
});
