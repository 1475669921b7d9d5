import { assertEquals } from "@std/assert";
import { type FrameSizes, nearestSize, shapesOf } from "../../contract/frame_size.ts";

const LANDSCAPE = { width: 1280, height: 720 };
const PORTRAIT = { width: 720, height: 1280 };
const SQUARE = { width: 960, height: 960 };
const ALL: FrameSizes = [LANDSCAPE, PORTRAIT, SQUARE];

Deno.test("the size nearest to the picture's shape is used, or the nearest of a chosen shape", () => {
  assertEquals(nearestSize(ALL, { width: 4000, height: 2250 }), LANDSCAPE);
  assertEquals(nearestSize(ALL, { width: 1080, height: 2400 }), PORTRAIT);
  assertEquals(nearestSize(ALL, { width: 1000, height: 1040 }), SQUARE);
  assertEquals(nearestSize(ALL, { width: 4000, height: 2250 }, "square"), SQUARE);
  assertEquals(nearestSize([LANDSCAPE], { width: 1, height: 9 }, "portrait"), LANDSCAPE);
});

Deno.test("pictures of 4:3 are landscape or portrait, whatever is lost to rounding", () => {
  // 16:9 and a square are equally far from 4:3.
  for (const height of [3000, 3024, 1920, 1080, 768, 641]) {
    for (const less of [-1, -0.5, 0, 0.5, 1]) {
      const width = Math.round(height * 4 / 3 + less);
      assertEquals(nearestSize(ALL, { width, height }), LANDSCAPE, `${width} × ${height}`);
      assertEquals(nearestSize(ALL, { width: height, height: width }), PORTRAIT);
    }
  }
  assertEquals(nearestSize(ALL, { width: 1300, height: 1000 }), SQUARE, "clearly nearer");
});

Deno.test("a picture as near to both sides gets the first size", () => {
  assertEquals(nearestSize([LANDSCAPE, PORTRAIT], SQUARE), LANDSCAPE);
  assertEquals(nearestSize([PORTRAIT, LANDSCAPE], SQUARE), PORTRAIT);
});

Deno.test("the shapes of sizes are told once each, in their order", () => {
  assertEquals(shapesOf([LANDSCAPE, { width: 848, height: 480 }, SQUARE]), ["landscape", "square"]);
});
