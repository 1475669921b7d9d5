import { assertEquals } from "@std/assert";
import { readVideoRecipe, type VideoBytes, type VideoRecipe } from "../../contract/video_recipe.ts";

const RECIPE: VideoRecipe = {
  v: 1,
  app: "AI Lounge After Dark",
  model: "local-motion",
  seed: 7,
  prompt: "neon rain 夜",
  settings: { camera: "orbit", seconds: 3.5, loop: true },
  crop: { x: 0.25, y: 0.5, zoom: 1.2 },
  picture: "ab".repeat(32),
};

type Bytes = Uint8Array<ArrayBuffer>;

function box(type: string, ...parts: Bytes[]): Bytes {
  const content = parts.flatMap((part) => [...part]);
  const bytes = Uint8Array.from([0, 0, 0, 0, ...[...type].map((c) => c.charCodeAt(0)), ...content]);
  new DataView(bytes.buffer).setUint32(0, bytes.length);
  return bytes;
}

/** An MP4 with this comment and nothing to play. */
function videoWith(comment: string | Bytes): Bytes {
  const value = typeof comment === "string" ? new TextEncoder().encode(comment) : comment;
  const data = box("data", Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 0), value);
  const tags = box("ilst", box("\xa9nam", box("data", new Uint8Array(8))), box("\xa9cmt", data));
  const meta = box("meta", new Uint8Array(4), box("hdlr", new Uint8Array(25)), tags);
  const index = box("moov", box("mvhd", new Uint8Array(100)), box("udta", meta));
  return Uint8Array.from([...box("ftyp", new Uint8Array(8)), ...box("mdat"), ...index]);
}

async function read(video: Bytes): Promise<VideoRecipe | undefined> {
  return await readVideoRecipe(new Blob([video]));
}

/** A video that counts what is read of it. */
function counted(video: Bytes): VideoBytes & { read: number } {
  const counter = {
    size: video.length,
    read: 0,
    slice(start: number, end: number) {
      const part = video.slice(start, end);
      counter.read += part.length;
      return { arrayBuffer: () => Promise.resolve(part.buffer) };
    },
  };
  return counter;
}

Deno.test("the recipe is read from the comment of a video", async () => {
  assertEquals(await read(videoWith(JSON.stringify(RECIPE))), RECIPE);
});

Deno.test("of a large video, little more than the recipe is read", async () => {
  const frames = box("mdat", new Uint8Array(3_000_000));
  const video = videoWith(JSON.stringify(RECIPE));
  const bytes = counted(Uint8Array.from([...frames, ...video]));
  assertEquals(await readVideoRecipe(bytes), RECIPE);
  assertEquals(bytes.read < 1000, true, String(bytes.read));
});

Deno.test("boxes with long sizes are stepped over", async () => {
  const video = videoWith(JSON.stringify(RECIPE));
  const long = new Uint8Array(24);
  long.set([0, 0, 0, 1, 0x6d, 0x64, 0x61, 0x74]);
  new DataView(long.buffer).setBigUint64(8, 24n);
  assertEquals(await read(Uint8Array.from([...long, ...video])), RECIPE);
});

Deno.test("only what a recipe may hold is taken from it", async () => {
  const given = {
    ...RECIPE,
    extra: "thing",
    settings: { seconds: 2, nested: { a: 1 }, list: [1], nothing: null, huge: "x".repeat(20_000) },
    crop: "everything",
    prompt: 5,
    picture: "ABC",
  };
  const { v, app, model, seed } = RECIPE;
  const expected = { v, app, model, seed, settings: { seconds: 2 } };
  assertEquals(await read(videoWith(JSON.stringify(given))), expected);
});

Deno.test("a crop that cannot be is left out, the rest stays", async () => {
  const crops = [
    { x: 2, y: 0, zoom: 1 },
    { x: 0, y: 0, zoom: 99 },
    { x: "0", y: 0, zoom: 1 },
    [],
    {},
  ];
  for (const crop of crops) {
    const recipe = await read(videoWith(JSON.stringify({ ...RECIPE, crop })));
    assertEquals([recipe?.crop, recipe?.seed], [undefined, 7], JSON.stringify(crop));
  }
});

Deno.test("a setting cannot reach the prototype of anything", async () => {
  const text = JSON.stringify(RECIPE).replace('"camera":"orbit"', '"__proto__":"orbit"');
  const recipe = await read(videoWith(text));
  assertEquals(Object.getPrototypeOf(recipe?.settings), Object.prototype);
  assertEquals(Object.hasOwn(Object.prototype, "orbit"), false);
});

Deno.test("what is no recipe of this version is none", async () => {
  const wrong: unknown[] = [
    { ...RECIPE, v: 2 },
    { ...RECIPE, app: "Another app" },
    { ...RECIPE, model: "" },
    { ...RECIPE, model: 3 },
    ...[-1, 0.5, 2 ** 31, "7", null].map((seed) => ({ ...RECIPE, seed })),
    [RECIPE],
    null,
    "text",
  ];
  for (const recipe of wrong) {
    assertEquals(await read(videoWith(JSON.stringify(recipe))), undefined, JSON.stringify(recipe));
  }
  const others = ["", "{", "A comment of someone else", "x".repeat(100_000)];
  for (const comment of others) assertEquals(await read(videoWith(comment)), undefined);
  assertEquals(await read(videoWith(Uint8Array.of(0xff, 0xfe))), undefined);
});

Deno.test("files that are no videos have no recipe", async () => {
  const files = ["", "x", "\x89PNG\r\n\x1a\n", "a text of some length that is no video at all"];
  for (const file of files) assertEquals(await read(new TextEncoder().encode(file)), undefined);
  assertEquals(await read(new Uint8Array(5000)), undefined);
  assertEquals(await read(new Uint8Array(5000).fill(255)), undefined);
});

Deno.test("a video cut off or changed anywhere has a sound recipe or none", async () => {
  const video = videoWith(JSON.stringify(RECIPE));
  for (let length = 0; length < video.length; length++) {
    assertEquals(await read(video.slice(0, length)), undefined, `cut at ${length}`);
  }
  for (let at = 0; at < video.length; at++) {
    for (const value of [0, 1, 0x7f, 0xff]) {
      const changed = video.slice();
      changed[at] = value;
      const recipe = await read(changed);
      assertEquals(recipe === undefined || recipe.v === 1, true);
    }
  }
});

Deno.test("a crowd of tiny boxes is not followed to its end", async () => {
  const crowd = new Uint8Array(8 * 100_000);
  for (let at = 0; at < crowd.length; at += 8) crowd.set([0, 0, 0, 8, 102, 114, 101, 101], at);
  const bytes = counted(crowd);
  assertEquals(await readVideoRecipe(bytes), undefined);
  assertEquals(bytes.read < 10_000, true, String(bytes.read));
});

Deno.test("a source that fails has no recipe", async () => {
  const slice = () => ({ arrayBuffer: () => Promise.reject(new Error("The file is gone")) });
  assertEquals(await readVideoRecipe({ size: 1000, slice }), undefined);
});
