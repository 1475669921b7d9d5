import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { createI420, i420FromRgb, rgbFromI420 } from "../../../../server/providers/local/i420.ts";

Deno.test("colours become those of BT.601 in limited range", () => {
  const colours: [rgb: number[], yuv: number[]][] = [
    [[0, 0, 0], [16, 128, 128]],
    [[255, 255, 255], [235, 128, 128]],
    [[255, 0, 0], [81, 90, 240]],
    [[0, 255, 0], [145, 54, 34]],
    [[0, 0, 255], [41, 240, 110]],
  ];
  for (const [rgb, yuv] of colours) {
    const data = Uint8Array.from([...rgb, ...rgb, ...rgb, ...rgb]);
    const { planes } = i420FromRgb({ width: 2, height: 2, data });
    planes.forEach((plane, index) =>
      assertAlmostEquals(plane.data[0] ?? NaN, yuv[index] ?? NaN, 1)
    );
  }
});

Deno.test("colours come back as they were", () => {
  for (let seed = 0; seed < 200; seed++) {
    const colour = [seed * 37 & 255, seed * 101 & 255, seed * 59 & 255];
    const data = Uint8Array.from([...colour, ...colour, ...colour, ...colour]);
    const back = rgbFromI420(i420FromRgb({ width: 2, height: 2, data })).data;
    data.forEach((value, at) => {
      assert(Math.abs((back[at] ?? NaN) - value) <= 3, `${colour} became ${back.slice(0, 3)}`);
    });
  }
});

Deno.test("odd sides and missing pixels are refused", () => {
  assertThrows(() => createI420({ width: 3, height: 2 }), RangeError);
  assertThrows(() => i420FromRgb({ width: 2, height: 2, data: new Uint8Array(11) }), RangeError);
});
