import { assert, assertAlmostEquals, assertEquals, assertLess, assertRejects } from "@std/assert";
import { IMAGE_TYPES } from "../../../contract/image_limits.ts";
import { CanceledError, InputError } from "../../../server/errors.ts";
import { PictureProcessor } from "../../../server/pictures/picture_processor.ts";
import type { FrameSize } from "../../../contract/frame_size.ts";
import type { Picture } from "../../../server/generation/ports/provider.ts";
import { memorySource } from "../../picture_sources.ts";
import { quickestMs } from "../../patience.ts";
import { drawPicture, readPicture } from "../../pictures.ts";
import { insertSegment, pngHeader } from "../../pictures_crafted.ts";

const FRAME: FrameSize = { width: 512, height: 288 };
const never = () => new AbortController().signal;

const processor = new PictureProcessor();

Deno.test.afterAll(() => processor.close());

async function open(bytes: Uint8Array, signal = never()): Promise<Picture> {
  return await processor.open(memorySource(bytes), { signal });
}

/** Reads the colour of one pixel; `x` and `y` from 0 to 1. */
function pixel(picture: FrameSize & { data: Uint8Array }, x: number, y: number): number[] {
  const column = Math.floor(x * (picture.width - 1)), row = Math.floor(y * (picture.height - 1));
  return [...picture.data.subarray((row * picture.width + column) * 3).subarray(0, 3)];
}

function assertColour(actual: number[], expected: number[]): void {
  actual.forEach((value, channel) => assertAlmostEquals(value, expected[channel] ?? NaN, 12));
}

/** Extent in pixels of the white disc in the middle, along a row and along a column. */
function discExtents(picture: FrameSize & { data: Uint8Array }): [across: number, down: number] {
  const isWhite = (x: number, y: number) => (picture.data[(y * picture.width + x) * 3] ?? 0) > 228;
  const middleX = picture.width >> 1, middleY = picture.height >> 1;
  const columns = Array.from({ length: picture.width }, (_, x) => isWhite(x, middleY));
  const rows = Array.from({ length: picture.height }, (_, y) => isWhite(middleX, y));
  return [columns.filter(Boolean).length, rows.filter(Boolean).length];
}

Deno.test("every picture type becomes a JPEG and pixels of the size asked for", async () => {
  for (const type of IMAGE_TYPES) {
    const picture = await open(await drawPicture({ type, width: 600, height: 400 }));
    assertEquals([picture.width, picture.height], [600, 400], type);
    const jpeg = await readPicture(await picture.jpeg(FRAME, never()));
    assertEquals([jpeg.width, jpeg.height], [512, 288], type);
    const rgb = await picture.rgb(FRAME, never());
    assertEquals(rgb.data.length, 512 * 288 * 3, type);
    assertColour(pixel(rgb, 0.5, 0.5), [255, 255, 255]);
    assertColour(pixel(jpeg, 0.5, 0.5), [255, 255, 255]);
    assertColour(pixel(rgb, 1, 0.5), pixel(jpeg, 1, 0.5));
  }
});

Deno.test("all eight EXIF orientations come out upright", async () => {
  // Where the stored top left corner, which is red, is seen.
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0], [1, 0], [1, 1], [0, 1]];
  for (const [index, [x = 0, y = 0]] of corners.entries()) {
    const orientation = index + 1;
    const picture = await open(await drawPicture({ width: 400, height: 240, orientation }));
    const isSideways = orientation >= 5;
    assertEquals(picture.width, isSideways ? 240 : 400, `orientation ${orientation}`);
    const whole = { width: picture.width, height: picture.height };
    const rgb = await picture.rgb(whole, never());
    assertColour(pixel(rgb, 0.04 + 0.92 * x, 0.04 + 0.92 * y), [254, 0, 0]);
  }
});

Deno.test("cropping to cover keeps the middle and never stretches it", async () => {
  for (const shape of [[900, 300], [300, 900], [512, 288], [200, 180]]) {
    const [width = 0, height = 0] = shape;
    const picture = await open(await drawPicture({ type: "image/png", width, height }));
    for (const size of [FRAME, { width: 288, height: 512 }]) {
      const [across, down] = discExtents(await picture.rgb(size, never()));
      assert(across > 20, `a disc of ${across} in ${width}×${height}`);
      assertLess(Math.abs(across - down), 3, `${across} × ${down} in ${width}×${height}`);
    }
  }
});

Deno.test("what is transparent becomes black", async () => {
  for (const type of ["image/png", "image/webp", "image/gif"] as const) {
    const bytes = await drawPicture({ type, width: 400, height: 240, isHalfTransparent: true });
    const rgb = await (await open(bytes)).rgb({ width: 400, height: 240 }, never());
    assertColour(pixel(rgb, 0.95, 0.5), [0, 0, 0]);
    assertColour(pixel(rgb, 0.45, 0.5), [255, 255, 255]);
  }
});

Deno.test("grey, 16-bit and four-ink pictures come out as colours", async () => {
  const size = { width: 300, height: 200 };
  const grey = await open(await drawPicture({ ...size, colours: "grey" }));
  const deep = { type: "image/png", ...size, colours: "16-bit" } as const;
  const fine = await open(await drawPicture(deep));
  const inks = await open(await drawPicture({ ...size, colours: "cmyk" }));
  for (const picture of [grey, fine, inks]) {
    const rgb = await picture.rgb(size, never());
    assertColour(pixel(rgb, 0.5, 0.5), [253, 253, 253]);
  }
  assertColour(pixel(await fine.rgb(size, never()), 0.02, 0.02), [255, 0, 0]);
});

