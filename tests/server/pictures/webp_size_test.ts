import { assertEquals } from "@std/assert";
import { webpSize } from "../../../server/pictures/webp_size.ts";
import { drawPicture } from "../../pictures.ts";
import { claim } from "../../pictures_crafted.ts";

const size = { width: 301, height: 190 };

Deno.test("the size stands in every kind of WebP's first chunk", async () => {
  const type = "image/webp";
  assertEquals(webpSize(await drawPicture({ type, ...size })), size, "lossy");
  assertEquals(webpSize(await drawPicture({ type, ...size, isTagged: true })), size, "extended");
  assertEquals(webpSize(await drawPicture({ type, ...size, isAnimated: true })), size, "animated");
  assertEquals(webpSize(claim("webp", 16_384, 9)), { width: 16_384, height: 9 }, "lossless");
});

Deno.test("what is no WebP has no size here", async () => {
  const webp = await drawPicture({ type: "image/webp", ...size });
  for (const length of [0, 4, 12]) assertEquals(webpSize(webp.subarray(0, length)), undefined);
  for (const type of ["image/jpeg", "image/png", "image/gif", "image/avif"] as const) {
    assertEquals(webpSize(await drawPicture({ type, ...size })), undefined);
  }
});
