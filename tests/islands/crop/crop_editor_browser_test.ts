import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { type Browser, launchBrowser, type Page } from "../../browser.ts";
import { drawPicture } from "../../pictures.ts";
import { bundle, gzipLength, type OpenedPage, openPage } from "./opened_page.ts";

const SIZE = { width: 1600, height: 1000 };
const FRAME = '[role="slider"]';
/** How far a place may be off, in pixels of the screen. */
const NEAR = 1;

let browser: Browser;
let script: string;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
  script = await bundle(new URL("./editor_page.tsx", import.meta.url));
});
Deno.test.afterAll(() => browser.close());

async function open(options: Parameters<Browser["newContext"]>[0] = {}): Promise<OpenedPage> {
  const files = { "/picture.jpg": await drawPicture({ ...SIZE, disc: { x: 0.3, y: 0.6 } }) };
  const viewport = { width: 900, height: 1000 };
  const opened = await openPage(browser, { script, files, viewport, ...options });
  await opened.page.locator(FRAME).waitFor();
  // Or what stands above the picture may still change its height.
  await opened.page.evaluate(async () => void await document.fonts.ready);
  return opened;
}

async function fields(page: Page): Promise<Record<string, string>> {
  return await page.evaluate(() =>
    Object.fromEntries([...new FormData(document.forms[0])].map(([name, value]) => [
      name,
      String(value),
    ]))
  );
}

/** Where both are in the window, at one moment. */
async function boxes(page: Page) {
  return await page.locator(FRAME).evaluate((frame) => {
    const area = frame.closest(".crop-area") ?? frame;
    const [outer, inner] = [area, frame].map((element) => element.getBoundingClientRect().toJSON());
    return { area: outer as DOMRectReadOnly, frame: inner as DOMRectReadOnly };
  });
}

function assertNear(actual: number, expected: number, what: string): void {
  assertAlmostEquals(actual, expected, NEAR, what);
}

Deno.test("the frame shows the part that fills the video, and nothing is sent for the middle", async () => {
  await using opened = await open();
  const { area, frame } = await boxes(opened.page);
  assertNear(area.width / area.height, 1.6, "the picture's shape");
  assertNear(frame.width, area.width, "as wide as the picture");
  assertNear(frame.height, area.width * 9 / 16, "of the video's shape");
  assertNear(frame.y + frame.height / 2, area.y + area.height / 2, "in the middle");
  assertEquals(await fields(opened.page), {});
  assertEquals(opened.complaints, [], "nothing breaks the content security policy");
});

Deno.test("dragged beyond the edge and back, the frame is under the pointer again", async () => {
  await using opened = await open();
  const { page } = opened;
  await page.getByText("Portrait").click();
  const { area, frame } = await boxes(page);
  assertNear(frame.width, area.height * 9 / 16, "a portrait frame");
  const x = frame.x + frame.width / 2, y = frame.y + frame.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 2000, y, { steps: 4 });
  const atEdge = await boxes(page);
  assertNear(atEdge.frame.x + frame.width, area.x + area.width, "at the edge");
  await page.mouse.move(x + 20, y, { steps: 4 });
  assertNear((await boxes(page)).frame.x, frame.x + 20, "back under the pointer");
  await page.mouse.up();
  await page.mouse.move(x + 60, y);
  assertNear((await boxes(page)).frame.x, frame.x + 20, "let go");
  const sent = await fields(page);
  assertAlmostEquals(Number(sent.crop_x), 0.5 + 20 / area.width, 0.01);
  assertEquals([sent.crop_y, sent.crop_zoom], ["0.5", "1"]);
});

