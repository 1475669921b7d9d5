/** What is shown in the frame is what is sent, in a real browser against the real app. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { type Browser, launchBrowser, type Page } from "./browser.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "./fakes/fake_hugging_face.ts";
import { type Lounge, startLounge } from "./lounge.ts";
import { drawPicture, type PictureOptions, readPicture } from "./pictures.ts";
import { assertColour, drawnDisc, measureDisc, pixel } from "./pictures_opened.ts";
import { smallVideo } from "./small_video.ts";
import { bring, hear, visit } from "./visit.ts";

/** How far the disc may be from where the frame showed it, in pixels of what is sent. */
const PLACE_TOLERANCE = 2;
/** How much its diameters may differ from each other and from what the frame promises. */
const ROUND_SHARE = 0.01;

let browser: Browser;
let fake: FakeHuggingFace;
let lounge: Lounge;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
  fake = startFakeHuggingFace({ video: await smallVideo() });
  lounge = await startLounge({ HF_ENDPOINT_URL: fake.endpoint("video") });
});
Deno.test.afterAll(async () => {
  await browser.close();
  await lounge[Symbol.asyncDispose]();
  await fake.close();
});

async function choose(page: Page, options: PictureOptions): Promise<void> {
  const content = await drawPicture(options);
  const mimeType = options.type ?? "image/jpeg";
  await page.setInputFiles("#image", [{ name: "photo", mimeType, buffer: Buffer.from(content) }]);
  await page.getByRole("slider", { name: "Part of the picture" }).waitFor();
}

/** Where both are in the window, at one moment. */
async function boxes(page: Page) {
  return await page.locator(".crop-frame").evaluate((frame) => {
    const area = frame.closest(".crop-area") ?? frame;
    const [outer, inner] = [area, frame].map((element) => element.getBoundingClientRect().toJSON());
    return { area: outer as DOMRectReadOnly, frame: inner as DOMRectReadOnly };
  });
}

/** Where the frame stands in the picture, in fractions of it, as it is drawn on the screen. */
async function shownFrame(page: Page) {
  const { area, frame } = await boxes(page);
  return {
    left: (frame.x - area.x) / area.width,
    top: (frame.y - area.y) / area.height,
    width: frame.width / area.width,
    height: frame.height / area.height,
  };
}

/** Drags the frame by a share of the picture's size on the screen. */
async function drag(page: Page, by: { readonly x: number; readonly y: number }): Promise<void> {
  const { area, frame } = await boxes(page);
  const x = frame.x + frame.width / 2, y = frame.y + frame.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by.x * area.width, y + by.y * area.height, { steps: 5 });
  await page.mouse.up();
}

/** Presses Generate and reads the picture that the model is sent. */
async function generated(page: Page) {
  const number = fake.requests.length + 1;
  await page.click('button:text-is("Generate")');
  const { body } = await fake.request(number);
  await hear(page, "Success!");
  return await readPicture(body);
}

/** Compares what was sent with what the frame showed of the drawn disc. */
function assertSent(
  sent: Awaited<ReturnType<typeof readPicture>>,
  shown: Awaited<ReturnType<typeof shownFrame>>,
  disc: { readonly x: number; readonly y: number; readonly across: number },
): void {
  const seen = measureDisc(sent);
  assertAlmostEquals(seen.x, (disc.x - shown.left) / shown.width * sent.width, PLACE_TOLERANCE);
  assertAlmostEquals(seen.y, (disc.y - shown.top) / shown.height * sent.height, PLACE_TOLERANCE);
  const across = disc.across / shown.width * sent.width;
  assertAlmostEquals(seen.across, across, across * ROUND_SHARE);
  assertAlmostEquals(seen.down, seen.across, across * ROUND_SHARE, "the circle is round");
}

Deno.test("of a photo that lies on its side and is made smaller, the part in the frame is sent", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  const stored = { width: 4200, height: 3150, disc: { x: 0.4, y: 0.3 } };
  await choose(page, { ...stored, orientation: 6 });
  await page.getByText(/^Sent as JPEG: /).waitFor();
  await page.getByRole("slider", { name: "Zoom" }).fill("1.5");
  await drag(page, { x: 0.2, y: -0.05 });
  const shown = await shownFrame(page);
  const sent = await generated(page);
  assertEquals([sent.width, sent.height], [576, 1024]);
  // Upright, what was left is on top and what was on top is right.
  const { radius } = drawnDisc(stored, stored.disc);
  assertSent(sent, shown, { x: 0.7, y: 0.4, across: 2 * radius / stored.height });
});

Deno.test("a small picture in another shape is sent from where its frame was dragged", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  const drawn = { width: 1600, height: 1200, disc: { x: 0.22, y: 0.6 } };
  await choose(page, { ...drawn, type: "image/png" });
  await page.getByText("Portrait", { exact: true }).first().click();
  await page.waitForURL((url) => url.searchParams.get("shape") === "portrait");
  await drag(page, { x: -2, y: 0 });
  const shown = await shownFrame(page);
  assertAlmostEquals(shown.left, 0, 0.005);
  const sent = await generated(page);
  assertSent(sent, shown, { ...drawn.disc, across: 400 / 1600 });
  assertColour(pixel(sent, 0.02, 0.02), [254, 0, 0], 20);
});

Deno.test("the address and the video itself bring the frame back", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  const drawn = { width: 1200, height: 900 };
  await choose(page, drawn);
  await page.getByRole("slider", { name: "Zoom" }).fill("2");
  await drag(page, { x: 0.1, y: 0.2 });
  await page.waitForURL((url) => url.searchParams.get("crop_y") === "0.7");
  const shown = await shownFrame(page);
  const address = page.url();
  await generated(page);
  const src = await page.locator("video").getAttribute("src") ?? "";
  const video = await (await page.request.get(new URL(src, lounge.url).href)).body();

  await page.goto(address);
  await page.waitForSelector("form[novalidate]");
  await choose(page, drawn);
  assertEquals(await shownFrame(page), shown);

  await page.goto(lounge.url);
  await page.waitForSelector("form[novalidate]");
  await bring(page, "drop", {
    name: "video.mp4",
    type: "video/mp4",
    content: new Uint8Array(video),
  });
  await hear(page, "The video's settings are filled in.");
  await choose(page, drawn);
  assertEquals(await shownFrame(page), shown);
  assert(await page.locator("#set-seed").inputValue() !== "");
});

Deno.test("another picture starts with a frame of its own", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await choose(page, { width: 1200, height: 900 });
  const fresh = await shownFrame(page);
  await page.getByRole("slider", { name: "Zoom" }).fill("3");
  await choose(page, { width: 1200, height: 900, disc: { x: 0.3, y: 0.3 } });
  await page.waitForFunction(() =>
    document.querySelector<HTMLInputElement>(".crop-zoom")?.value === "1"
  );
  assertEquals(await shownFrame(page), fresh);
});
