import { assertEquals, assertStringIncludes } from "@std/assert";
import { choosePictures } from "../../../islands/studio/choose_pictures.ts";

const LIMITS = { maxImageBytes: 1000 };

function file(name: string, type: string, size = 10): File {
  return new File([new Uint8Array(size)], name, { type });
}

Deno.test("good pictures are taken without a word", () => {
  const files = [file("a.jpg", "image/jpeg"), file("b.png", "image/png")];
  assertEquals(choosePictures(files, LIMITS), { files, notice: "" });
});

Deno.test("a bad file among good ones is named, the good ones are taken", () => {
  const good = file("a.jpg", "image/jpeg");
  const { files, notice } = choosePictures([good, file("film.mp4", "video/mp4")], LIMITS);
  assertEquals(files, [good]);
  assertStringIncludes(notice, "film.mp4: That is not a picture");
});

Deno.test("a single bad file needs no name", () => {
  const { files, notice } = choosePictures([file("a.jpg", "image/jpeg", 2000)], LIMITS);
  assertEquals(files, []);
  assertStringIncludes(notice, "the limit here is");
  assertEquals(notice.includes("a.jpg"), false);
});
