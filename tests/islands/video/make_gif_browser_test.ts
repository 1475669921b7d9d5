import { assert, assertEquals } from "@std/assert";
import { type Browser, launchBrowser, type Page } from "../../browser.ts";
import { drawnVideo } from "../../fakes/drawn_video.ts";
import { screen } from "../../video_screening.ts";

let browser: Browser;
let script: string;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
  script = await bundle("../../../islands/video/make_gif.ts");
});
Deno.test.afterAll(() => browser.close());

async function bundle(module: string): Promise<string> {
  const entrypoints = [new URL(module, import.meta.url).pathname];
  const options = { entrypoints, platform: "browser", minify: true, write: false } as const;
  const { success, outputFiles, errors } = await Deno.bundle(options);
  assertEquals([success, errors], [true, []]);
  return outputFiles?.[0]?.text() ?? "";
}

interface Making {
  /** Base64, or the failure's words. */
  readonly gif?: string;
  readonly failure?: string;
  readonly progress: readonly number[];
  /** Where the visitor's player stands afterwards. */
  readonly playerAt: number;
}

async function makeGif(
  page: Page,
  src: string,
  options: { readonly framesPerSecond?: number; readonly maxSide?: number; abortAfter?: number },
): Promise<Making> {
  return await page.evaluate(async ({ src, abortAfter, ...options }) => {
    const address = "/script.js";
    const { makeGif } = await import(address);
    const player = document.createElement("video");
    player.src = src;
    const progress: number[] = [];
    const abort = new AbortController();
    const onProgress = (done: number) => {
      progress.push(done);
      if (progress.length === abortAfter) abort.abort(new Error("no more"));
    };
    const made = { progress, playerAt: player.currentTime };
    try {
      const gif = await makeGif(player, { ...options, signal: abort.signal, onProgress });
      const bytes = new Uint8Array(await gif.arrayBuffer());
      return { ...made, gif: `${gif.type};${bytes.toBase64()}` };
    } catch (error) {
      return { ...made, failure: String(error) };
    }
  }, { src, ...options });
}

/** A GIF taken apart as its specification (GIF89a) says. */
function readGif(gif: Uint8Array) {
  const view = new DataView(gif.buffer, gif.byteOffset, gif.byteLength);
  const text = (at: number, length: number) =>
    String.fromCharCode(...gif.subarray(at, at + length));
  const afterBlocks = (at: number) => {
    while (view.getUint8(at) !== 0) at += view.getUint8(at) + 1;
    return at + 1;
  };
  const tableBytes = (flags: number) => flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
  const facts = { header: text(0, 6), width: view.getUint16(6, true), height: 0, loops: -1 };
  facts.height = view.getUint16(8, true);
  const delays: number[] = [];
  const pictures: string[] = [];
  let at = 13 + tableBytes(view.getUint8(10));
  while (view.getUint8(at) !== 0x3b) {
    const kind = view.getUint8(at) === 0x21 ? view.getUint8(at + 1) : 0x2c;
    if (kind === 0x2c) {
      const start = at + 10 + tableBytes(view.getUint8(at + 9));
      at = afterBlocks(start + 1);
      pictures.push(gif.slice(start, at).toHex());
      continue;
    }
    if (kind === 0xf9) delays.push(view.getUint16(at + 4, true));
    if (kind === 0xff && text(at + 3, 11) === "NETSCAPE2.0") {
      facts.loops = view.getUint16(at + 16, true);
    }
    at = afterBlocks(at + 2);
  }
  return { ...facts, delays, pictures, length: at + 1 };
}

function bytesOf(making: Making): Uint8Array {
  const [type, base64 = ""] = making.gif?.split(";") ?? [];
  assertEquals(type, "image/gif", making.failure);
  return Uint8Array.fromBase64(base64);
}

Deno.test("a video becomes an endless GIF of its frames, half its size", async () => {
  await using screening = await screen(browser, await drawnVideo(), { script });
  const making = await makeGif(screening.page, screening.video, { framesPerSecond: 7 });
  const bytes = bytesOf(making);
  const gif = readGif(bytes);
  assertEquals([gif.header, gif.width, gif.height, gif.loops], ["GIF89a", 480, 270, 0]);
  assertEquals(gif.length, bytes.length);
  assertEquals(gif.delays.length, 25);
  assertEquals(gif.delays.reduce((sum, delay) => sum + delay, 0), 357);
  assertEquals(new Set(gif.pictures).size, 25, "every frame is another one");
  assertEquals(making.progress.length, 25);
  assertEquals([making.progress.at(-1), making.playerAt], [1, 0]);
});

Deno.test("browsers show a GIF of a video, and it looks as the video does", async () => {
  await using screening = await screen(browser, await drawnVideo(), { script });
  const { gif = "" } = await makeGif(screening.page, screening.video, { maxSide: 160 });
  const difference = await screening.page.evaluate(async ({ gif, src }) => {
    const draw = (source: CanvasImageSource) => {
      const canvas = new OffscreenCanvas(160, 90);
      const context = canvas.getContext("2d");
      context?.drawImage(source, 0, 0, 160, 90);
      return context?.getImageData(0, 0, 160, 90).data ?? new Uint8ClampedArray();
    };
    const image = new Image();
    image.src = gif.replace(";", ";base64,").replace(/^/, "data:");
    await image.decode();
    const player = document.createElement("video");
    player.src = src;
    player.currentTime = 0.001;
    await new Promise((resolve) => player.requestVideoFrameCallback(resolve));
    const [one, other] = [draw(image), draw(player)];
    return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;
  }, { gif, src: screening.video });
  assert(difference < 4, `the mean difference is ${difference} of 255`);
});

Deno.test("a GIF that is no longer wanted ends at once", async () => {
  await using screening = await screen(browser, await drawnVideo(), { script });
  const making = await makeGif(screening.page, screening.video, { abortAfter: 2 });
  assertEquals([making.gif, making.failure], [undefined, "Error: no more"]);
  assertEquals(making.progress.length, 2);
});

Deno.test("of what is no video, no GIF is made", async () => {
  await using screening = await screen(browser, new Uint8Array(500), { script });
  const making = await makeGif(screening.page, screening.video, {});
  assertEquals(making.failure, "Error: This browser cannot play the video");
});

Deno.test("the part that makes GIFs stays small", async () => {
  const packed = new Blob([script]).stream().pipeThrough(new CompressionStream("gzip"));
  const { byteLength } = await new Response(packed).arrayBuffer();
  assert(byteLength > 1000 && byteLength < 6000, `${byteLength} bytes`);
});