Deno.test("no metadata leaves the processor", async () => {
  const bytes = await drawPicture({ width: 400, height: 240, orientation: 1 });
  const before = (await readPicture(bytes)).fields;
  assert(before.some((field) => field.startsWith("exif-ifd3-GPS")), "the test picture has GPS");
  const jpeg = await (await open(bytes)).jpeg({ width: 400, height: 240 }, never());
  const after = (await readPicture(jpeg)).fields;
  assertEquals(after.filter((field) => /exif|icc|iptc|xmp|comment/i.test(field)), []);
});

Deno.test("a plain JPEG of the very size is handed through byte for byte", async () => {
  const bytes = await drawPicture({ ...FRAME, isPlain: true });
  assertEquals(await (await open(bytes)).jpeg(FRAME, never()), bytes);
  const commented = insertSegment(bytes, 0xfe, "taken at home");
  const cleaned = await (await open(commented)).jpeg(FRAME, never());
  assert(!new TextDecoder("latin1").decode(cleaned).includes("taken at home"));
});

Deno.test("a look shows type, upright size and whether nothing else is in the file", async () => {
  const plain = await drawPicture({ ...FRAME, isPlain: true });
  const cases = [
    [plain, { type: "image/jpeg", ...FRAME, isPlain: true }],
    [insertSegment(plain, 0xfe, "hello"), { type: "image/jpeg", ...FRAME, isPlain: false }],
    [await drawPicture({ width: 400, height: 240, orientation: 6 }), {
      type: "image/jpeg",
      width: 240,
      height: 400,
      isPlain: false,
    }],
    // Its size is the decoder's to tell.
    [await drawPicture({ type: "image/avif", width: 400, height: 240 }), {
      type: "image/avif",
      width: 400,
      height: 240,
      isPlain: false,
    }],
  ] as const;
  for (const [bytes, look] of cases) {
    assertEquals(await processor.look(memorySource(bytes), never()), look);
  }
});

Deno.test("a picture that was looked at is read once for each thing made of it, and not before", async () => {
  const bytes = await drawPicture({ ...FRAME, isPlain: true });
  const look = await processor.look(memorySource(bytes), never());
  let reads = 0;
  const source = {
    bytes: bytes.length,
    read() {
      reads++;
      return Promise.resolve(bytes.slice());
    },
  };
  const picture = await processor.open(source, { look, signal: never() });
  assertEquals([reads, picture.width, picture.height], [0, 512, 288]);
  assertEquals(await picture.jpeg(FRAME, never()), bytes);
  assertEquals(reads, 1);
  await picture.rgb({ width: 100, height: 100 }, never());
  assertEquals(reads, 2);
});

Deno.test("a picture cut off is refused as unreadable", async () => {
  for (const type of IMAGE_TYPES) {
    const bytes = await drawPicture({ type, width: 600, height: 400 });
    const cut = bytes.subarray(0, Math.floor(bytes.length * 0.6));
    const error = await assertRejects(
      async () => await (await open(cut)).rgb(FRAME, never()),
      InputError,
      undefined,
      type,
    );
    assertEquals(error.code, "image-unreadable", type);
  }
});

Deno.test("a signature with nothing behind it is refused as unreadable", async () => {
  for (const type of IMAGE_TYPES) {
    const bytes = (await drawPicture({ type, width: 600, height: 400 })).subarray(0, 14);
    const error = await assertRejects(() => open(bytes), InputError);
    assertEquals(error.code, "image-unreadable", type);
  }
});

Deno.test("a header that announces too many pixels is refused before anything is decoded", async () => {
  await processor.warm();
  const tookMs = await quickestMs(500, async () => {
    const error = await assertRejects(
      () => open(pngHeader(30_000, 30_000)),
      InputError,
      "30000 × 30000",
    );
    assertEquals(error.code, "image-too-many-pixels");
  });
  assertLess(tookMs, 500);
});

Deno.test("a picture with a side too short is refused, plain JPEG or not", async () => {
  const tiny = { width: 10, height: 10 };
  for (const bytes of [pngHeader(10, 10), await drawPicture({ type: "image/png", ...tiny })]) {
    const error = await assertRejects(() => open(bytes), InputError);
    assertEquals(error.code, "image-too-small");
  }
  const jpeg = await drawPicture({ width: 400, height: 63, isPlain: true });
  const error = await assertRejects(() => open(jpeg), InputError);
  assertEquals(error.code, "image-too-small");
});

Deno.test("after damaged pictures the next one is read as ever", async () => {
  const bytes = await drawPicture({ type: "image/png", width: 600, height: 400 });
  const torn = await open(bytes.slice().fill(0x55, 20_000, 20_100));
  const damaged = [1, 2, 3].map(() => assertRejects(() => torn.jpeg(FRAME, never()), InputError));
  const good = (await open(bytes)).rgb(FRAME, never());
  await Promise.all(damaged);
  assertColour(pixel(await good, 0.5, 0.5), [255, 255, 255]);
});

Deno.test("a canceled picture is not waited for", async () => {
  const bytes = await drawPicture({ type: "image/png", width: 600, height: 400 });
  const picture = await open(bytes);
  const canceling = new AbortController();
  const jpeg = picture.jpeg(FRAME, canceling.signal);
  canceling.abort();
  await assertRejects(() => jpeg, CanceledError);
  await assertRejects(() => open(bytes, canceling.signal), CanceledError);
});
