import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { cropBox, DEFAULT_CROP, isSameCrop, MAX_ZOOM } from "../../contract/crop.ts";

const WIDE = { width: 1024, height: 576 }, TALL = { width: 576, height: 1024 };

Deno.test("by default the middle of the picture is shown, as much of it as fits", () => {
  assertEquals(cropBox({ width: 1600, height: 1200 }, WIDE, DEFAULT_CROP), {
    left: 0,
    top: 150,
    width: 1600,
    height: 900,
  });
  assertEquals(cropBox(WIDE, WIDE, DEFAULT_CROP), { left: 0, top: 0, ...WIDE });
});

Deno.test("zoom 2 shows half as much both ways, around the focal point", () => {
  assertEquals(
    cropBox({ width: 1600, height: 900 }, { width: 16, height: 9 }, { x: 0.5, y: 0.25, zoom: 2 }),
    {
      left: 400,
      top: 0,
      width: 800,
      height: 450,
    },
  );
});

Deno.test("the box has the frame's shape, is inside the picture and as near the focal point as that allows", () => {
  for (const picture of [WIDE, TALL, { width: 333, height: 333 }, { width: 5000, height: 65 }]) {
    for (const frame of [WIDE, TALL, { width: 512, height: 512 }]) {
      for (const zoom of [1, 1.37, MAX_ZOOM]) {
        for (const [x, y] of [[0, 0], [1, 1], [0.5, 0.5], [0.13, 0.77]] as const) {
          const box = cropBox(picture, frame, { x, y, zoom });
          assertAlmostEquals(box.width / box.height, frame.width / frame.height, 1e-9);
          assert(box.left >= 0 && box.left + box.width <= picture.width + 1e-9);
          assert(box.top >= 0 && box.top + box.height <= picture.height + 1e-9);
          const middle = box.left + box.width / 2, wanted = x * picture.width;
          const isAtEdge = box.left === 0 || box.left === picture.width - box.width;
          assert(isAtEdge || Math.abs(middle - wanted) < 1e-9, `${middle} for ${wanted}`);
        }
      }
    }
  }
});

Deno.test("values out of range count as the nearest legal ones", () => {
  const picture = { width: 1600, height: 900 };
  const far = cropBox(picture, WIDE, { x: -3, y: 9, zoom: 100 });
  assertEquals(far, cropBox(picture, WIDE, { x: 0, y: 1, zoom: MAX_ZOOM }));
});

Deno.test("crops are the same when all their numbers are", () => {
  assert(isSameCrop(DEFAULT_CROP, { x: 0.5, y: 0.5, zoom: 1 }));
  for (const other of [{ x: 0 }, { y: 0 }, { zoom: 1.01 }]) {
    assert(!isSameCrop(DEFAULT_CROP, { ...DEFAULT_CROP, ...other }));
  }
});
