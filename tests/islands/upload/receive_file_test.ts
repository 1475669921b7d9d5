import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { VideoRecipe } from "../../../contract/video_recipe.ts";
import { receiveFile } from "../../../islands/upload/receive_file.ts";
import { InputError } from "../../../server/errors.ts";
import { tagBox } from "../../../server/videos/video_marks.ts";
import { imageTypeOf } from "../../../server/pictures/image_type.ts";
import { boxOf } from "../../../server/videos/mp4_tree.ts";
import { mockVideo } from "../../fakes/drawn_video.ts";
import { drawPicture } from "../../pictures.ts";
import { latin1, pngHeader } from "../../pictures_crafted.ts";

const RECIPE: VideoRecipe = {
  v: 1,
  app: "AI Lounge After Dark",
  model: "local-motion",
  seed: 42,
  prompt: "rain & neon",
  shape: "portrait",
  settings: { move: "orbit", loop: true, seconds: 2.5 },
  crop: { x: 0.25, y: 0.5, zoom: 1.2 },
};

async function receive(bytes: Uint8Array<ArrayBuffer>, maxImageBytes = 1_000_000) {
  return await receiveFile(new File([bytes], "dropped"), { maxImageBytes });
}

async function sentenceAbout(bytes: Uint8Array<ArrayBuffer>, maxImageBytes?: number) {
  const received = await receive(bytes, maxImageBytes);
  assert(received.kind === "refused", `it was received as ${received.kind}`);
  return received.sentence;
}

async function restore(recipe: VideoRecipe) {
  const marks = { title: "Video", recipe, source: "altered-picture" } as const;
  const received = await receive(
    Uint8Array.from([...mockVideo(24), ...boxOf("moov", tagBox(marks))]),
  );
  assert(received.kind === "recipe", `it was received as ${received.kind}`);
  return received.restored;
}

Deno.test("a dropped video gives back its recipe as fields, crop and address", async () => {
  const { fields, crop, address } = await restore(RECIPE);
  assertEquals(fields, [
    ["model", "local-motion"],
    ["prompt", "rain & neon"],
    ["seed", "42"],
    ["shape", "portrait"],
    ["move", "orbit"],
    ["loop", "true"],
    ["seconds", "2.5"],
  ]);
  assertEquals(crop, { x: 0.25, y: 0.5, zoom: 1.2 });
  const url = new URL(address, "http://127.0.0.1");
  assertEquals([url.pathname, url.hash], ["/", "#studio"]);
  assertEquals(url.searchParams.get("prompt"), "rain & neon");
  assertEquals(url.searchParams.get("crop_x"), "0.25");
});

Deno.test("a recipe cannot set what is no control, nor a crop that cannot be", async () => {
  const settings = { image: "x", cache: "off", seed: 1, crop_x: 1, "a b": 1, fps: 7 };
  const { fields, crop } = await restore({
    ...RECIPE,
    settings,
    crop: { x: 3, y: 0.5, zoom: 1 },
  });
  assertEquals(fields.map(([name]) => name), ["model", "prompt", "seed", "shape", "fps"]);
  assertEquals(crop, undefined);
});

Deno.test("a video without a recipe is told so, whoever made it", async () => {
  assertStringIncludes(await sentenceAbout(mockVideo(400)), "no recipe");
  assertStringIncludes(await sentenceAbout(latin1("\x1a\x45\xdf\xa3 webm")), "no recipe");
});

Deno.test("a picture is received whatever it is called", async () => {
  const file = new File([await drawPicture()], "video.mp4", { type: "video/mp4" });
  assertEquals(await receiveFile(file, { maxImageBytes: 1_000_000 }), { kind: "picture", file });
});

Deno.test("pictures that the server would refuse are refused before they are sent", async () => {
  assertEquals(
    await sentenceAbout(pngHeader(30_000, 30_000)),
    "That picture has 30000 × 30000 pixels; at most 100 million are taken. Make it smaller.",
  );
  assertEquals(
    await sentenceAbout(pngHeader(640, 63)),
    "That picture has 640 × 63 pixels; each side needs at least 64. Choose a larger one.",
  );
  assertStringIncludes(
    await sentenceAbout(await drawPicture(), 100),
    "the limit here is 1 kB",
  );
  assertStringIncludes(await sentenceAbout(new Uint8Array()), "empty");
});

Deno.test("what is no picture is called by its name, as the server does", async () => {
  const others = [
    ["an SVG drawing", '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ["a TIFF or camera RAW picture", "MM\0*\0\0\0\x08"],
    ["a BMP picture", "BM\x36\0\0\0"],
    ["a PDF document", "%PDF-1.7\n"],
    ["plain text", "no picture"],
    ["not a picture that can be read here", "\0\x01\x02\x03"],
  ] as const;
  for (const [name, bytes] of others) {
    const sentence = await sentenceAbout(latin1(bytes));
    assertEquals(sentence, assertThrows(() => imageTypeOf(latin1(bytes)), InputError).message);
    assertStringIncludes(sentence, `This file is ${name}. Choose a JPEG`);
  }
});

Deno.test("where HEIC cannot be read, iPhone users are told what to do", async () => {
  const sentence = await sentenceAbout(latin1("\0\0\0\x18ftypheic\0\0\0\0mif1heic"));
  assertStringIncludes(sentence, "Settings, Camera, Formats, Most Compatible");
});
