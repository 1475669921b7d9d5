import { assertEquals, assertStringIncludes } from "@std/assert";
import { refusalOf } from "../../../islands/studio/picture_check.ts";

const LIMITS = { maxImageBytes: 2 * 1024 * 1024 };

function refusal(name: string, type: string, size = 1000): string {
  return refusalOf({ name, type, size }, LIMITS) ?? "";
}

Deno.test("the studio takes every type that the server takes", () => {
  for (const type of ["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]) {
    assertEquals(refusal("photo", type), "", type);
  }
});

Deno.test("a file without a type is left to the server", () => {
  assertEquals(refusal("photo", ""), "");
});

Deno.test("an iPhone's HEIC is told what to do, by its type or its name", () => {
  assertStringIncludes(refusal("IMG_1.HEIC", ""), "Export it as JPEG");
  assertStringIncludes(refusal("picture", "image/heif"), "Export it as JPEG");
});

Deno.test("other files are named as no picture", () => {
  assertStringIncludes(refusal("drawing.svg", "image/svg+xml"), "JPEG, PNG, WebP, GIF and AVIF");
  assertStringIncludes(refusal("film.mp4", "video/mp4"), "not a picture");
});

Deno.test("an empty file is refused", () => {
  assertStringIncludes(refusal("photo.jpg", "image/jpeg", 0), "empty");
});

Deno.test("a file over the limit is refused with both sizes, one at the limit is not", () => {
  assertEquals(refusal("photo.jpg", "image/jpeg", LIMITS.maxImageBytes), "");
  const sentence = refusal("photo.jpg", "image/jpeg", 3.5 * 1024 * 1024);
  assertStringIncludes(sentence, "3.5 MB");
  assertStringIncludes(sentence, "2 MB");
});
