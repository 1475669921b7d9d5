import { assert, assertEquals, assertLess } from "@std/assert";
import { cameraMove } from "../../../../server/providers/local/camera_move.ts";

const STEPS = Array.from({ length: 101 }, (_, index) => index / 100);
const SEEDS = [0, 1, 2, 3, 41, 1234567, 2 ** 31 - 1];

Deno.test("the view stays inside the picture for every seed, from the first frame to the last", () => {
  for (const seed of SEEDS) {
    for (const { centreX, centreY, zoom } of STEPS.map(cameraMove(seed))) {
      const reach = 0.5 / zoom;
      for (const centre of [centreX, centreY]) {
        assert(centre - reach >= 0 && centre + reach <= 1, `seed ${seed} at ${centre}`);
      }
    }
  }
});

Deno.test("the camera pushes in without ever going back", () => {
  const zooms = STEPS.map((step) => cameraMove(7)(step).zoom);
  assertEquals(zooms, zooms.toSorted((a, b) => a - b));
  assertLess(zooms[0] ?? NaN, zooms[100] ?? NaN);
});

Deno.test("the camera starts and ends softly and never jumps", () => {
  for (const seed of SEEDS) {
    const views = STEPS.map(cameraMove(seed));
    const moves = views.slice(1).map((view, index) => {
      const before = views[index] ?? view;
      return Math.hypot(view.centreX - before.centreX, view.centreY - before.centreY);
    });
    const fastest = Math.max(...moves);
    assertLess(moves[0] ?? NaN, fastest / 10);
    assertLess(moves.at(-1) ?? NaN, fastest / 10);
    moves.slice(1).forEach((move, index) =>
      assertLess(Math.abs(move - (moves[index] ?? NaN)), fastest / 20)
    );
  }
});

Deno.test("a seed always gives the same path, and neighbouring seeds different ones", () => {
  const ends = [0, 1, 2, 3].map((seed) => cameraMove(seed)(1));
  assertEquals(cameraMove(2)(1), ends[2]);
  assertEquals(new Set(ends.map(({ centreX }) => centreX.toFixed(3))).size, 4);
});
