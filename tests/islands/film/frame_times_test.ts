import { assertEquals } from "@std/assert";
import { frameAt, momentOf } from "../../../islands/film/frame_times.ts";

const FILMS = [
  { frames: 25, durationSeconds: 25 / 7 },
  { frames: 36, durationSeconds: 3 },
  { frames: 121, durationSeconds: 121 / 24 },
  { frames: 1, durationSeconds: 0.1 },
];

Deno.test("every frame is found again at its own moment, as players round it", () => {
  for (const film of FILMS) {
    for (let frame = 0; frame < film.frames; frame++) {
      const moment = momentOf(film, frame);
      assertEquals(frameAt(film, moment), frame);
      assertEquals(frameAt(film, Math.floor(moment * 1e6) / 1e6), frame);
      const start = film.durationSeconds * frame / film.frames;
      assertEquals(frameAt(film, Math.floor(start * 1e6) / 1e6), frame);
    }
  }
});

Deno.test("before the film is its first frame, from its end on the last one", () => {
  const [film = { frames: 1, durationSeconds: 1 }] = FILMS;
  assertEquals([-1, 0, film.durationSeconds, 99].map((at) => frameAt(film, at)), [0, 0, 24, 24]);
  assertEquals(momentOf(film, -3), momentOf(film, 0));
  assertEquals(momentOf(film, 30), momentOf(film, 24));
  assertEquals(frameAt(film, NaN), 0);
});
