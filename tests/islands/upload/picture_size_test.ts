import { assert, assertEquals } from "@std/assert";
import { IMAGE_TYPES } from "../../../contract/image_limits.ts";
import { type FileBytes, kindOf } from "../../../islands/upload/file_kind.ts";
import { pictureSize } from "../../../islands/upload/picture_size.ts";
import { drawPicture } from "../../pictures.ts";
import { claim, insertSegment, join, latin1, pngHeader } from "../../pictures_crafted.ts";
import { mockVideo } from "../../fakes/drawn_video.ts";

type Bytes = Uint8Array<ArrayBuffer>;

async function measure(bytes: Bytes) {
  const file = new Blob([bytes]);
  return await pictureSize(file, await kindOf(file));
}

async function kind(bytes: Bytes) {
  return await kindOf(new Blob([bytes]));
}

function brands(...names: string[]): Bytes {
  const size = String.fromCharCode(12 + 4 * names.length);
  const [major = "", ...others] = names;
  return latin1(`\0\0\0${size}ftyp${major}\0\0\0\0${others.join("")}`.slice(0, 200));
}

for (const type of IMAGE_TYPES) {
  Deno.test(`a picture of type ${type} is known and measured by its bytes`, async () => {
    const picture = await drawPicture({ type, width: 331, height: 217 });
    assertEquals(await kind(picture), type);
    assertEquals(await measure(picture), { width: 331, height: 217 });
  });
}

Deno.test("WebP of all three kinds is measured", async () => {
  const lossy = await drawPicture({ type: "image/webp", width: 331, height: 217 });
  const extended = await drawPicture({
    type: "image/webp",
    width: 331,
    height: 217,
    isHalfTransparent: true,
  });
  assertEquals(await measure(lossy), { width: 331, height: 217 });
  assertEquals(await measure(extended), { width: 331, height: 217 });
  const lossless = latin1("RIFF\x20\0\0\0WEBPVP8L\x14\0\0\0\x2f\x4a\x01\x36\0" + "\0".repeat(8));
  assertEquals(await measure(lossless), { width: 331, height: 217 });
});

Deno.test("a JPEG is measured behind much metadata, and little of it is read", async () => {
  const plain = await drawPicture({ width: 331, height: 217 });
  let jpeg = plain;
  for (let count = 0; count < 5; count++) {
    jpeg = insertSegment(jpeg, 0xe2, "x".repeat(60_000));
  }
  let read = 0;
  const file: FileBytes = {
    size: jpeg.length,
    slice(start = 0, end = jpeg.length) {
      const part = jpeg.slice(start, end);
      read += part.length;
      return new Blob([part]);
    },
  };
  assertEquals(await pictureSize(file, "image/jpeg"), { width: 331, height: 217 });
  assert(read < 500, `${read} bytes`);
});

Deno.test("a JPEG with fill bytes and a few strays between its segments is measured", async () => {
  const plain = await drawPicture({ width: 331, height: 217, isPlain: true });
  const odd = join(plain.subarray(0, 2), latin1("\xff\xff\0\0\xff\xd0"), plain.subarray(2));
  assertEquals(await measure(odd), { width: 331, height: 217 });
});

Deno.test("claims of enormous size are read from the header", async () => {
  assertEquals(await measure(pngHeader(30_000, 30_000)), { width: 30_000, height: 30_000 });
  for (const type of ["gif", "jpeg", "webp"] as const) {
    assertEquals(await measure(claim(type, 16_000, 9000)), { width: 16_000, height: 9000 }, type);
  }
});

Deno.test("what is cut off in its header is not measured", async () => {
  for (const type of IMAGE_TYPES) {
    const picture = await drawPicture({ type, width: 331, height: 217 });
    assertEquals(await measure(picture.slice(0, 9)), undefined, type);
  }
  assertEquals(await measure(latin1("\xff\xd8\xff\xe0\0\0" + "\xff\xe0\0\0".repeat(9))), undefined);
});

Deno.test("HEIC is known by its brands, whatever the file is called, and AVIF is none", async () => {
  assertEquals(await kind(brands("heic", "mif1")), "heic");
  assertEquals(await kind(brands("mif1", "heix")), "heic");
  assertEquals(await kind(brands("mif1", "avif")), "image/avif");
  assertEquals(await kind(brands("isom", "mp42")), "video");
  const named = new File([await drawPicture()], "photo.heic", { type: "image/heic" });
  assertEquals(await kindOf(named), "image/jpeg");
});

Deno.test("videos, text and nothing are told apart", async () => {
  assertEquals(await kind(mockVideo(400)), "video");
  assertEquals(await kind(latin1("\x1a\x45\xdf\xa3 webm")), "video");
  assertEquals(await kind(latin1("hello")), "other");
  assertEquals(await kind(new Uint8Array()), "empty");
});
