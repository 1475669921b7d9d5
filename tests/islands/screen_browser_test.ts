/** What the screen shows, and how large, while a video is made and once it is there. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { type Browser, launchBrowser, type Page } from "../browser.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { visit } from "../visit.ts";

const VIDEO = 'video[aria-label="Your video"]';
const PHONE = { width: 390, height: 844 };

let browser: Browser;
let lounge: Lounge;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
  lounge = await startLounge();
});
Deno.test.afterAll(async () => {
  await browser.close();
  await lounge[Symbol.asyncDispose]();
});

async function generate(page: Page, size: { width: number; height: number }): Promise<void> {
  const buffer = Buffer.from(await drawPicture({ type: "image/jpeg", ...size }));
  await page.setInputFiles("#image", [{ name: "photo.jpg", mimeType: "image/jpeg", buffer }]);
  await page.locator(".crop-frame").waitFor();
  await page.getByRole("button", { name: "Generate" }).click();
}

/** The video is not told of before the result is called. */
async function holdViews(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(/\/v\/[^/]+$/, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

async function sizeOf(page: Page, selector: string) {
  const { width = 0, height = 0 } = await page.locator(selector).boundingBox() ?? {};
  return { width, height };
}

for (const [shape, ratio] of [["portrait", 9 / 16], ["landscape", 16 / 9]] as const) {
  Deno.test(`on a phone the screen takes the shape of a ${shape} video, before it is there`, async () => {
    const address = `${lounge.url}/?model=local-motion&seconds=1&fps=12&seed=${PHONE.width}`;
    await using guest = await visit(browser, address);
    const { page } = guest;
    await page.setViewportSize(PHONE);
    const release = await holdViews(page);
    await generate(page, { width: Math.round(720 * ratio), height: 720 });
    await page.locator(".waiting").waitFor();
    const preview = await sizeOf(page, ".waiting");
    const screen = await sizeOf(page, ".tube-screen");
    assertAlmostEquals(preview.width / preview.height, ratio, 0.02);
    assert(preview.width * preview.height > 60_000, `${preview.width} × ${preview.height}`);
    assert(preview.height <= 0.6 * PHONE.height, `${preview.height} high`);

    release();
    await page.locator(VIDEO).waitFor();
    assertEquals(await sizeOf(page, ".tube-screen"), screen);
    const video = await sizeOf(page, VIDEO);
    assertAlmostEquals(video.height, preview.height, 1);

    await page.reload();
    assertEquals((await sizeOf(page, ".tube-screen > video")).height, video.height);
  });
}

Deno.test("the video fades in over the last still of the preview, which then goes", async () => {
  await using guest = await visit(browser, `${lounge.url}/?model=local-motion&seconds=1&fps=15`, {
    reducedMotion: "no-preference",
  });
  const { page } = guest;
  await generate(page, { width: 640, height: 360 });
  await page.locator(VIDEO).waitFor();
  const still = page.locator(`.waiting:has(+ ${VIDEO})`);
  const motion = await still.locator("> div").evaluate((node) =>
    getComputedStyle(node).animationPlayState
  );
  assertEquals(motion, "paused");
  await still.evaluate((node) => node.getAnimations().forEach((animation) => animation.finish()));
  assertEquals(await still.isVisible(), false);
});
