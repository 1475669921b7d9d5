/** What the studio shows while the visitor reaches for its parts: on a phone, at rest, at a second try. */
import { assert, assertEquals } from "@std/assert";
import { type Browser, launchBrowser } from "../browser.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { visit } from "../visit.ts";
import { choosePictures } from "./held_endpoint.ts";
import { makeOwnVideo } from "./video/own_video.ts";

/** Nobody listens there: the models' own routes stand in for the Hub's. */
const UNREACHABLE = "http://127.0.0.1:9";

let browser: Browser;
let lounge: Lounge;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
  lounge = await startLounge({
    HF_API_TOKEN: "hf_of_the_instance",
    HF_HUB_URL: UNREACHABLE,
    HF_ROUTER_URL: UNREACHABLE,
  });
});
Deno.test.afterAll(async () => {
  await browser.close();
  await lounge[Symbol.asyncDispose]();
});

Deno.test("on a phone the list of models opens in sight, not behind the button", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(() => {
    // The name of the list right above the button is where it was hidden.
    const shown = document.querySelector("#models-shown")?.getBoundingClientRect();
    scrollBy(0, (shown?.bottom ?? 0) - innerHeight + 100);
  });
  await page.click("#models-shown");
  await page.waitForFunction(() => {
    const first = document.querySelector(".choice")?.getBoundingClientRect();
    const dock = document.querySelector(".dock-rest")?.getBoundingClientRect();
    return first !== undefined && dock !== undefined && first.bottom < dock.top;
  });
});

Deno.test("a second try previews the part that is sent, whatever model is in the panel by then", async () => {
  await using guest = await visit(browser, `${lounge.url}/?model=local-motion&seconds=6&fps=30`);
  const { page } = guest;
  await choosePictures(page, "photo.jpg");
  await page.getByRole("button", { name: "Generate" }).click();
  await page.waitForURL(/\/v\//);
  await page.getByRole("button", { name: "Cancel" }).click();
  const again = page.getByRole("button", { name: "Try again" });
  await again.waitFor();
  await page.click("#models-shown");
  await page.check('[id="model-wan-2.1"]');
  await page.getByText("Settings of Wan 2.1 14B").waitFor({ state: "attached" });
  await again.click();
  await page.locator(".waiting img").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await again.waitFor();
});

Deno.test("the sample video can be paused, and goes on", async () => {
  await using guest = await visit(browser, lounge.url, { reducedMotion: "no-preference" });
  const { page } = guest;
  const video = await makeOwnVideo(page, { model: "local-motion", seconds: 1, fps: 12 });
  // One that stands in for this server's own, which takes a while to make.
  await page.route(`${lounge.url}/`, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    const body = html.replace('id="studio"', `id="studio" data-sample="${video.url}"`);
    await route.fulfill({ response, body });
  });
  await page.goto(lounge.url);
  const sample = page.getByLabel("Sample video", { exact: true });
  const isPaused = () => sample.evaluate((player: HTMLVideoElement) => player.paused);
  await sample.waitFor();
  await page.getByLabel("Pause the sample video").check();
  assert(await isPaused());
  await page.getByLabel("Pause the sample video").uncheck();
  assertEquals(await isPaused(), false);
});

Deno.test("all that moves by itself around the studio can be stopped, without scripting too", async () => {
  for (const javaScriptEnabled of [true, false]) {
    await using guest = await visit(browser, lounge.url, {
      javaScriptEnabled,
      reducedMotion: "no-preference",
    });
    const { page } = guest;
    const motion = () =>
      page.evaluate(() =>
        document.getAnimations()
          .filter(({ effect }) => effect?.getComputedTiming().endTime === Infinity)
          .map(({ playState }) => playState)
      );
    assertEquals(await motion(), ["running", "running", "running", "running"]);
    await page.getByLabel("Pause the sample video").check();
    assertEquals(await motion(), ["paused", "paused", "paused", "paused"]);
  }
});

Deno.test("whoever wants little motion finds none, and nothing to stop", async () => {
  await using guest = await visit(browser, lounge.url, { reducedMotion: "reduce" });
  const { page } = guest;
  assertEquals(await page.evaluate(() => document.getAnimations().length), 0);
  assertEquals(await page.getByLabel("Pause the sample video").isVisible(), false);
});
