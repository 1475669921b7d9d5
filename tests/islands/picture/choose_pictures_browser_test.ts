import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import type { ImageType } from "../../../contract/image_limits.ts";
import { launchBrowser, type Page } from "../../browser.ts";
import { startLounge } from "../../lounge.ts";
import { drawPicture } from "../../pictures.ts";
import { greyJpeg } from "../../pictures_crafted.ts";
import { visit } from "../../visit.ts";

/** Has the page remember of which type the files are that it shows. */
async function noteTypes(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const types: Record<string, string> = {};
    const createObjectURL = URL.createObjectURL;
    URL.createObjectURL = (file: Blob) => {
      const url = createObjectURL(file);
      types[url] = file.type;
      return url;
    };
    Object.assign(globalThis, { types });
  });
  await page.reload();
  await page.waitForSelector("form[novalidate]");
}

/** What the studio shows, as a file and in its middle. */
async function showInStudio(page: Page, type: ImageType, isAnimated: boolean) {
  await noteTypes(page);
  const buffer = Buffer.from(await drawPicture({ type, width: 320, height: 200, isAnimated }));
  await page.setInputFiles("#image", [{ name: "photo", mimeType: type, buffer }]);
  const shown = page.locator(".crop-area img");
  return await shown.evaluate(async (picture: HTMLImageElement) => {
    await picture.decode();
    const { types } = globalThis as unknown as { types: Record<string, string> };
    const type = types[picture.src];
    const canvas = new OffscreenCanvas(1, 1);
    const context = canvas.getContext("2d");
    const { naturalWidth: width, naturalHeight: height } = picture;
    context?.drawImage(picture, -width / 2, -height / 2);
    return { type, width, height, middle: context?.getImageData(0, 0, 1, 1).data[2] ?? 0 };
  });
}

Deno.test("of a picture that moves the studio shows the first frame, which is what is sent", async () => {
  const browser = await launchBrowser();
  try {
    await using lounge = await startLounge();
    for (const type of ["image/gif", "image/webp"] as const) {
      await using guest = await visit(browser, lounge.url);
      const { middle, ...still } = await showInStudio(guest.page, type, true);
      assertEquals(still, { type: "image/jpeg", width: 320, height: 200 });
      // The disc is white there, and black in the other frame.
      assert(middle > 200, `${type}: ${middle}`);
    }
    await using guest = await visit(browser, lounge.url);
    const { type } = await showInStudio(guest.page, "image/webp", false);
    assertEquals(type, "image/webp");
  } finally {
    await browser.close();
  }
});

Deno.test("a picture that the browser cannot show is drawn by the server once that is asked for", async () => {
  const browser = await launchBrowser();
  try {
    await using lounge = await startLounge();
    await using guest = await visit(browser, lounge.url);
    const { page } = guest;
    const buffer = Buffer.from(greyJpeg(12_000, 9000));
    await page.setInputFiles("#image", [{ name: "photo.jpg", mimeType: "image/jpeg", buffer }]);
    await page.getByText("This browser cannot show the picture.").waitFor();
    await page.getByRole("button", { name: "Show the picture" }).click();
    await page.getByRole("slider", { name: "Part of the picture" }).waitFor();
    const shown = page.locator(".crop-area img");
    assertEquals(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth), 1600);
    await page.getByText("12000×6750 pixels become").waitFor();
    assertEquals(lounge.listUploads(), []);
  } finally {
    await browser.close();
  }
});
