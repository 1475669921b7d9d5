import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Browser, launchBrowser, type Page } from "../browser.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { eventually } from "../patience.ts";
import { visit } from "../visit.ts";
import { choosePictures, type HeldEndpoint, startHeldEndpoint } from "./held_endpoint.ts";

const VIDEO = 'video[src^="/videos/"]';

let browser: Browser;
let lounge: Lounge;
let endpoint: HeldEndpoint;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
  endpoint = await startHeldEndpoint();
  lounge = await startLounge({ HF_ENDPOINT_URL: endpoint.url });
});
Deno.test.afterAll(async () => {
  await browser.close();
  await lounge[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
  assertEquals(lounge.loggedErrors, []);
});

function path(page: Page): string {
  return new URL(page.url()).pathname;
}

async function generate(page: Page): Promise<void> {
  await page.click('button:text-is("Generate")');
  await page.waitForURL(/\/v\/[0-9a-f-]{36}$/);
}

Deno.test("a generation has its address at once and survives a reload and a second tab", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  const release = endpoint.hold();
  await choosePictures(page, "photo.jpg");
  await generate(page);
  const address = path(page);
  const second = await guest.openTab(address);
  await page.reload();
  for (const tab of [page, second]) await tab.locator("text=/^Generating, /").waitFor();
  release();
  await Promise.all([page, second].map((tab) => tab.locator(VIDEO).waitFor()));
  assertEquals([path(page), path(second)], [address, address]);
  for (const tab of [page, second]) {
    await tab.goto(tab.url());
    assertStringIncludes(await tab.locator("main").innerText(), "Now showing");
  }
});

Deno.test("with its event stream the studio asks once for the view and is told the rest", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.resourceType() === "fetch") asked.push(new URL(request.url()).pathname);
  });
  await choosePictures(page, "photo.jpg");
  await generate(page);
  await page.locator(VIDEO).waitFor();
  assertEquals(asked.filter((pathname) => pathname.startsWith("/v/")), [path(page)]);
});

Deno.test("without its event stream the studio polls, and misses nothing of the end", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await page.route("**/events?*", (route) => route.abort());
  const complaint = page.waitForEvent("console", (message) => message.type() === "error");
  // Or the video might be there before the studio asks for its events.
  const release = endpoint.hold();
  await choosePictures(page, "photo.jpg");
  await generate(page);
  await complaint;
  release();
  await page.locator(VIDEO).waitFor();
  await page.waitForFunction(() => document.title.startsWith("Ready: "));
  const complaints = guest.complaints.splice(0);
  assert(complaints.length > 0);
  for (const complaint of complaints) assertMatch(complaint, /net::ERR_FAILED/);
});

Deno.test("several pictures become videos of one batch; a bad one is told apart", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await choosePictures(page, "one.jpg", "two.jpg", "cut-off.jpg");
  await page.click('button:text-is("Generate")');
  await page.locator("text=Download all as ZIP").waitFor();
  await page.locator("text=2 of 3 videos ready; the others say what happened").first().waitFor();
  assertStringIncludes(await page.locator("ol").first().innerText(), "cut-off.jpg");
  const library = await guest.openTab("/library");
  assertEquals(await library.locator("article video").count(), 2);
  assertEquals(await library.locator('a[href*="videos.zip"]').count(), 1);
});

Deno.test("the library plays a video under the pointer and the focus, and not beyond", async () => {
  await using guest = await visit(browser, lounge.url, { reducedMotion: "no-preference" });
  const { page } = guest;
  await choosePictures(page, "photo.jpg");
  await generate(page);
  await page.locator(VIDEO).waitFor();
  await page.goto(new URL("/library", page.url()).href);
  const isPaused = (expected: boolean) =>
    page.waitForFunction(`document.querySelector("article video").paused === ${expected}`);
  await isPaused(true);
  // The first time the pointer may come before the page's script has.
  await eventually(async () => {
    await page.mouse.move(0, 0);
    await page.hover("article a.tile");
    const video = page.locator("article video").first();
    assertEquals(await video.evaluate((player: HTMLVideoElement) => player.paused), false);
  });
  await page.mouse.move(0, 0);
  await isPaused(true);
  await page.focus("article a.tile");
  await isPaused(false);
});

Deno.test("a video is shared, taken back and deleted by its owner alone", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await choosePictures(page, "photo.jpg");
  await generate(page);
  await page.locator(VIDEO).waitFor();
  await page.goto(page.url());
  await using stranger = await visit(browser, lounge.url);
  const look = async () => (await stranger.page.goto(page.url()))?.status();

  assertEquals(await look(), 404);
  await page.click("text=Share this video");
  await page.locator("text=Make it private again").waitFor();
  assertEquals(await look(), 200);
  assertEquals(await stranger.page.locator("text=Delete").count(), 0);
  await page.click("text=Make it private again");
  await page.locator("text=Share this video").waitFor();
  assertEquals(await look(), 404);

  const address = page.url();
  await page.click("text=Delete this video");
  await page.click("text=Delete for good");
  await page.waitForURL("**/library");
  assertEquals((await page.goto(address))?.status(), 410);
  for (const complaint of stranger.complaints.splice(0)) assertMatch(complaint, /status of 404/);
  for (const complaint of guest.complaints.splice(0)) assertMatch(complaint, /status of 410/);
});
