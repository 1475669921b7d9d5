import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Browser, launchBrowser, type Page } from "../browser.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { readDownload, visit } from "../visit.ts";
import { makeOwnVideo } from "./video/own_video.ts";

const SETTINGS = { move: "push-in", strength: 1, seconds: 1, fps: 12, seed: 7 };

let browser: Browser;
let lounge: Lounge;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
  lounge = await startLounge();
});
Deno.test.afterAll(async () => {
  await browser.close();
  await lounge[Symbol.asyncDispose]();
  assertEquals(lounge.loggedErrors, []);
});

/** Opens the page of a new video, with its tools alive. */
async function watchNew(page: Page, settings: Record<string, unknown> = SETTINGS): Promise<void> {
  const { page: path } = await makeOwnVideo(page, settings);
  await page.goto(new URL(path, page.url()).href);
  await page.waitForFunction(() => document.querySelector("video")?.readyState === 4);
  await page.getByText("Frame 1 of 12, 0.00 s").waitFor();
}

Deno.test("a video is saved as an endless GIF, and as its poster", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await watchNew(page);
  let downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as GIF" }).click();
  const gif = await downloading;
  assertMatch(gif.suggestedFilename(), /^ai-lounge-[0-9a-f]{8}\.gif$/);
  const bytes = await readDownload(gif);
  const view = new DataView(bytes.buffer);
  assertEquals(new TextDecoder().decode(bytes.subarray(0, 6)), "GIF89a");
  assertEquals([view.getUint16(6, true), view.getUint16(8, true)], [480, 270]);
  await page.getByRole("status").filter({ hasText: /The GIF is made and saved, \d+/ }).waitFor();

  downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save as poster" }).click();
  const poster = await downloading;
  const jpeg = await readDownload(poster);
  assertEquals([...jpeg.subarray(0, 3)], [0xff, 0xd8, 0xff]);
});

Deno.test("a video that is gone makes no GIF, and that is said", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await watchNew(page);
  await page.route("**/*.mp4", (route) => route.abort());
  await page.getByRole("button", { name: "Save as GIF" }).click();
  await page.getByText("This browser could not make a GIF of it.").waitFor();
  guest.complaints.splice(0);
});

interface Run {
  readonly times: readonly number[];
}

/** Where the player stands, each time that it shows something new. */
function startWatching(page: Page): Promise<void> {
  return page.evaluate(() => {
    const player = document.querySelector("video");
    const run: { times: number[] } = { times: [] };
    Object.assign(globalThis, { run });
    const note = () => run.times.push(player?.currentTime ?? -1);
    for (const event of ["timeupdate", "seeked"]) player?.addEventListener(event, note);
  });
}

Deno.test("a boomerang runs to the end and back, frame by frame, and can be paused on the way", async () => {
  await using guest = await visit(browser, lounge.url, { reducedMotion: "no-preference" });
  const { page } = guest;
  await watchNew(page);
  await startWatching(page);
  await page.getByRole("button", { name: "Boomerang" }).click();
  const times = await page.waitForFunction(() => {
    const { times } = (globalThis as unknown as { run: Run }).run;
    const top = times.findIndex((time) => time > 0.95);
    const back = times.findIndex((time, at) => top >= 0 && at > top && time < 0.1);
    // From the end to the start and off again.
    return back > 0 && times.slice(back).some((time) => time > 0.3) ? times : false;
  });
  const run = await times.jsonValue() as number[];
  const top = run.findIndex((time) => time > 0.95);
  const wayBack = run.slice(top).filter((time, at, all) => at > 0 && time < (all[at - 1] ?? 0));
  assert(wayBack.length >= 6, `${wayBack.length} of 12 frames on the way back: ${run}`);

  const pause = page.getByRole("button", { name: "Pause" });
  await pause.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  const isStill = await page.evaluate(async () => {
    const player = document.querySelector("video");
    const at = player?.currentTime;
    for (let frame = 0; frame < 20; frame++) await new Promise(requestAnimationFrame);
    return player?.paused && player.currentTime === at;
  });
  assertEquals(isStill, true);
  await page.getByRole("button", { name: "Boomerang" }).click();
  const left = await page.evaluate(() => {
    const { controls, loop, paused } = document.querySelector("video") ?? {};
    return { controls, loop, paused };
  });
  assertEquals(left, { controls: true, loop: true, paused: true });
});

Deno.test("who wants little motion starts a boomerang by hand", async () => {
  await using guest = await visit(browser, lounge.url, { reducedMotion: "reduce" });
  const { page } = guest;
  await watchNew(page);
  await page.getByRole("button", { name: "Boomerang" }).click();
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  assertEquals(
    await page.locator("video").evaluate((player: HTMLVideoElement) => player.paused),
    true,
  );
});

Deno.test("frames are stepped through by keyboard, and loop is switched", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await watchNew(page);
  const on = page.getByRole("button", { name: "One frame on" });
  assertEquals(await page.getByRole("button", { name: "One frame back" }).isDisabled(), true);
  await on.focus();
  for (let frame = 2; frame <= 12; frame++) {
    await page.keyboard.press("Enter");
    await page.getByText(`Frame ${frame} of 12`).waitFor();
  }
  assertEquals(await on.isDisabled(), true);
  const loop = page.getByRole("button", { name: "Loop" });
  await loop.click();
  assertEquals(await loop.getAttribute("aria-pressed"), "false");
  assertEquals(
    await page.locator("video").evaluate((player: HTMLVideoElement) => player.loop),
    false,
  );
});

Deno.test("every tool is as large as a thumb, on a phone too", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await watchNew(page);
  await page.setViewportSize({ width: 390, height: 844 });
  const boxes = await page.getByRole("group", { name: "Video tools" }).evaluate((group) =>
    [...group.querySelectorAll("a, button")].map((tool) => {
      const { width, height, right } = tool.getBoundingClientRect();
      return { width, height, right };
    })
  );
  assertEquals(boxes.length, 7);
  for (const { width, height, right } of boxes) {
    assert(width >= 44 && height >= 44 && right <= 390, `${width}×${height}, to ${right}`);
  }
});
