import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { sampleFrame } from "../../../../server/providers/local/frame_sampler.ts";
import {
  createI420,
  i420FromRgb,
  type I420Picture,
} from "../../../../server/providers/local/i420.ts";
import type { FrameSize } from "../../../../server/providers/provider.ts";
import { syntheticPicture } from "../../../synthetic_picture.ts";

const never = new AbortController().signal;

async function source(size: FrameSize) {
  return i420FromRgb(await syntheticPicture(size).rgb(size, never));
}

/** Width and number of the pixels of the white disc. */
function disc({ planes: [{ width, data }] }: I420Picture): { across: number; count: number } {
  const columns = [...data.entries()].filter(([, luma]) => luma > 200).map(([i]) => i % width);
  return { across: Math.max(...columns) - Math.min(...columns) + 1, count: columns.length };
}

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

Deno.test("odd sides and missing pixels are refused", () => {
  assertThrows(() => createI420({ width: 3, height: 2 }), RangeError);
  assertThrows(() => i420FromRgb({ width: 2, height: 2, data: new Uint8Array(11) }), RangeError);
});

Deno.test("looking at the whole picture at its own size copies it", async () => {
  const picture = await source({ width: 64, height: 48 });
  const frame = createI420(picture);
  sampleFrame(picture, { centreX: 0.5, centreY: 0.5, zoom: 1 }, frame);
  // The last row and column lie on an edge that blending may round by one.
  frame.data.forEach((value, index) => assertAlmostEquals(value, picture.data[index] ?? NaN, 1));
});

Deno.test("circles stay round, in frames of any shape", async () => {
  const picture = await source({ width: 320, height: 180 });
  for (const size of [{ width: 256, height: 144 }, { width: 144, height: 256 }]) {
    const frame = createI420(size);
    sampleFrame(picture, { centreX: 0.5, centreY: 0.5, zoom: 1.05 }, frame);
    const { across, count } = disc(frame);
    assertAlmostEquals(count, Math.PI * (across / 2) ** 2, count * 0.06);
  }
});

Deno.test("the picture moves by fractions of a pixel, without jitter", () => {
  const picture = softSpot({ width: 320, height: 180 });
  const frame = createI420({ width: 256, height: 144 });
  const positions = Array.from({ length: 21 }, (_, step) => {
    // A tenth of a frame pixel a step.
    const centreX = 0.5 + step * 0.1 / 256 / 1.1;
    sampleFrame(picture, { centreX, centreY: 0.5, zoom: 1.1 }, frame);
    return brightnessCentre(frame);
  });
  positions.slice(1).forEach((position, step) =>
    assertAlmostEquals((positions[step] ?? NaN) - position, 0.1, 0.01)
  );
});

Deno.test("a view beyond the edge repeats the edge", async () => {
  const picture = await source({ width: 64, height: 48 });
  const frame = createI420({ width: 64, height: 48 });
  sampleFrame(picture, { centreX: -1, centreY: 2, zoom: 1 }, frame);
  assertEquals(new Set(frame.planes[0].data).size, 1);
  assert((frame.planes[0].data[0] ?? 0) > 16);
});

/** A spot in the middle that fades to black. */
function softSpot(size: FrameSize): I420Picture {
  const picture = createI420(size);
  const { data, width, height } = picture.planes[0];
  data.forEach((_, index) => {
    const x = index % width - width / 2, y = Math.floor(index / width) - height / 2;
    data[index] = Math.round(220 * Math.exp(-(x * x + y * y) / 400));
  });
  return picture;
}

/** Where the spot stands along the x axis, weighted by brightness: far finer than a pixel. */
function brightnessCentre({ planes: [{ width, data }] }: I420Picture): number {
  let sum = 0, weight = 0;
  data.forEach((luma, index) => {
    weight += luma;
    sum += luma * (index % width);
  });
  return sum / weight;
}
