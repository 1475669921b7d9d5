import { assertEquals } from "@std/assert";
import { frameAt, momentOf } from "../../../islands/video/frame_times.ts";

const VIDEOS = [
  { frames: 25, durationSeconds: 25 / 7 },
  { frames: 36, durationSeconds: 3 },
  { frames: 121, durationSeconds: 121 / 24 },
  { frames: 1, durationSeconds: 0.1 },
];

Deno.test("every frame is found again at its own moment, as players round it", () => {
  for (const video of VIDEOS) {
    for (let frame = 0; frame < video.frames; frame++) {
      const moment = momentOf(video, frame);
      assertEquals(frameAt(video, moment), frame);
      assertEquals(frameAt(video, Math.floor(moment * 1e6) / 1e6), frame);
      const start = video.durationSeconds * frame / video.frames;
      assertEquals(frameAt(video, Math.floor(start * 1e6) / 1e6), frame);
    }
  }
});

Deno.test("before the video is its first frame, from its end on the last one", () => {
  const [video = { frames: 1, durationSeconds: 1 }] = VIDEOS;
  assertEquals([-1, 0, video.durationSeconds, 99].map((at) => frameAt(video, at)), [0, 0, 24, 24]);
  assertEquals(momentOf(video, -3), momentOf(video, 0));
  assertEquals(momentOf(video, 30), momentOf(video, 24));
  assertEquals(frameAt(video, NaN), 0);
});
