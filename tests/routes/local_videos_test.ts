import {
  assert,
  assertEquals,
  assertFalse,
  assertGreater,
  assertLess,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import type { GenerationResult } from "../../contract/generation.ts";
import { type Browser, launchBrowser, type Page } from "../browser.ts";
import { cookieOf, postPicture } from "../generate_client.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { PATIENCE_MS } from "../patience.ts";
import { readPicture } from "../pictures.ts";
import { never, type PictureBench, setUpPictureBench } from "../pictures_opened.ts";
import { postOnPlain, wall } from "../server/providers/local/drawn_scenes.ts";

const SIZE = { width: 1024, height: 576 };
const MOVES = { "a push in": "push-in", "a rise": "rise" };

let browser: Browser;
let bench: PictureBench;
Deno.test.beforeAll(async () => {
  bench = setUpPictureBench();
  browser = await launchBrowser();
});
Deno.test.afterAll(async () => {
  bench.close();
  await browser.close();
});

/** A photo of the video's own size, with depth or, as a wall, without any. */
async function photo({ hasDepth = true } = {}): Promise<Uint8Array<ArrayBuffer>> {
  return await bench.processor.encode(hasDepth ? postOnPlain(SIZE) : wall(SIZE), never());
}

async function make(
  lounge: Lounge,
  picture: Uint8Array<ArrayBuffer>,
  fields: Readonly<Record<string, string>>,
): Promise<GenerationResult> {
  const response = await postPicture(lounge, { picture, fields: { seconds: "1", ...fields } });
  assertEquals(response.status, 200);
  return await response.json();
}

/** How far a video's first frame lies from a picture, on average, in steps of 255. */
async function distanceFromFirstFrame(
  page: Page,
  addresses: { readonly video: string; readonly picture: string },
): Promise<number> {
  return await page.evaluate(async ({ video, picture }) => {
    const player = document.createElement("video");
    player.muted = true;
    player.preload = "auto";
    const shown = new Promise((resolve, reject) => {
      player.addEventListener("error", () => reject(new Error(player.error?.message)));
      player.requestVideoFrameCallback(resolve);
    });
    player.src = video;
    await shown;
    const poster = await createImageBitmap(await (await fetch(picture)).blob());
    const { width, height } = poster;
    const pixels = [player, poster].map((source) => {
      const context = new OffscreenCanvas(width, height).getContext("2d");
      context?.drawImage(source, 0, 0, width, height);
      return context?.getImageData(0, 0, width, height).data ?? [];
    });
    const [frame = [], still = []] = pixels;
    let sum = 0;
    for (let at = 0; at < frame.length; at++) {
      sum += Math.abs((frame[at] ?? NaN) - (still[at] ?? NaN));
    }
    return sum / (3 * width * height);
  }, addresses);
}

for (const [name, move] of Object.entries(MOVES)) {
  Deno.test(`the poster of ${name} is the video's first frame`, async () => {
    await using lounge = await startLounge();
    const sent = await photo();
    const { url, poster = "", width, height } = await make(lounge, sent, { move, strength: "1" });
    const still = await readPicture(await (await fetch(lounge.url + poster)).bytes());
    assertEquals([still.width, still.height], [width, height]);
    const picture = await readPicture(sent);
    const sum = still.data.reduce(
      (total, value, at) => total + Math.abs(value - (picture.data[at] ?? NaN)),
      0,
    );
    const fromPicture = sum / still.data.length;
    assertGreater(fromPicture, 6, "the video does not begin with the whole picture");

    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(lounge.url);
    const fromFrame = await distanceFromFirstFrame(page, { video: url, picture: poster });
    await page.close();
    assertLess(fromFrame, 2.5);
    assert(fromFrame < fromPicture / 3, `${fromFrame} from the frame, ${fromPicture} otherwise`);
  });
}

/** Where the words that stand beside a video are found, at least once each. */
const PLACES: readonly (readonly [path: string, accept: string])[] = [
  ["page", "text/html"],
  ["page", "application/json"],
  ["page/embed", "text/html"],
  ["oembed", "application/json"],
  ["page/events", "text/event-stream"],
];
const PLAIN = "Local motion preview: simulated camera move, no AI video model";
const DEPTH = "Local motion preview: simulated depth, no AI video model";

for (const [hasDepth, said, unsaid] of [[false, PLAIN, DEPTH], [true, DEPTH, PLAIN]] as const) {
  Deno.test(`a video ${hasDepth ? "with" : "without"} depth is called that wherever it is shown`, async () => {
    await using lounge = await startLounge();
    const fields = { seconds: "1", seed: "7" };
    const picture = await photo({ hasDepth });
    const response = await postPicture(lounge, { picture, fields });
    const headers = cookieOf(response);
    const { id, label, page, url } = await response.json();
    assertEquals(label, said);
    const again = { ...headers, "idempotency-key": '"again"' };
    const cached = await (await postPicture(lounge, { picture, fields, headers: again })).json();
    assertEquals([cached.isCached, cached.label], [true, said]);
    assertNotEquals(cached.id, id);

    const body = new URLSearchParams({ public: "true" });
    await (await fetch(`${lounge.url}${page}/share`, {
      method: "POST",
      body,
      headers: { ...headers, origin: lounge.url },
    })).body?.cancel();
    const oembed = `/oembed?url=${encodeURIComponent(lounge.url + page)}`;
    for (const [place, accept] of PLACES) {
      const path = place === "oembed" ? oembed : place.replace("page", page);
      const text = await (await fetch(lounge.url + path, { headers: { ...headers, accept } }))
        .text();
      assertStringIncludes(text, said, path);
      assertFalse(text.includes(unsaid), `${path} says the other as well`);
    }
    const video = new TextDecoder().decode(await (await fetch(lounge.url + url)).bytes());
    assertStringIncludes(video, said);
  });
}
