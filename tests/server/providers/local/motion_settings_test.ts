import { assertEquals, assertThrows } from "@std/assert";
import type { Settings } from "../../../../contract/settings.ts";
import { InputError } from "../../../../server/errors.ts";
import {
  CAMERA_MOVES,
  DEFAULT_MOTION,
  frameCount,
  MOVE_CHOICES,
  readMotionSettings,
} from "../../../../server/providers/local/motion_settings.ts";

Deno.test("without settings a video is a gentle one of three seconds", () => {
  assertEquals(readMotionSettings({}), DEFAULT_MOTION);
  assertEquals(DEFAULT_MOTION, {
    move: "auto",
    strength: 0.5,
    seconds: 3,
    framesPerSecond: 12,
    isLoop: false,
  });
  assertEquals(frameCount(DEFAULT_MOTION), 36);
});

Deno.test("every legal value is taken, settings of other models are passed over", () => {
  for (const move of MOVE_CHOICES) assertEquals(readMotionSettings({ move }).move, move);
  assertEquals(MOVE_CHOICES, ["auto", ...CAMERA_MOVES]);
  for (const strength of [0.1, 0.15, 0.35, 0.7, 1]) {
    assertEquals(readMotionSettings({ strength }).strength, strength);
  }
  for (const seconds of [1, 1.5, 5.5, 6]) {
    assertEquals(readMotionSettings({ seconds }).seconds, seconds);
  }
  for (const fps of [7, 14, 24, 30]) {
    assertEquals(readMotionSettings({ fps }).framesPerSecond, fps);
  }
  assertEquals(readMotionSettings({ loop: true, motion_bucket: 127 }).isLoop, true);
});

Deno.test("length and pace give the number of frames", () => {
  const motion = readMotionSettings({ seconds: 6, fps: 30 });
  assertEquals(frameCount(motion), 180);
  assertEquals(frameCount(readMotionSettings({ seconds: 2.5, fps: 7 })), 18);
});

const ILLEGAL: readonly Settings[] = [
  { move: "spin" },
  { move: 3 },
  { move: "toString" },
  { strength: 0 },
  { strength: 1.05 },
  { strength: 0.52 },
  { strength: "0.5" },
  { seconds: 0.5 },
  { seconds: 6.5 },
  { seconds: 2.25 },
  { seconds: NaN },
  { fps: 6 },
  { fps: 31 },
  { fps: 12.5 },
  { loop: "yes" },
];

for (const settings of ILLEGAL) {
  Deno.test(`the setting ${JSON.stringify(settings)} is refused by name`, () => {
    const error = assertThrows(() => readMotionSettings(settings), InputError);
    assertEquals(error.code, "invalid-setting");
    assertEquals(error.message.includes(Object.keys(settings)[0] ?? "?"), true, error.message);
  });
}
