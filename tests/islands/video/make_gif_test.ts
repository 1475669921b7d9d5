import { assert, assertEquals } from "@std/assert";
import { dither } from "../../../islands/video/make_gif.ts";

/** A plain grey picture of eight by eight pixels, dithered. */
function ditheredGrey(value: number): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(8 * 8 * 4).fill(value);
  dither(rgba, 8);
  return rgba;
}

Deno.test("dithering keeps the mean, the hue and the opacity", () => {
  const rgba = ditheredGrey(100);
  let sum = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    assertEquals([rgba[at + 1], rgba[at + 2], rgba[at + 3]], [rgba[at], rgba[at], 100]);
    sum += rgba[at] ?? 0;
  }
  assert(Math.abs(sum / 64 - 100) < 0.5, `the mean is ${sum / 64}`);
});

Deno.test("dithering repeats every four pixels, and neighbours differ", () => {
  const rgba = ditheredGrey(100);
  const at = (x: number, y: number) => rgba[(y * 8 + x) * 4] ?? 0;
  for (let x = 0; x < 4; x++) {
    assertEquals([at(x + 4, 0), at(x, 4)], [at(x, 0), at(x, 0)]);
    assert(Math.abs(at(x, 0) - at(x + 1, 0)) >= 4);
  }
});

Deno.test("dithering stays within the range of colours", () => {
  assertEquals(Math.min(...ditheredGrey(0)), 0);
  assertEquals(Math.max(...ditheredGrey(255)), 255);
});
