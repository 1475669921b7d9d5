import { assert, assertEquals } from "@std/assert";
import { doubtDepth } from "../../../../server/providers/local/depth_doubt.ts";
import { estimateDepth } from "../../../../server/providers/local/depth_map.ts";
import { EXAMPLES } from "../../../../server/providers/local/examples/example_list.ts";
import { SCENES } from "../../../../server/providers/local/examples/scenes.ts";
import { i420FromRgb } from "../../../../server/providers/local/i420.ts";
import { smallScene } from "../../../../server/providers/local/small_scene.ts";

// Smaller than the maps that depth is worked out on, as the site shows them, and as large as videos are.
const SIZES = [{ width: 320, height: 180 }, { width: 960, height: 540 }, {
  width: 1280,
  height: 720,
}];

Deno.test("all examples' pictures but the poster have a depth that is believed, at any size", () => {
  assertEquals(Object.keys(SCENES).toSorted(), EXAMPLES.map(({ id }) => id).toSorted());
  for (const { id, isFlat = false } of EXAMPLES) {
    const draw = SCENES[id];
    assert(draw);
    for (const size of SIZES) {
      const scene = smallScene(i420FromRgb(draw(size)));
      const doubt = doubtDepth(scene, estimateDepth(scene));
      assertEquals(doubt !== undefined, isFlat, `${id}, ${size.width}×${size.height}: ${doubt}`);
    }
  }
});
