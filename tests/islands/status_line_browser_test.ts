import { assert, assertEquals } from "@std/assert";
import { launchBrowser, type Page } from "../browser.ts";
import { startLounge } from "../lounge.ts";
import { visit } from "../visit.ts";
import { choosePictures } from "./held_endpoint.ts";

/** The page is told that the video is being made for so long already, whatever became of it. */
async function pretendToGenerate(page: Page, seconds: { current: number }): Promise<void> {
  await page.route("**/events?*", (route) => route.abort());
  await page.route(/\/v\/[^/]+$/, async (route) => {
    const response = await route.fetch({ headers: { ...route.request().headers() } });
    const { endedAt: _, ...view } = await response.json();
    const json = {
      ...view,
      state: "running",
      startedAt: new Date(Date.now() - 1000 * seconds.current).toISOString(),
      progress: { stage: "generating", message: "Generating" },
      usualSeconds: { low: 120, high: 300 },
      cancelOutlook: "may-be-charged",
    };
    await route.fulfill({ response, json });
  });
}

Deno.test("while a slow model works its sentence has one line, in sight, and nothing beside it", async () => {
  const browser = await launchBrowser();
  try {
    await using lounge = await startLounge();
    await using guest = await visit(browser, lounge.url);
    const { page, complaints } = guest;
    const seconds = { current: 7 };
    await pretendToGenerate(page, seconds);
    await choosePictures(page, "photo.jpg");
    await page.getByRole("button", { name: "Generate" }).click();
    const measure = () =>
      page.locator(".status").evaluate((status) => {
        const [line, sentence] = [status, status.querySelector("p[aria-hidden]")].map((node) =>
          node?.getBoundingClientRect()
        );
        return {
          isWide: line?.width === sentence?.width,
          height: sentence?.height,
          isInSight: (line?.bottom ?? Infinity) <= innerHeight,
          top: sentence?.top,
        };
      });
    await page.locator("text=/^Generating, \\d s so far; this model/").waitFor();
    const first = await measure();
    assert(first.isInSight);
    assertEquals([first.isWide, first.height], [true, 24]);
    seconds.current = 3000;
    await page.locator("text=/^Generating, 5\\d min.* so far; longer/").waitFor();
    assertEquals(await measure(), first);

    // On a phone there is room for two lines, whether it needs them or not.
    await page.setViewportSize({ width: 390, height: 844 });
    const long = await measure();
    await page.locator(".status > p[aria-hidden]").evaluate((line) =>
      line.textContent = "Starting"
    );
    assertEquals([(await measure()).height, long.height], [48, 48]);
    // The streams of events that were kept from the page.
    complaints.length = 0;
  } finally {
    await browser.close();
  }
});
