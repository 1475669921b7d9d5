import { assertEquals, assertMatch } from "@std/assert";
import { type Browser, launchBrowser } from "../browser.ts";
import type { WebHandler } from "../../server/serving/web_server.ts";
import { startLounge } from "../lounge.ts";
import { hear, visit } from "../visit.ts";
import { choosePictures, startHeldEndpoint } from "./held_endpoint.ts";

let browser: Browser;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
});
Deno.test.afterAll(() => browser.close());

/** What a browser that blocks cookies makes of an app: none comes, and none comes back. */
function withoutCookies(handler: WebHandler): WebHandler {
  return async (request, info) => {
    const headers = new Headers(request.headers);
    headers.delete("cookie");
    const response = await handler(new Request(request, { headers }), info);
    const shown = new Response(response.body, response);
    shown.headers.delete("set-cookie");
    return shown;
  };
}

Deno.test("a browser that blocks cookies is told so, pays once and gets its video", async () => {
  await using paid = await startHeldEndpoint();
  await using lounge = await startLounge({ HF_ENDPOINT_URL: paid.url }, {
    between: withoutCookies,
  });
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await choosePictures(page, "photo.jpg");
  await page.getByText("This browser sends no cookies back").first().waitFor();
  await page.getByRole("button", { name: "Generate" }).click();
  await hear(page, "Success! Your video is ready.");
  const address = page.url();
  assertMatch(address, /\/v\/[0-9a-f-]{36}\?key=\w+\.[\w-]{43}$/);

  await page.reload();
  const video = page.locator("video");
  const seconds = await video.evaluate(async (player: HTMLVideoElement) => {
    player.muted = true;
    await player.play();
    while (player.currentTime === 0) await new Promise(requestAnimationFrame);
    return player.duration;
  });
  assertEquals(seconds > 0, true);
  assertEquals(paid.count(), 1);
});

Deno.test("several pictures of a browser without cookies are followed to their videos", async () => {
  await using lounge = await startLounge({}, { between: withoutCookies });
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await choosePictures(page, "one.jpg", "two.jpg");
  await page.getByRole("button", { name: "Generate" }).click();
  await hear(page, "All 2 videos are ready");
  const first = page.locator("ol a").first();
  assertMatch(await first.getAttribute("href") ?? "", /\?key=/);
  assertEquals(await page.getByRole("link", { name: "Download all as ZIP" }).count(), 0);
});

Deno.test("a form of a browser without cookies and scripts leads to a page that opens", async () => {
  await using lounge = await startLounge({}, { between: withoutCookies });
  await using guest = await visit(browser, lounge.url, { javaScriptEnabled: false });
  const { page } = guest;
  await choosePictures(page, "photo.jpg");
  await page.getByRole("button", { name: "Generate" }).click();
  await page.waitForURL(/\/v\/[0-9a-f-]{36}\?key=/);
  assertMatch(await page.locator("main").innerText(), /Queued|Generating|Ready|Now showing/i);
});
