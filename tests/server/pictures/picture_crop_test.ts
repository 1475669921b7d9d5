import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { type Crop, cropBox, DEFAULT_CROP } from "../../../contract/crop.ts";
import { InputError } from "../../../server/errors.ts";
import type { FrameSize } from "../../../contract/frame_size.ts";
import { drawPicture, type PictureOptions, readPicture } from "../../pictures.ts";
import {
  assertColour,
  drawnDisc,
  measureDisc,
  never,
  pixel,
  setUpPictureBench,
} from "../../pictures_opened.ts";

/** How far the disc may be from where the crop's formula puts it, in pixels of the frame. */
const PLACE_TOLERANCE = 1;
/** How much its two diameters, and either and the expected one, may differ, in pixels and as a share. */
const ROUND_TOLERANCE = 0.8, ROUND_SHARE = 0.01;

const FRAMES: readonly FrameSize[] = [
  { width: 512, height: 288 },
  { width: 288, height: 512 },
  { width: 320, height: 320 },
];
const SHAPES: readonly FrameSize[] = [
  { width: 2400, height: 1350 },
  { width: 900, height: 300 },
  { width: 301, height: 903 },
  { width: 640, height: 641 },
  { width: 97, height: 64 },
];
const SPOTS: readonly { readonly x: number; readonly y: number }[] = [
  { x: 0.5, y: 0.5 },
  { x: 0.3, y: 0.7 },
  { x: 0.78, y: 0.22 },
];

const bench = setUpPictureBench();
Deno.test.afterAll(() => bench.close());

/** Crops a drawn picture around its disc and compares the disc with what the formula promises. */
async function assertRound(options: PictureOptions & FrameSize, frame: FrameSize, crop: Crop) {
  const name = `${JSON.stringify(options)} in ${frame.width}×${frame.height}, zoom ${crop.zoom}`;
  const picture = await bench.open(await drawPicture(options), crop);
  const seen = measureDisc(await picture.rgb(frame, never()));
  const disc = drawnDisc(options, options.disc);
  const box = cropBox(options, frame, crop);
  const scale = frame.width / box.width;
  const expected = 2 * disc.radius * scale;
  const tolerance = Math.max(ROUND_TOLERANCE, ROUND_SHARE * expected);
  assertAlmostEquals(seen.x, (disc.x - box.left) * scale, PLACE_TOLERANCE, name);
  assertAlmostEquals(seen.y, (disc.y - box.top) * scale, PLACE_TOLERANCE, name);
  assertAlmostEquals(seen.across, seen.down, tolerance, name);
  // A drawn disc has the pixel of its middle on top of twice its radius.
  assertAlmostEquals(seen.across, expected + scale / 2, tolerance + scale / 2, name);
}

for (const shape of SHAPES) {
  Deno.test(`circles stay round and where the crop puts them, from ${shape.width}×${shape.height}`, async () => {
    for (const frame of FRAMES) {
      for (const spot of SPOTS) {
        const options = { type: "image/png", ...shape, disc: spot } as const;
        // Zoomed so far in that the disc would not fit, its middle cannot be measured.
        for (const zoom of [1, 1.4]) await assertRound(options, frame, { ...spot, zoom });
      }
    }
  });
}

Deno.test("circles stay round in every type of picture, in JPEGs that shrink while they are read too", async () => {
  const spot = { x: 0.3, y: 0.7 };
  const shape = { width: 1333, height: 1001, disc: spot };
  for (const type of ["image/jpeg", "image/webp", "image/gif", "image/avif"] as const) {
    for (const size of [{ width: 512, height: 288 }, { width: 128, height: 72 }]) {
      await assertRound({ type, ...shape }, size, { ...spot, zoom: 1.3 });
    }
  }
});

