import { assert, assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { mapOf } from "../../../../server/providers/local/box_blur.ts";
import { type CameraPose, PIVOT_DEPTH } from "../../../../server/providers/local/camera_move.ts";
import { type Scene, warpForPose } from "../../../../server/providers/local/camera_warp.ts";
import {
  createWarp,
  type NodeSpacing,
  sampleFrame,
} from "../../../../server/providers/local/frame_sampler.ts";
import {
  createI420,
  i420FromRgb,
  type I420Picture,
} from "../../../../server/providers/local/i420.ts";
import type { FrameSize } from "../../../../contract/frame_size.ts";
import { syntheticPicture } from "../../../synthetic_picture.ts";

const never = new AbortController().signal;
const STILL: CameraPose = {
  panX: 0,
  panY: 0,
  zoom: 1,
  parallaxX: 0,
  parallaxY: 0,
  parallaxZoom: 0,
};
const LARGE = { width: 320, height: 180 };

async function source(size: FrameSize) {
  return i420FromRgb(await syntheticPicture(size).rgb(size, never));
}

/** What the camera sees from a pose. */
function shoot(
  picture: I420Picture,
  pose: Partial<CameraPose>,
  { size = picture as FrameSize, depth, spacing }: {
    size?: FrameSize;
    depth?: Scene["depth"];
    spacing?: NodeSpacing;
  } = {},
): I420Picture {
  const frame = createI420(size), warp = createWarp(size, spacing);
  const { width, height } = picture;
  const scene = depth === undefined ? { width, height } : { width, height, depth };
  warpForPose(scene, { ...STILL, ...pose }, { size, warp });
  sampleFrame(picture, warp, frame);
  return frame;
}

/** Width and number of the pixels of the white disc. */
function disc({ planes: [{ width, data }] }: I420Picture): { across: number; count: number } {
  const columns = [...data.entries()].filter(([, luma]) => luma > 200).map(([i]) => i % width);
  return { across: Math.max(...columns) - Math.min(...columns) + 1, count: columns.length };
}

/** Soft spots on black. */
function spots(size: FrameSize, places: readonly (readonly [x: number, y: number])[]): I420Picture {
  const picture = createI420(size);
  const { data, width } = picture.planes[0];
  data.forEach((_, index) => {
    const light = places.map(([x, y]) => {
      const dx = index % width - x, dy = Math.floor(index / width) - y;
      return 220 * Math.exp(-(dx * dx + dy * dy) / 200);
    });
    data[index] = Math.round(Math.max(...light));
  });
  return picture;
}

/** Where the light of a half of the frame stands, weighted by brightness: far finer than a pixel. */
function lightAt(
  { planes: [{ width, height, data }] }: I420Picture,
  half: "upper" | "lower" | "all" = "all",
): { x: number; y: number } {
  let sumX = 0, sumY = 0, weight = 0;
  data.forEach((luma, index) => {
    const y = Math.floor(index / width);
    if (half !== "all" && (y < height / 2) !== (half === "upper")) return;
    weight += luma;
    sumX += luma * (index % width);
    sumY += luma * y;
  });
  return { x: sumX / weight, y: sumY / weight };
}

Deno.test("looking at the whole picture at its own size copies it, up to its rim", async () => {
  const picture = await source({ width: 64, height: 48 });
  const frame = shoot(picture, {});
  frame.planes.forEach((plane, index) => {
    const original = picture.planes[index]?.data ?? [];
    plane.data.forEach((value, at) => {
      const x = at % plane.width, y = Math.floor(at / plane.width);
      const isRim = Math.min(x, y, plane.width - 1 - x, plane.height - 1 - y) < 4;
      // At the rim positions are moved inside by up to a pixel.
      assertAlmostEquals(value, original[at] ?? NaN, isRim ? 8 : 1);
    });
  });
});

Deno.test("circles stay round, in frames of any shape and at any zoom", async () => {
  const picture = await source(LARGE);
  for (const size of [{ width: 256, height: 144 }, { width: 144, height: 256 }]) {
    for (const zoom of [1, 1.05]) {
      const { across, count } = disc(shoot(picture, { zoom, panX: 0.01, panY: -0.02 }, { size }));
      assertAlmostEquals(count, Math.PI * (across / 2) ** 2, count * 0.06);
    }
  }
});

Deno.test("frames whose sides are no multiples of the lattice are drawn to their edges", async () => {
  const picture = await source(LARGE);
  const frame = shoot(picture, { zoom: 1.1 }, { size: { width: 150, height: 82 } });
  const { width, height, data } = frame.planes[0];
  for (const at of [width - 1, (height - 1) * width, width * height - 1]) {
    assertGreater(data[at] ?? 0, 16);
  }
});

Deno.test("the picture moves by fractions of a pixel, without jitter", () => {
  const picture = spots(LARGE, [[160, 90]]);
  const size = { width: 256, height: 144 };
  const positions = Array.from({ length: 21 }, (_, step) => {
    // A tenth of a frame pixel a step.
    const panX = step * 0.1 / size.width;
    return lightAt(shoot(picture, { panX, zoom: 1.1 }, { size })).x;
  });
  positions.slice(1).forEach((position, step) =>
    assertAlmostEquals((positions[step] ?? NaN) - position, 0.1, 0.01)
  );
});

Deno.test("a view beyond the edge repeats the edge", async () => {
  const picture = await source({ width: 64, height: 48 });
  const frame = shoot(picture, { panX: -1.5, panY: 2 });
  const { data } = frame.planes[0];
  assertEquals(new Set(data).size, 1);
  assertGreater(data[0] ?? 0, 16);
});

const depth = mapOf({ width: 80, height: 45 }, (at) => Number(at >= 80 * 22));
const twoLayers = spots(LARGE, [[160, 45], [160, 135]]);

Deno.test("near things move further than far ones, and each by its depth", () => {
  const before = shoot(twoLayers, { zoom: 1.2 }, { depth });
  const after = shoot(twoLayers, { zoom: 1.2, parallaxX: 0.03 }, { depth });
  const moved = (half: "upper" | "lower") => lightAt(after, half).x - lightAt(before, half).x;
  const whole = 0.03 * LARGE.width;
  assertAlmostEquals(moved("lower"), (1 - PIVOT_DEPTH) * whole, 0.3);
  assertAlmostEquals(moved("upper"), -PIVOT_DEPTH * whole, 0.3);
});

Deno.test("a camera that comes nearer makes near things grow more than far ones", () => {
  const sideways = spots(LARGE, [[240, 45], [240, 135]]);
  const before = shoot(sideways, { zoom: 1.1 }, { depth });
  const after = shoot(sideways, { zoom: 1.1, parallaxZoom: 0.06 }, { depth });
  const moved = (half: "upper" | "lower") => lightAt(after, half).x - lightAt(before, half).x;
  assertGreater(moved("lower"), 1);
  assertLess(moved("upper"), -1);
});

Deno.test("what comes forward covers what is behind it, and leaves no hole", () => {
  // A near white pillar in front of a far grey wall.
  const size = { width: 160, height: 96 };
  const picture = createI420(size);
  picture.planes[0].data.forEach((_, at, data) => {
    data[at] = Math.abs(at % size.width - 80) < 20 ? 220 : 100;
  });
  const pillar = mapOf(size, (at) => Number(Math.abs(at % size.width - 80) < 22));
  const frame = shoot(picture, { zoom: 1.2, parallaxX: 0.06 }, { depth: pillar });
  const { data, width } = frame.planes[0];
  const row = [...data.subarray(48 * width, 49 * width)];
  const white = row.filter((luma) => luma > 190).length;
  // As wide as before the move, and neither torn nor doubled.
  assertAlmostEquals(white, 39 * 1.2, 4);
  const edges = row.slice(1).filter((luma, index) => (luma > 160) !== ((row[index] ?? 0) > 160));
  assertEquals(edges.length, 2);
  assert(Math.min(...row) >= 99, "there is a hole");
});

Deno.test("the closer the nodes, the straighter the slanting border of what comes forward", () => {
  // White and near to the right of the border, black and far to the left.
  const beyond = (at: number) => at % LARGE.width - 160 - 0.4 * (Math.floor(at / LARGE.width) - 90);
  const picture = createI420(LARGE);
  picture.planes[0].data.forEach((_, at, data) => data[at] = beyond(at) > 0 ? 255 : 0);
  const depth = mapOf(LARGE, (at) => Number(beyond(at) > -2));
  const bend = (spacing: NodeSpacing) => {
    const pose = { zoom: 1.1, parallaxX: 0.06 };
    const { data, width } = shoot(picture, pose, { depth, spacing }).planes[0];
    const borders = Array.from({ length: 80 }, (_, index) => {
      const row = data.subarray((50 + index) * width, (51 + index) * width);
      return width - row.reduce((sum, luma) => sum + luma, 0) / 255;
    });
    const bends = borders.slice(8).map((border, index) =>
      Math.abs(border - 2 * (borders[index + 4] ?? NaN) + (borders[index] ?? NaN))
    );
    return Math.max(...bends);
  };
  assertLess(bend(2), 0.7 * bend(4));
});

Deno.test("without depth the parallax of a pose changes nothing", () => {
  const flat = shoot(twoLayers, { zoom: 1.2 });
  assertEquals(shoot(twoLayers, { zoom: 1.2, parallaxX: 0.03, parallaxZoom: 0.1 }).data, flat.data);
});
