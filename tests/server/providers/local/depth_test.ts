import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { createMap, mapOf, type NumberMap } from "../../../../server/providers/local/box_blur.ts";
import { doubtDepth } from "../../../../server/providers/local/depth_doubt.ts";
import { estimateDepth } from "../../../../server/providers/local/depth_map.ts";
import { guidedFilter } from "../../../../server/providers/local/guided_filter.ts";
import { i420FromRgb } from "../../../../server/providers/local/i420.ts";
import { smallScene } from "../../../../server/providers/local/small_scene.ts";
import type { RgbPicture } from "../../../../server/generation/ports/provider.ts";
import { noise, POST, poster, postOnPlain, screenshot, wall } from "./drawn_scenes.ts";

const SIZES = [{ width: 1280, height: 720 }, { width: 720, height: 1280 }, {
  width: 200,
  height: 120,
}];
const SIZE = { width: 1280, height: 720 };

function lookInto(picture: RgbPicture) {
  const scene = smallScene(i420FromRgb(picture));
  return { scene, depth: estimateDepth(scene) };
}

/** Mean of a part of the map, given in shares of its sides. */
function meanIn(
  { width, height, data }: NumberMap,
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
): number {
  let sum = 0, count = 0;
  for (let y = Math.floor(top * height); y < bottom * height; y++) {
    for (let x = Math.floor(left * width); x < right * width; x++) {
      sum += data[y * width + x] ?? NaN;
      count++;
    }
  }
  return sum / count;
}

for (const size of SIZES) {
  Deno.test(`in ${size.width}×${size.height} a post is nearer than the sky beside it, and ground nearer than sky`, () => {
    const { depth } = lookInto(postOnPlain(size));
    const head = { top: POST.top + 0.05, bottom: 0.5 };
    const post = meanIn(depth, { left: POST.left + 0.03, right: POST.right - 0.03, ...head });
    const beside = meanIn(depth, { left: 0.1, right: 0.3, ...head });
    const ground = meanIn(depth, { left: 0, right: 0.3, top: 0.8, bottom: 1 });
    const sky = meanIn(depth, { left: 0, right: 1, top: 0, bottom: 0.15 });
    assertGreater(post, beside + 0.25);
    assertGreater(ground, sky + 0.5);
    assertLess(Math.max(...depth.data), 1.001);
    assertGreater(Math.min(...depth.data), -0.001);
  });
}

Deno.test("depth is the same for the same picture", () => {
  const [first, second] = [lookInto(postOnPlain(SIZE)), lookInto(postOnPlain(SIZE))];
  assertEquals(first.depth.data, second.depth.data);
});

Deno.test("the depth of a scene is believed", () => {
  for (const size of SIZES) {
    const { scene, depth } = lookInto(postOnPlain(size));
    assertEquals(doubtDepth(scene, depth), undefined);
  }
});

for (
  const [name, draw, doubt] of [
    ["a poster", poster, "flat"],
    ["a screenshot", screenshot, "flat"],
    ["noise", noise, "noise"],
    ["an empty wall", wall, "uniform"],
  ] as const
) {
  Deno.test(`the depth of ${name} is not believed`, () => {
    for (const size of SIZES) {
      const { scene, depth } = lookInto(draw(size));
      assertEquals(doubtDepth(scene, depth), doubt, `${size.width}×${size.height}`);
    }
  });
}

Deno.test("depth in shreds is not believed", () => {
  const { scene, depth } = lookInto(postOnPlain(SIZE));
  const shreds = mapOf(depth, (at) => Number(Math.floor(at / 3) % 2 === 0));
  assertEquals(doubtDepth(scene, shreds), "scattered");
});

Deno.test("smoothing stops at the edges of the picture", () => {
  const size = { width: 60, height: 40 };
  const right = (at: number) => at % size.width >= 30;
  const flat = createMap(size);
  const guide = mapOf(size, (at) => Number(right(at)));
  // A guess that is rough everywhere, and a little brighter on the right.
  const rough = mapOf(size, (at) => (right(at) ? 0.6 : 0.4) + (at % 3 - 1) * 0.2);
  const smooth = guidedFilter(rough, [guide, flat, flat], { radius: 6, epsilon: 0.001 });
  const row = smooth.data.subarray(20 * 60, 21 * 60);
  row.subarray(8, 30).forEach((value) => assertLess(Math.abs(value - 0.4), 0.05));
  row.subarray(30, 52).forEach((value) => assertLess(Math.abs(value - 0.6), 0.05));
});
