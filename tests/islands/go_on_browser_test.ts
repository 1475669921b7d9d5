/** A frame of one video becomes the picture of the next one. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Browser, launchBrowser, type Page } from "../browser.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { visit } from "../visit.ts";
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

/** How far two moments of videos, or a picture, are apart: the mean of all channels, of 255. */
async function difference(
  page: Page,
  one: { readonly src: string; readonly at: number },
  other: { readonly src: string; readonly at?: number },
): Promise<number> {
  return await page.evaluate(async ({ sources, frameSeconds }) => {
    const draw = async ({ src, at }: { src: string; at?: number }) => {
      const canvas = new OffscreenCanvas(128, 72);
      const context = canvas.getContext("2d");
      if (at === undefined) {
        const image = new Image();
        image.src = src;
        await image.decode();
        context?.drawImage(image, 0, 0, 128, 72);
      } else {
        const player = document.createElement("video");
        player.muted = true;
        player.src = src;
        await new Promise((resolve) => player.onloadeddata = resolve);
        const shown = new Promise<void>((resolve) => {
          const look: VideoFrameRequestCallback = (_now, { mediaTime }) => {
            // The first frame, or one before, may still come.
            if (mediaTime <= at && at < mediaTime + frameSeconds) resolve();
            else player.requestVideoFrameCallback(look);
          };
          player.requestVideoFrameCallback(look);
        });
        player.currentTime = at;
        await shown;
        context?.drawImage(player, 0, 0, 128, 72);
      }
      return context?.getImageData(0, 0, 128, 72).data ?? new Uint8ClampedArray();
    };
    const [one, other] = await Promise.all(sources.map(draw));
    if (!one || !other) throw new Error("nothing drawn");
    return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;
  }, { sources: [one, other], frameSeconds: 1 / SETTINGS.fps });
}

async function goOn(page: Page): Promise<void> {
  await page.getByRole("link", { name: /^Go on from here/ }).click();
  await page.getByText("This frame is the picture now.").waitFor();
}

Deno.test("the last frame becomes the picture, with the video's settings, and then another video", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  const first = await makeOwnVideo(page, SETTINGS);
  await page.goto(lounge.url + first.page);
  await page.getByText("Frame 1 of 12").waitFor();
  await page.locator("video").evaluate(async (player: HTMLVideoElement) => {
    // Or it would begin anew before the click.
    player.pause();
    const seeked = new Promise((resolve) => player.onseeked = resolve);
    player.currentTime = 99;
    await seeked;
  });
  await page.getByText("Frame 12 of 12").waitFor();
  await goOn(page);
  assertEquals(new URL(page.url()).searchParams.get("move"), "push-in");
  assertEquals(await page.locator('[name="move"]').inputValue(), "push-in");
  const preview = page.getByAltText("The picture you chose");
  const last = { src: first.url, at: 11.5 / 12 };
  const chosen = { src: await preview.getAttribute("src") ?? "" };
  const byFrame = await Promise.all(
    [11.5, 10.5, 9.5].map((frame) => difference(page, { ...last, at: frame / 12 }, chosen)),
  );
  const [own = 9, before = 0, earlier = 0] = byFrame;
  assert(own < 1 && own < before && before < earlier, `differences of ${byFrame}`);

  await page.reload();
  await page.getByText("This frame is the picture now.").waitFor();
  await page.getByRole("button", { name: "Generate" }).click();
  await page.waitForURL(/\/v\/[0-9a-f-]{36}$/);
  const video = page.locator("#studio video[src^='/videos/']");
  await video.waitFor();
  const next = { src: await video.getAttribute("src") ?? "", at: 0.01 };
  const [near, far] = [
    await difference(page, next, last),
    await difference(page, next, { src: first.url, at: 0.01 }),
  ];
  assert(near < 8 && near < far / 2, `${near} from the chosen frame, ${far} from the first one`);
});

Deno.test("a stranger's shared video lends its frames too, a private one does not", async () => {
  await using owner = await visit(browser, lounge.url);
  const video = await makeOwnVideo(owner.page, { ...SETTINGS, width: 660 });
  await using stranger = await visit(browser, lounge.url);
  const { page } = stranger;
  const address = `${lounge.url}/?video=${video.id}&at=0.5`;
  await page.goto(address);
  await page.getByText("That video is gone, or it is not yours to see.").waitFor();

  await owner.page.goto(lounge.url + video.page);
  await owner.page.click("text=Share this video");
  await owner.page.locator("text=Make it private again").waitFor();
  await page.goto(lounge.url + video.page);
  await page.getByText("Frame 1 of 12").waitFor();
  await page.getByRole("button", { name: "One frame on" }).click();
  await page.getByText("Frame 2 of 12").waitFor();
  await goOn(page);
  assertMatch(page.url(), /at=0\.125/);
  await page.getByText(/^frame-[0-9a-f]{8}-0\.1[23]s\.jpg$/).waitFor();
});

Deno.test("what the address says wrongly leaves the studio as it is", async () => {
  for (const query of ["video=x&at=1", "video=&at=1", "video=x", "at=1"]) {
    const response = await fetch(`${lounge.url}/?${query}`);
    const html = await response.text();
    assertEquals(response.status, 200);
    assertEquals(html.includes("That video is gone"), /video=x?&/.test(query), query);
  }
});
