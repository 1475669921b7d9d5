import { assertEquals } from "@std/assert";
import { WEBP_HEADER_BYTES, webpHeader } from "../../../contract/formats/webp_header.ts";
import { drawPicture, type PictureOptions } from "../../pictures.ts";
import { claim } from "../../pictures_crafted.ts";

const size = { width: 301, height: 190 };

async function webp(options: PictureOptions) {
  return (await drawPicture({ type: "image/webp", ...size, ...options })).subarray(
    0,
    WEBP_HEADER_BYTES,
  );
}

Deno.test("the first bytes of every kind of WebP tell its size and motion", async () => {
  for (const [name, options] of Object.entries({ lossy: {}, extended: { isTagged: true } })) {
    const { width, height, isAnimated } = webpHeader(await webp(options)) ?? {};
    assertEquals({ width, height, isAnimated }, { ...size, isAnimated: false }, name);
  }
  assertEquals(webpHeader(await webp({ isAnimated: true }))?.isAnimated, true);
  assertEquals(webpHeader(claim("webp", 16_384, 9)), {
    width: 16_384,
    height: 9,
    isAnimated: false,
  }, "lossless");
});

Deno.test("what is no WebP, or too little of one, has no header", async () => {
  for (const options of [{}, { isAnimated: true }]) {
    const bytes = await webp(options);
    for (let length = 0; length < WEBP_HEADER_BYTES; length++) {
      assertEquals(webpHeader(bytes.subarray(0, length)), undefined, `${length} bytes`);
    }
  }
  for (const type of ["image/jpeg", "image/png", "image/gif", "image/avif"] as const) {
    assertEquals(webpHeader(await drawPicture({ type, ...size })), undefined);
  }
});
