import { assertEquals, assertStrictEquals } from "@std/assert";
import { orientationOf } from "../../../contract/formats/orientation.ts";
import type { ImageType } from "../../../contract/image_limits.ts";
import { steadyPicture } from "../../../islands/upload/steady_picture.ts";
import { drawPicture } from "../../pictures.ts";
import { pngChunk } from "../../pictures_crafted.ts";
import { exifData, withChunks, withExif } from "../../pictures_turned.ts";

const SIZE = { width: 96, height: 68 };
const jpeg = await drawPicture({ ...SIZE, isPlain: true });
const png = await drawPicture({ ...SIZE, type: "image/png" });

async function steady(bytes: Uint8Array<ArrayBuffer>, type: ImageType) {
  const blob = new Blob([bytes], { type });
  const picture = await steadyPicture(blob, type);
  return { isSame: picture === blob, bytes: new Uint8Array(await picture.arrayBuffer()) };
}

Deno.test("a picture whose orientation is plain is shown as it is", async () => {
  const exif = exifData({ orientation: 6 });
  assertStrictEquals((await steady(withExif(jpeg, exif), "image/jpeg")).isSame, true);
  assertStrictEquals((await steady(jpeg, "image/jpeg")).isSame, true);
});

Deno.test("what the server does not turn has nothing that a browser might turn it by", async () => {
  for (const options of [{ type: 4 }, { type: 1 }, { count: 2 }, { orientation: 9 }]) {
    const doubtful = withExif(jpeg, exifData({ orientation: 6, ...options }));
    assertEquals((await steady(doubtful, "image/jpeg")).bytes, jpeg);
  }
});

Deno.test("a PNG is turned by its first chunk alone", async () => {
  const chunk = (orientation: number) => pngChunk("eXIf", exifData({ orientation }));
  const { bytes } = await steady(withChunks(png, chunk(8), chunk(3)), "image/png");
  assertEquals(orientationOf(bytes, "image/png"), 8);
  assertEquals(bytes.length <= withChunks(png, chunk(8)).length, true);
});

Deno.test("of several orientations the one is left that the server goes by", async () => {
  const [six, three] = [exifData({ orientation: 6 }), exifData({ orientation: 3 })];
  const twice = withExif(jpeg, six, three);
  const { bytes } = await steady(twice, "image/jpeg");
  assertEquals(bytes, withExif(jpeg, six));
  assertEquals([twice, bytes].map((one) => orientationOf(one, "image/jpeg")), [6, 6]);
});

Deno.test("a JPEG without its end and a WebP that claims too much get what browsers wait for", async () => {
  assertEquals((await steady(jpeg.slice(0, -2), "image/jpeg")).bytes, jpeg);
  const webp = await drawPicture({ ...SIZE, type: "image/webp" });
  assertStrictEquals((await steady(webp, "image/webp")).isSame, true);
  const claiming = webp.slice();
  new DataView(claiming.buffer).setUint32(4, webp.length + 1000, true);
  assertEquals((await steady(claiming, "image/webp")).bytes, webp);
});
