/** What is told of videos that not every browser plays, and whether Chromium agrees. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { WebMOutputFormat } from "mediabunny";
import { Buffer } from "node:buffer";
import { playingOf } from "../../contract/playing.ts";
import { finishVideo } from "../../server/videos/video_finishing.ts";
import { type Browser, launchBrowser, type Page } from "../browser.ts";
import { startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { screen } from "../video_screening.ts";
import { videoVariant } from "../video_variants.ts";
import { readDownload, visit } from "../visit.ts";

let browser: Browser;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
});
Deno.test.afterAll(() => browser.close());

/** Four frames in that codec of WebCodecs, as Chromium makes them, in a WebM. */
async function codedVideo(page: Page, codec: string) {
  const frames = await page.evaluate(async (codec) => {
    const frames: string[] = [];
    const encoder = new VideoEncoder({
      output(chunk) {
        const bytes = new Uint8Array(chunk.byteLength);
        chunk.copyTo(bytes);
        frames.push(chunk.type + btoa(String.fromCharCode(...bytes)));
      },
      error: (error) => frames.push(String(error)),
    });
    encoder.configure({ codec, width: 160, height: 96 });
    const canvas = new OffscreenCanvas(160, 96);
    canvas.getContext("2d")?.fillRect(20, 20, 40, 40);
    for (let count = 0; count < 4; count++) {
      const frame = new VideoFrame(canvas, { timestamp: count * 125_000 });
      encoder.encode(frame);
      frame.close();
    }
    await encoder.flush();
    return frames;
  }, codec);
  return await videoVariant({
    format: new WebMOutputFormat(),
    coded: {
      codec,
      frames: frames.map((frame) => ({
        isKey: frame.startsWith("key"),
        data: Uint8Array.fromBase64(frame.replace(/^(key|delta)/, "")),
      })),
    },
  });
}

for (const codec of ["vp8", "vp09.00.10.08", "av01.0.04M.08"]) {
  Deno.test(`Chromium plays ${codec} out of a WebM, as the table says`, async () => {
    const path = await Deno.makeTempFile();
    await using maker = await screen(browser, new Uint8Array());
    await Deno.writeFile(path, await codedVideo(maker.page, codec));
    const facts = await finishVideo(path, {
      title: "A video",
      recipe: { v: 1, app: "AI Lounge After Dark", model: "any", seed: 1 },
      source: "trained-model",
    });
    assertStringIncludes(playingOf(facts.codec)?.sentence ?? "", "Chrome");
    await using screening = await screen(browser, await Deno.readFile(path));
    await Deno.remove(path);
    const width = await screening.page.evaluate((src) =>
      new Promise<number | string>((resolve) => {
        const video = document.createElement("video");
        video.addEventListener("loadeddata", () => resolve(video.videoWidth));
        video.addEventListener("error", () => resolve(video.error?.message ?? "error"));
        video.src = src;
      }), screening.video);
    assertEquals(width, 160);
  });
}

Deno.test("Chromium says of H.264's kinds that it plays them, as the table does", async () => {
  await using screening = await screen(browser, new Uint8Array());
  for (const codec of ["avc1.42c00b", "avc1.64001f", "avc1.6e000b", "avc1.7a000b", "avc1.f4000b"]) {
    const answer = await screening.page.evaluate(
      (type) => document.createElement("video").canPlayType(type),
      `video/mp4; codecs="${codec}"`,
    );
    const playing = playingOf(codec);
    assert(answer !== "" && playing, codec);
    assert(playing.isEverywhere || playing.sentence.startsWith("Chrome"), codec);
  }
});

Deno.test("a video that this browser cannot play is kept, told of and downloaded", async () => {
  const video = await videoVariant({ inert: "hevc" });
  await using endpoint = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(video, { headers: { "content-type": "video/mp4" } }),
  );
  await using lounge = await startLounge({
    HF_ENDPOINT_URL: `http://127.0.0.1:${endpoint.addr.port}/`,
  });
  await using guest = await visit(browser, `${lounge.url}/?model=stable-video-diffusion-xt`);
  const { page } = guest;
  const buffer = Buffer.from(await drawPicture({ type: "image/jpeg", width: 640, height: 360 }));
  await page.setInputFiles("#image", [{ name: "photo.jpg", mimeType: "image/jpeg", buffer }]);
  await page.locator(".crop-frame").waitFor();
  await page.getByRole("button", { name: "Generate" }).click();
  const note = page.locator('[data-playing="failed"]');
  await note.waitFor();
  assertStringIncludes(
    await note.innerText(),
    "This browser can't play the video. It is coded in HEVC",
  );
  const downloading = page.waitForEvent("download");
  await note.getByRole("link", { name: "Download it" }).click();
  const bytes = await readDownload(await downloading);
  assertEquals(new TextDecoder().decode(bytes.subarray(4, 8)), "ftyp");
  const [name = ""] = lounge.listVideos().filter((each) => each.endsWith(".mp4"));
  await page.goto(`${lounge.url}/v/${name.split(".")[0]}`);
  await note.waitFor();
  assertStringIncludes(await page.locator(".receipt").innerText(), "HEVC (H.265)");
});
