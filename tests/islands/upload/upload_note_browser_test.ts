import { assertEquals, assertMatch } from "@std/assert";
import { launchBrowser } from "../../browser.ts";
import { drawPicture } from "../../pictures.ts";
import { bundle, openPage } from "../crop/opened_page.ts";

Deno.test("a visitor is told that less is sent, and can have the original sent", async () => {
  const script = await bundle(new URL("./upload_note_page.tsx", import.meta.url));
  await using browser = await closing();
  const files = { "/chosen": await drawPicture({ width: 4032, height: 3024 }) };
  await using opened = await openPage(browser.browser, { script, files });
  const { page } = opened;
  const box = page.getByLabel("Send the original file");
  await box.waitFor();
  const told = () => page.locator("form").innerText();
  assertMatch(await told(), /Sent as JPEG: \d+ kB instead of \d+ kB/);
  assertEquals(await page.locator("output").innerText(), "smaller");
  await box.check();
  assertMatch(await told(), /Sent as it is: \d+ kB/);
  assertEquals(await page.locator("output").innerText(), "original");
  const names = await page.evaluate(() => [...new FormData(document.forms[0]).keys()]);
  assertEquals([names, opened.complaints], [[], []]);
});

async function closing() {
  const browser = await launchBrowser();
  return { browser, [Symbol.asyncDispose]: () => browser.close() };
}