Deno.test("keys move and zoom the frame, tell where it stands, and start over", async () => {
  await using opened = await open();
  const { page } = opened;
  await page.locator(FRAME).focus();
  for (const key of ["+", "+", "Shift+ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  assertEquals(await fields(page), { crop_x: "0.5", crop_y: "0.61", crop_zoom: "1.21" });
  const told = await page.locator(FRAME).getAttribute("aria-valuetext") ?? "";
  assertStringIncludes(told, "zoom 1.21");
  assertEquals(await page.getByLabel("Zoom").inputValue(), "1.21");
  assertEquals(await page.evaluate(() => scrollY), 0, "the page stays where it is");
  await page.keyboard.press("Home");
  assertEquals(await fields(page), {});
});

Deno.test("the slider zooms and Reset starts over", async () => {
  await using opened = await open();
  const { page } = opened;
  await page.getByLabel("Zoom").fill("2");
  const { area, frame } = await boxes(page);
  assertNear(frame.width, area.width / 2, "half the width");
  assertEquals((await fields(page)).crop_zoom, "2");
  await page.getByRole("button", { name: "Reset" }).click();
  assertEquals(await fields(page), {});
});

Deno.test("a press on the picture aims there; a double press inside the frame does too", async () => {
  await using opened = await open();
  const { page } = opened;
  await page.getByLabel("Zoom").fill("2");
  const { area } = await boxes(page);
  await page.mouse.click(area.x + area.width * 0.05, area.y + area.height * 0.9);
  const { frame } = await boxes(page);
  assertNear(frame.x, area.x, "as far left as it goes");
  assertNear(frame.y + frame.height, area.y + area.height, "as far down");
  await page.mouse.click(frame.x + frame.width * 0.7, frame.y + frame.height / 2);
  assertNear((await boxes(page)).frame.x, frame.x, "a single press inside does nothing");
  const x = frame.x + frame.width * 0.8;
  await page.mouse.dblclick(x, frame.y + frame.height * 0.4);
  const aimed = await boxes(page);
  assertNear(aimed.frame.x + aimed.frame.width / 2, x, "the middle is where it was pressed");
});

Deno.test("the wheel zooms only while the frame has the focus", async () => {
  await using opened = await open({
    viewport: { width: 900, height: 420 },
    reducedMotion: "reduce",
  });
  const { page } = opened;
  await page.locator(FRAME).hover();
  await page.mouse.wheel(0, 60);
  await page.waitForFunction(() => scrollY === 60);
  assertEquals(await fields(page), {});
  await page.locator(FRAME).evaluate((frame) => frame.focus({ preventScroll: true }));
  await page.mouse.wheel(0, -60);
  await page.waitForFunction(() => new FormData(document.forms[0]).get("crop_zoom") === "1.1");
  assertEquals(await page.evaluate(() => scrollY), 60);
});

Deno.test("two fingers zoom, and a finger beside the frame scrolls the page", async () => {
  await using opened = await open({ hasTouch: true, viewport: { width: 390, height: 420 } });
  const { page } = opened;
  const { area, frame } = await boxes(page);
  const touches = await page.context().newCDPSession(page);
  const touch = (type: string, ...points: (readonly [number, number])[]) =>
    touches.send("Input.dispatchTouchEvent", {
      type: type as "touchStart",
      touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    });
  const x = frame.x + frame.width / 2, y = frame.y + frame.height / 2;
  await touch("touchStart", [x - 40, y]);
  await touch("touchStart", [x - 40, y], [x + 40, y]);
  await touch("touchMove", [x - 80, y], [x + 80, y]);
  await touch("touchEnd");
  assertEquals((await fields(page)).crop_zoom, "2");
  assertNear((await boxes(page)).frame.width, area.width / 2, "half as wide");

  const beside = [area.x + 10, area.y + area.height - 10] as const;
  await touch("touchStart", beside);
  for (const up of [20, 60, 100, 140]) await touch("touchMove", [beside[0], beside[1] - up]);
  await touch("touchEnd");
  await page.waitForFunction(() => scrollY > 0);
  assertEquals((await fields(page)).crop_zoom, "2");
});

Deno.test("the shape that is nearest to the picture is chosen until another one is", async () => {
  await using opened = await open();
  const { page } = opened;
  assert(await page.getByLabel("Landscape").isChecked());
  await page.getByLabel("Landscape").focus();
  await page.keyboard.press("ArrowRight");
  assert(await page.getByLabel("Portrait").isChecked());
  const { frame } = await boxes(page);
  assertNear(frame.width / frame.height, 9 / 16, "the frame follows");
  assertEquals(await fields(page), {}, "the form's own field is for the page to set");
});

Deno.test("all that can be pressed is large enough for a finger", async () => {
  await using opened = await open({ hasTouch: true, viewport: { width: 390, height: 844 } });
  const { page } = opened;
  for (const target of [".crop-shape", 'input[type="range"]', "button", FRAME]) {
    for (const one of await page.locator(target).all()) {
      const box = await one.boundingBox();
      assert(box && box.width >= 44 && box.height >= 44, `${target}: ${JSON.stringify(box)}`);
    }
  }
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assertEquals(width, 390, "nothing stands out");
});

Deno.test("while waiting the part in the frame fills the screen and moves", async () => {
  await using opened = await open({ reducedMotion: "no-preference" });
  const { page } = opened;
  await page.goto(`${page.url()}?move=push-in`);
  await page.getByText("Portrait").click();
  await page.getByLabel("Zoom").fill("2");
  const screen = await page.locator("#screen").boundingBox();
  const part = await page.locator(".waiting").boundingBox();
  assert(screen !== null && part !== null);
  assertNear(part.width, (screen.height - 2) * 9 / 16, "of the video's shape");
  const motion = (target: string) =>
    page.locator(target).evaluate((element) => getComputedStyle(element).animationName);
  assertEquals(await motion(".waiting > div"), "waiting-push-in");
  await page.emulateMedia({ reducedMotion: "reduce" });
  assertEquals(await motion(".waiting > div"), "none");
  const still = await page.locator(".waiting-picture").boundingBox();
  const frame = { width: part.width, height: part.height };
  assert(still !== null);
  assertNear(still.height, 2 * frame.height, "zoomed as chosen");
  assertNear(still.x + still.width / 2, part.x + part.width / 2, "around the middle");
  assertNear(still.width / still.height, 1.6, "not stretched");
});

Deno.test("the parts that come with a picture stay small", async () => {
  const bytes = await gzipLength(script);
  assert(bytes > 5000 && bytes < 12_000, `${bytes} bytes with Preact`);
});