Deno.test("the focal point is that of the upright picture, whatever the orientation it is stored in", async () => {
  // Where the stored top left corner, which is red, is seen.
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0], [1, 0], [1, 1], [0, 1]] as const;
  for (const [index, [x, y]] of corners.entries()) {
    for (const type of ["image/jpeg", "image/png"] as const) {
      const bytes = await drawPicture({ type, width: 1200, height: 900, orientation: index + 1 });
      // So large that no decoder's buffer holds all rows: they come once, from top to bottom.
      const frame = { width: 1024, height: 576 };
      const picture = await bench.open(bytes, { x, y, zoom: 1 });
      assertColour(pixel(await picture.rgb(frame, never()), x, y), [254, 0, 0], 16);
      const opposite = await bench.open(bytes, { x: 1 - x, y: 1 - y, zoom: 4 });
      const [, , blue = 0] = pixel(await opposite.rgb(frame, never()), 1 - x, 1 - y);
      assert(blue > 140, `orientation ${index + 1} shows the red corner twice`);
    }
  }
});

Deno.test("an orientation that does not exist counts as upright", async () => {
  // The tag is found in the file, because no encoder writes such a number.
  const bytes = await drawPicture({ width: 480, height: 320, orientation: 6 });
  const tag = Uint8Array.of(0x12, 0x01, 3, 0, 1, 0, 0, 0, 6);
  const at = bytes.findIndex((_, index) => tag.every((byte, part) => bytes[index + part] === byte));
  assert(at > 0, "the test picture has no orientation");
  for (const orientation of [0, 9, 255]) {
    bytes[at + 8] = orientation;
    const picture = await bench.open(bytes);
    assertEquals([picture.width, picture.height], [480, 320], `${orientation}`);
    const rgb = await picture.rgb({ width: 480, height: 320 }, never());
    assertColour(pixel(rgb, 0.04, 0.04), [254, 0, 0]);
  }
});

Deno.test("a picture of one row of blocks, wide as a street, is cropped without being enlarged whole", async () => {
  for (const orientation of [1, 6]) {
    const bytes = await drawPicture({ width: 12_000, height: 64, orientation });
    const picture = await bench.open(bytes, { x: 0.5, y: 0.5, zoom: 4 });
    const frame = await picture.rgb({ width: 1024, height: 576 }, never());
    assertColour(pixel(frame, 0.5, 0.5), [255, 255, 255]);
  }
});

Deno.test("a plain JPEG of the very size is only handed through where nothing is cropped", async () => {
  const size = { width: 512, height: 288 };
  const bytes = await drawPicture({ ...size, isPlain: true });
  assertEquals(await (await bench.open(bytes, DEFAULT_CROP)).jpeg(size, never()), bytes);
  const zoomed = await (await bench.open(bytes, { x: 0.5, y: 0.5, zoom: 2 })).jpeg(size, never());
  const disc = measureDisc(await readPicture(zoomed));
  const expected = 2 * 2 * drawnDisc(size).radius;
  assertAlmostEquals(disc.across, expected, 0.02 * expected);
});

Deno.test("a JPEG keeps to the provider's limit by giving up quality first", async () => {
  const size = { width: 512, height: 288 };
  for (const isPlain of [false, true]) {
    const picture = await bench.open(await drawPicture({ ...size, isPlain }));
    const best = await picture.jpeg(size, never());
    const maxBytes = Math.round(best.length * 0.7);
    const smaller = await picture.jpeg(size, never(), { maxBytes });
    assert(smaller.length <= maxBytes, `${smaller.length} of ${maxBytes} bytes`);
    assert(smaller.length > maxBytes / 2, `${smaller.length} bytes is less than it had to be`);
    const { width, height } = await readPicture(smaller);
    assertEquals({ width, height }, size);
    const error = await assertRejects(
      () => picture.jpeg(size, never(), { maxBytes: 1500 }),
      InputError,
    );
    assertEquals(error.code, "image-too-detailed");
  }
});

Deno.test("a grainy photograph gives up size where quality is not enough, never its shape", async () => {
  const maxBytes = 45_000;
  const photo = await drawPicture({ width: 1600, height: 1200, isGrainy: true });
  for (const size of [{ width: 1280, height: 720 }, { width: 720, height: 1280 }]) {
    const jpeg = await (await bench.open(photo)).jpeg(size, never(), { maxBytes });
    assert(jpeg.length <= maxBytes, `${jpeg.length} bytes`);
    const { width, height } = await readPicture(jpeg);
    assert(width < size.width && Math.min(width, height) >= 256, `${width}×${height}`);
    assertAlmostEquals(width / height, size.width / size.height, 0.01);
  }
});
