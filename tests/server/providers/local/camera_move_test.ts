import { assert, assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import {
  cameraPath,
  type CameraPose,
  moveOf,
  PIVOT_DEPTH,
} from "../../../../server/providers/local/camera_move.ts";
import { CAMERA_MOVES } from "../../../../server/providers/local/motion_settings.ts";

const STEPS = Array.from({ length: 101 }, (_, index) => index / 100);
const MAX_STRENGTH = 1;
const SEEDS = [0, 1, 2, 3, 41, 1234567, 2 ** 31 - 1];

function poses(
  move: typeof CAMERA_MOVES[number],
  { seed = 1, strength = 0.5, isLoop = false } = {},
): CameraPose[] {
  return STEPS.map(cameraPath({ move, seed, strength, isLoop }));
}

/** Start and end of a path; the tests' steps have both. */
function ends(path: readonly CameraPose[]): [CameraPose, CameraPose] {
  const [first, last] = [path[0], path.at(-1)];
  assert(first && last);
  return [first, last];
}

/** The pose as numbers: how far it is from another is how much the frames differ. */
function distance(a: CameraPose, b: CameraPose): number {
  return Math.hypot(
    a.panX - b.panX,
    a.panY - b.panY,
    a.parallaxX - b.parallaxX,
    a.parallaxY - b.parallaxY,
    a.zoom - b.zoom,
    a.parallaxZoom - b.parallaxZoom,
  );
}

Deno.test("no frame looks beyond the picture, whatever the move, strength and seed", () => {
  const deepest = Math.max(PIVOT_DEPTH, 1 - PIVOT_DEPTH);
  for (const move of CAMERA_MOVES) {
    for (const seed of SEEDS) {
      for (const isLoop of [false, true]) {
        for (const pose of poses(move, { seed, strength: MAX_STRENGTH, isLoop })) {
          const grown = deepest * Math.abs(pose.parallaxZoom) / 2;
          for (
            const [pan, parallax] of [
              [pose.panX, pose.parallaxX],
              [pose.panY, pose.parallaxY],
            ] as const
          ) {
            const reach = 0.5 + Math.abs(pan) + deepest * Math.abs(parallax) + grown;
            assert(reach <= 0.5 * pose.zoom, `${move} of seed ${seed}: ${JSON.stringify(pose)}`);
          }
        }
      }
    }
  }
});

Deno.test("every move goes the way its name says", () => {
  const between = (move: typeof CAMERA_MOVES[number]) => {
    const [first, last] = ends(poses(move));
    return (key: keyof CameraPose) => last[key] - first[key];
  };
  assertLess(between("drift-left")("panX"), -0.02);
  // Near things move against the camera.
  assertGreater(between("drift-left")("parallaxX"), 0.02);
  assertGreater(between("drift-right")("panX"), 0.02);
  assertLess(between("drift-right")("parallaxX"), -0.02);
  assertLess(between("rise")("panY"), -0.02);
  assertGreater(between("rise")("parallaxY"), 0.02);
  assertGreater(between("push-in")("zoom"), 0.08);
  assertGreater(between("push-in")("parallaxZoom"), 0.02);
  assertLess(between("pull-back")("zoom"), -0.08);
  assertLess(between("pull-back")("parallaxZoom"), -0.02);
});

Deno.test("an orbit goes around: sideways to its end, upwards and back on the way", () => {
  const path = poses("orbit");
  const [first, last] = ends(path);
  assertGreater(Math.abs(last.parallaxX - first.parallaxX), 0.02);
  assertAlmostEquals(first.parallaxY, last.parallaxY, 1e-9);
  assertGreater(Math.abs((path[50]?.parallaxY ?? NaN) - first.parallaxY), 0.005);
});

Deno.test("a push in never goes back", () => {
  const zooms = poses("push-in").map(({ zoom }) => zoom);
  assertEquals(zooms, zooms.toSorted((a, b) => a - b));
});

Deno.test("the camera never jumps, and starts and ends softly", () => {
  for (const move of CAMERA_MOVES) {
    const path = poses(move);
    const moves = path.slice(1).map((pose, index) => distance(pose, path[index] ?? pose));
    const fastest = Math.max(...moves);
    assertLess(moves[0] ?? NaN, fastest / 10);
    assertLess(moves.at(-1) ?? NaN, fastest / 10);
    moves.slice(1).forEach((step, index) =>
      assertLess(Math.abs(step - (moves[index] ?? NaN)), fastest / 10, move)
    );
  }
});

Deno.test("a loop ends where it began, and every move has one", () => {
  for (const move of CAMERA_MOVES) {
    const path = poses(move, { isLoop: true });
    const [first, last] = ends(path);
    assertLess(distance(first, last), 1e-9);
    const furthest = Math.max(...path.map((pose) => distance(pose, first)));
    assertGreater(furthest, 0.02, move);
  }
});

Deno.test("half the strength is half the way", () => {
  for (const move of CAMERA_MOVES) {
    const [full, half] = [1, 0.5].map((strength) => ends(poses(move, { strength })));
    assert(full && half);
    const way = ([first, last]: [CameraPose, CameraPose], key: keyof CameraPose) =>
      last[key] - first[key];
    for (const key of ["panX", "panY", "parallaxX", "parallaxY", "parallaxZoom"] as const) {
      assertAlmostEquals(way(half, key), way(full, key) / 2, 1e-9);
    }
  }
});

Deno.test("a seed always gives the same path, and neighbouring seeds different ones", () => {
  const ends = [0, 1, 2, 3].map((seed) =>
    cameraPath({ move: "drift-left", seed, strength: 0.5, isLoop: false })(0.5)
  );
  const again = cameraPath({ move: "drift-left", seed: 2, strength: 0.5, isLoop: false })(0.5);
  assertEquals(again, ends[2]);
  assertEquals(new Set(ends.map(({ panY }) => panY.toFixed(5))).size, 4);
});

Deno.test("where no move is named the seed chooses, each of them about as often", () => {
  const counts = new Map<string, number>();
  const seeds = 600;
  for (let seed = 0; seed < seeds; seed++) {
    counts.set(moveOf(seed), (counts.get(moveOf(seed)) ?? 0) + 1);
  }
  assertEquals([...counts.keys()].toSorted(), CAMERA_MOVES.toSorted());
  const even = seeds / CAMERA_MOVES.length;
  for (const count of counts.values()) assertAlmostEquals(count, even, even * 0.4);
  const options = { seed: 9, strength: 0.5, isLoop: false };
  assertEquals(
    cameraPath({ ...options, move: "auto" })(0.3),
    cameraPath({ ...options, move: moveOf(9) })(0.3),
  );
});
