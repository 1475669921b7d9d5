/** Draws `docs/studio.png`: the studio with a finished video of a drawn picture. */
import { launchBrowser, type Page } from "../tests/browser.ts";
import { startLounge, stopWorkers } from "../tests/lounge.ts";
import { bring, hear, visit } from "../tests/visit.ts";
import { nightDrive } from "./night_drive.ts";

const TARGET = new URL("../docs/studio.png", import.meta.url);

async function drawPhoto(page: Page): Promise<Uint8Array> {
  await page.setViewportSize({ width: 1536, height: 864 });
  await page.setContent(`<body style="margin:0;overflow:hidden">${nightDrive()}</body>`);
  return await page.screenshot({ type: "jpeg", quality: 92 });
}

/** The same picture in 256 colours, a third of the size. */
async function shrink(png: Uint8Array): Promise<Uint8Array> {
  // Not before the app's workers have started: the library replaces the global Worker.
  const { default: loadVips } = await import("wasm-vips");
  const vips = await loadVips();
  using image = vips.Image.newFromBuffer(png);
  return image.pngsaveBuffer({ palette: true, Q: 90, compression: 9, effort: 10, keep: "none" });
}

await using lounge = await startLounge();
const browser = await launchBrowser();
try {
  const content = await drawPhoto(await browser.newPage());
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await bring(page, "drop", { name: "night-drive.jpg", type: "image/jpeg", content });
  await page.getByRole("button", { name: "Generate" }).click();
  await hear(page, "Success!");
  await page.locator("video").evaluate(async (player: HTMLVideoElement) => {
    player.pause();
    player.controls = false;
    const seeked = new Promise((resolve) => player.onseeked = resolve);
    player.currentTime = player.duration * 0.8;
    await seeked;
  });
  await page.mouse.move(0, 0);
  // What fades in has arrived; what moves for ever is not waited for.
  await page.evaluate(async () => {
    const arriving = document.getAnimations().filter((animation) =>
      animation.effect?.getComputedTiming().iterations !== Infinity
    );
    await Promise.all(arriving.map(({ finished }) => finished));
  });
  await Deno.writeFile(TARGET, await shrink(await page.screenshot()));
} finally {
  await browser.close();
  stopWorkers();
}
