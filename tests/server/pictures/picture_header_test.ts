import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InputError } from "../../../server/errors.ts";
import type { HeldPicture } from "../../../server/pictures/header_facts.ts";
import { heldFrame, pictureHeader } from "../../../server/pictures/picture_header.ts";
import { checkPictureSize } from "../../../server/pictures/picture_limits.ts";
import { drawPicture, type PictureOptions } from "../../pictures.ts";

const SIZE = { width: 301, height: 190 };

async function headerOf(options: PictureOptions) {
  const bytes = await drawPicture({ ...SIZE, ...options });
  return pictureHeader(bytes, options.type ?? "image/jpeg");
}

/** The header of a picture whose pixels take that much memory. */
async function bytesPerPixel(options: PictureOptions): Promise<number | undefined> {
  return (await headerOf(options))?.held?.bytesPerPixel;
}

Deno.test("size and orientation of the pictures that a header tells everything of", async () => {
  for (const type of ["image/jpeg", "image/png"] as const) {
    const { width, height, orientation } = await headerOf({ type }) ?? {};
    assertEquals({ width, height, orientation }, { ...SIZE, orientation: 1 }, type);
  }
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    for (const type of ["image/jpeg", "image/png"] as const) {
      assertEquals((await headerOf({ type, orientation }))?.orientation, orientation, type);
    }
  }
});

Deno.test("where the header is not enough the decoder is asked", async () => {
  for (const type of ["image/gif", "image/avif"] as const) {
    assertEquals(await headerOf({ type }), undefined, type);
  }
});

Deno.test("a PNG damaged anywhere is left to the decoder", async () => {
  const bytes = await drawPicture({ type: "image/png", ...SIZE });
  for (let at = 8; at < bytes.length; at += 97) {
    const damaged = bytes.slice();
    damaged[at] = (damaged[at] ?? 0) ^ 0x55;
    assertEquals(pictureHeader(damaged, "image/png"), undefined, `byte ${at}`);
  }
});

Deno.test("no beginning of a picture breaks the reading of its header", async () => {
  for (const type of ["image/jpeg", "image/png", "image/webp"] as const) {
    const bytes = await drawPicture({ type, ...SIZE, orientation: 6 });
    for (let length = 0; length < 700; length++) {
      const header = pictureHeader(bytes.subarray(0, length), type);
      assert(header === undefined || header.width > 0, `${length} bytes of ${type}`);
    }
  }
});

Deno.test("what is read row by row is not held, and what is not is counted by its kind", async () => {
  assertEquals(await bytesPerPixel({}), undefined);
  assertEquals(await bytesPerPixel({ isPlain: true, colours: "cmyk" }), undefined);
  assertEquals(await bytesPerPixel({ type: "image/png", colours: "16-bit" }), undefined);
  // Colour at half the resolution both ways: one and a half numbers of two bytes a pixel.
  assertEquals(await bytesPerPixel({ isProgressive: true }), 6);
  assertEquals(await bytesPerPixel({ isProgressive: true, colours: "grey" }), 2);
  const interlaced = { type: "image/png", isProgressive: true } as const;
  assertEquals(await bytesPerPixel(interlaced), 4);
  assertEquals(await bytesPerPixel({ ...interlaced, colours: "16-bit" }), 8);
  assertEquals(await bytesPerPixel({ ...interlaced, colours: "1-bit" }), 2);
});

/** How a picture is held whose header the decoder reads. */
async function heldOf(type: "image/gif" | "image/avif", hasAlpha = false) {
  return heldFrame(await drawPicture({ type, ...SIZE }), { type, hasAlpha });
}

Deno.test("an AVIF of 12 megapixels is taken, with alpha too, and one of fine colours counts more", async () => {
  const photograph = { width: 4000, height: 3000 };
  checkPictureSize(photograph, await heldOf("image/avif"));
  checkPictureSize(photograph, await heldOf("image/avif", true));
  const fine = await drawPicture({ type: "image/avif", ...SIZE });
  const settings = new TextDecoder("latin1").decode(fine).indexOf("av1C") + 6;
  fine[settings] = 0x60;
  const held = heldFrame(fine, { type: "image/avif", hasAlpha: false });
  const error = assertThrows(() => checkPictureSize(photograph, held), InputError, "8 million");
  assertEquals(error.code, "image-too-many-pixels");
});

/** A baseline JPEG's first scan made to bring the brightness alone. */
async function jpegInScans(): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await drawPicture({ ...SIZE, isPlain: true });
  const scan = bytes.findLastIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xda);
  bytes[scan + 4] = 1;
  return bytes;
}

Deno.test("a baseline JPEG in several scans is held as a progressive one is", async () => {
  assertEquals(pictureHeader(await jpegInScans(), "image/jpeg")?.held?.as, "scans");
});

Deno.test("pictures that must be held as a whole are refused with what helps", async () => {
  const refusalOf = (held: HeldPicture | undefined, side: number) => {
    const size = { width: side, height: side };
    return assertThrows(() => checkPictureSize(size, held), InputError);
  };
  const interlaced = await headerOf({
    type: "image/png",
    isProgressive: true,
    colours: "16-bit",
  });
  const error = refusalOf(interlaced?.held, 5100);
  assertEquals(error.code, "image-too-many-pixels");
  assertEquals(
    error.message,
    "The picture has 5100 × 5100 pixels; interlaced PNGs of its kind may have at most 25 million, " +
      "because they are read as a whole. Save it without interlacing, or smaller, and try again.",
  );
  const progressive = await headerOf({ isProgressive: true });
  assertStringIncludes(refusalOf(progressive?.held, 6000).message, "Save it as a baseline JPEG");
  const webp = await headerOf({ type: "image/webp" });
  for (const held of [webp?.held, await heldOf("image/gif"), await heldOf("image/avif")]) {
    assertStringIncludes(refusalOf(held, 7000).message, "Save it as a JPEG");
  }
  checkPictureSize({ width: 5000, height: 5000 }, interlaced?.held);
  checkPictureSize({ width: 10_000, height: 10_000 });
});
