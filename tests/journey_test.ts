/** What a visitor does, in a real browser against the real app. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { Buffer } from "node:buffer";
import { type Browser, launchBrowser } from "./browser.ts";
import { startFakeHuggingFace } from "./fakes/fake_hugging_face.ts";
import { settled } from "./generate_client.ts";
import { startLounge } from "./lounge.ts";
import { drawPicture } from "./pictures.ts";
import { smallVideo } from "./small_video.ts";
import { bring, type BroughtFile, hear, readDownload, visit } from "./visit.ts";

let browser: Browser;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
});
Deno.test.afterAll(() => browser.close());

async function photo(): Promise<BroughtFile> {
  const content = await drawPicture({ type: "image/png", width: 1280, height: 720 });
  return { name: "photo.png", type: "image/png", content };
}

Deno.test("a dropped photo becomes a video that plays, seeks and downloads", async () => {
  await using lounge = await startLounge();
  await using guest = await visit(browser, lounge.url, { reducedMotion: "no-preference" });
  const { page } = guest;
  await bring(page, "drop", await photo());
  await hear(page, "Picture ready. Press Generate.");
  await page.getByAltText("The picture you chose").waitFor();

  await page.getByRole("button", { name: "Generate" }).click();
  await page.waitForURL(/\/v\/[0-9a-f-]{36}$/);
  await hear(page, "Success! Your video is ready.");
  await page.waitForFunction(() => document.title.startsWith("Ready: "));
  const caption = await page.locator("figcaption").filter({ hasText: "made in" }).textContent();
  assertMatch(caption ?? "", /^Local motion preview: .*no AI video model 1024×576,/);

  const current = page.locator("a[aria-current]:not([aria-current=false])");
  assertEquals(await page.locator("main").locator(current).count(), 0, "links called current");

  const player = page.locator("video");
  const video = await player.evaluate(async (player: HTMLVideoElement) => {
    while (player.currentTime < 0.3) await new Promise(requestAnimationFrame);
    const { videoWidth, videoHeight, duration, error } = player;
    return { videoWidth, videoHeight, duration, error };
  });
  assertEquals([video.videoWidth, video.videoHeight, video.error], [1024, 576, null]);
  assert(video.duration > 2.9 && video.duration < 3.1, `${video.duration} s`);

  const landed = await player.evaluate(async (player: HTMLVideoElement) => {
    player.pause();
    const seeked = new Promise((resolve) => player.onseeked = resolve);
    player.currentTime = player.duration * 0.9;
    await seeked;
    const canvas = new OffscreenCanvas(player.videoWidth, player.videoHeight);
    const context = canvas.getContext("2d");
    context?.drawImage(player, 0, 0);
    const middle = context?.getImageData(player.videoWidth / 2, player.videoHeight / 2, 1, 1).data;
    return { share: player.currentTime / player.duration, middle: [...middle ?? []] };
  });
  assert(Math.abs(landed.share - 0.9) < 0.01, `landed at ${landed.share}`);
  assert(landed.middle.every((value) => value > 200), `the disc is ${landed.middle}`);

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download MP4" }).click();
  const download = await downloading;
  assertMatch(download.suggestedFilename(), /^ai-lounge-[0-9a-f]{8}\.mp4$/);
  const [name = ""] = lounge.listVideos().filter((name) => name.endsWith(".mp4"));
  const stored = await Deno.readFile(`${lounge.services.config.VIDEOS_DIR}/${name}`);
  assertEquals(await readDownload(download), stored);

  await page.goBack();
  await page.getByText("Drop a photo here").waitFor();
  assertEquals(page.url(), `${lounge.url}/`);
  assertEquals(await current.count(), 1);
});

Deno.test("a pasted photo is taken, and another take makes another video", async () => {
  const fake = startFakeHuggingFace({ video: await smallVideo() });
  try {
    await using lounge = await startLounge({ HF_ENDPOINT_URL: fake.endpoint("video") });
    await using guest = await visit(browser, lounge.url, { reducedMotion: "no-preference" });
    const { page } = guest;
    await bring(page, "paste", await photo());
    await hear(page, "Picture ready. Press Generate.");
    await page.getByRole("button", { name: "Generate" }).click();
    await hear(page, "Success! Your video is ready.");
    const first = await page.locator("video").getAttribute("src");
    await page.getByRole("button", { name: "Another take" }).click();
    await page.locator(`video:not([src="${first}"])`).waitFor();
    assertEquals(lounge.listVideos().filter((name) => name.endsWith(".mp4")).length, 2);
    await page.getByRole("link", { name: "Start over" }).click();
    await hear(page, "Waiting for a picture.");
  } finally {
    await fake.close();
  }
});

Deno.test("Cancel stops the work at the endpoint and keeps the picture for another try", async () => {
  const fake = startFakeHuggingFace({ video: await smallVideo() });
  try {
    await using lounge = await startLounge({ HF_ENDPOINT_URL: fake.endpoint("hang") });
    await using guest = await visit(browser, lounge.url);
    const { page } = guest;
    await bring(page, "drop", await photo());
    await page.getByRole("button", { name: "Generate" }).click();
    const { ended } = await fake.request(1);
    await hear(page, "Generating video…");
    await page.getByText("Canceling now may still be charged.").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await hear(page, "Canceled. It may have been charged.");
    assertEquals(await ended, "client-left");
    await settled(() => lounge.listUploads().length === 0, "the upload is still there");
    assertEquals(lounge.listVideos(), []);
    await page.getByAltText("The picture you chose").waitFor();

    const canceled = page.url();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.waitForURL((url) => url.href !== canceled);
    await hear(page, "Generating video…");
    const [first, second] = [await fake.request(1), await fake.request(2)];
    assertEquals(second.body, first.body);
  } finally {
    await fake.close();
  }
});

Deno.test("what is no picture is refused before it is sent, one that breaks off by the server", async () => {
  await using lounge = await startLounge();
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  const content = new TextEncoder().encode("just some words");
  await bring(page, "drop", { name: "notes.png", type: "image/png", content });
  await hear(page, "This file is plain text. Choose a JPEG, PNG, WebP, AVIF, GIF or BMP picture.");

  const { name, type, content: whole } = await photo();
  await bring(page, "drop", { name, type, content: whole.slice(0, whole.length / 2) });
  await hear(page, "Picture ready.");
  await page.getByRole("button", { name: "Generate" }).click();
  const sentence = await hear(page, "Nothing was charged.");
  assertMatch(sentence, /^Error: The picture is cut off.+\. Nothing was charged\.$/);
  await page.waitForFunction(() => document.title.startsWith("Failed: "));
  await page.getByRole("link", { name: "Why?" }).click();
  await page.getByRole("heading", { name: "The picture is damaged" }).waitFor();
  // The refused request is the browser's own complaint; the preview makes none.
  const complaints = guest.complaints.splice(0);
  assertEquals(complaints.length, 1, complaints.join());
  assertMatch(complaints[0] ?? "", /status of 422/);
});

Deno.test("without JavaScript the form leads to a page that brings itself to the video, and a fault to its explanation", async () => {
  await using lounge = await startLounge();
  const { name, type: mimeType, content } = await photo();
  await using guest = await visit(browser, lounge.url, { javaScriptEnabled: false });
  const { page } = guest;
  await page.setInputFiles("input[type=file]", { name, mimeType, buffer: Buffer.from(content) });
  const [loaded] = await Promise.all([
    page.waitForResponse(/\/videos\/[0-9a-f-]{36}\.mp4$/),
    page.getByRole("button", { name: "Generate" }).click(),
  ]);
  assert(loaded.ok());
  await page.waitForURL(/\/v\/[0-9a-f-]{36}$/);
  await page.getByText("Local motion preview: simulated camera move").waitFor();

  await page.goto(lounge.url);
  const words = Buffer.from("just some words");
  await page.setInputFiles("input[type=file]", { name, mimeType, buffer: words });
  await page.getByRole("button", { name: "Generate" }).click();
  await page.getByRole("link", { name: "What this means" }).waitFor();
  for (const complaint of guest.complaints.splice(0)) assertMatch(complaint, /status of 415/);
});

Deno.test("pages without an island ship no script", async () => {
  await using lounge = await startLounge();
  for (const path of ["/nowhere", "/problems/not-found", "/videos/nothing.mp4"]) {
    const response = await fetch(lounge.url + path, { headers: { accept: "text/html" } });
    const html = await response.text();
    assertMatch(html, /<\/html>$/, path);
    assertEquals(/<script|modulepreload/.exec(html), null, path);
  }
});
