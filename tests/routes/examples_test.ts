import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ExampleList } from "../../contract/example.ts";
import { EXAMPLES } from "../../server/providers/local/examples/example_list.ts";
import { type Browser, launchBrowser } from "../browser.ts";
import { assertProblem } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";
import { PATIENCE_MS } from "../patience.ts";
import { visit } from "../visit.ts";

/** The first one in its full length, which is what is measured; the others a second long. */
const EXAMPLES_TO_MAKE = EXAMPLES.map((example, index) =>
  index === 0 ? example : { ...example, settings: { ...example.settings, seconds: 1 } }
);
const JSON_WANTED = { headers: { accept: "application/json" } };

let browser: Browser;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
});
Deno.test.afterAll(() => browser.close());

Deno.test("the examples page fills itself until all videos are ready, and they play in parts", async () => {
  await using lounge = await startLounge({}, { examples: EXAMPLES_TO_MAKE });
  const folder = `${lounge.services.config.DATA_DIR}/examples`;
  const read = async (): Promise<ExampleList> =>
    await (await fetch(`${lounge.url}/examples`, JSON_WANTED)).json();
  const none = await fetch(`${lounge.url}/examples/arcade.mp4`);
  await assertProblem(none, { status: 404, code: "not-found", path: "/examples/arcade.mp4" });

  await using guest = await visit(browser, lounge.url, { reducedMotion: "no-preference" });
  const { page } = guest;
  // The page of whoever asks first, as it came.
  const opened = await (await page.goto(`${lounge.url}/examples`))?.text() ?? "";
  assertStringIncludes(opened, "In the making: 0 of 6 are ready.");
  assertEquals(opened.includes("<video"), false);
  await page.waitForFunction(
    () => document.querySelectorAll("article video").length === 6,
    undefined,
    { timeout: 6 * PATIENCE_MS },
  );
  await page.getByText("In the making").first().waitFor({ state: "detached" });
  for (const { title } of EXAMPLES) {
    const video = page.getByLabel(title, { exact: true });
    await video.evaluate(async (player: HTMLVideoElement) => {
      player.scrollIntoView();
      while (player.currentTime < 0.2) await new Promise(requestAnimationFrame);
    });
  }
  const exampleList = await read();
  assertEquals([exampleList.areAllReady, exampleList.examples.length], [true, 6]);
  assertEquals(
    [...Deno.readDirSync(folder)].map(({ name }) => `/examples/${name}`).toSorted(),
    exampleList.examples.map(({ url }) => url).toSorted(),
  );

  const [first] = exampleList.examples;
  const video = `${lounge.url}${first?.url}`;
  const whole = await (await fetch(video)).bytes();
  assert(whole.length < 1_000_000, `${whole.length} bytes`);
  const part = await fetch(video, { headers: { range: "bytes=100-199" } });
  assertEquals([part.status, part.headers.get("content-type")], [206, "video/mp4"]);
  assertEquals(await part.bytes(), whole.slice(100, 200));
  const head = await fetch(video, { method: "HEAD" });
  assertEquals([head.status, head.headers.get("content-length")], [200, String(whole.length)]);
  const etag = { "if-none-match": head.headers.get("etag") ?? "" };
  assertEquals((await fetch(video, { headers: etag })).status, 304);

  const home = await guest.openTab("/");
  await home.locator(`#studio video[src="${first?.url}"]`).evaluate(async (player) => {
    while ((player as HTMLVideoElement).currentTime < 0.2) await new Promise(requestAnimationFrame);
  });
  await home.close();

  await Deno.remove(folder, { recursive: true });
  assertEquals((await read()).areAllReady, false);
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll("article video").length > 0);
  // The same video again, but for the date that is in it.
  assertEquals((await (await fetch(video)).bytes()).length, whole.length);
});

Deno.test("the page names each move and its settings, without scripting too", async () => {
  await using lounge = await startLounge();
  const response = await fetch(`${lounge.url}/examples`, { headers: { accept: "text/html" } });
  const html = await response.text();
  assertEquals([response.status, response.headers.get("cache-control")], [200, "no-store"]);
  for (const move of ["Push in", "Pull back", "Orbit", "Drift left", "Rise", "Drift right"]) {
    assertStringIncludes(html, `>${move}</h2>`);
  }
  assertStringIncludes(html, "strength 0.6, 4 s at 15 frames a second, loops without a seam");
  assertStringIncludes(
    html,
    'href="/?model=local-motion&amp;strength=0.6&amp;seconds=4&amp;fps=15&amp;loop=true&amp;move=push-in#studio"',
  );
  assertStringIncludes(html, '<noscript><meta http-equiv="refresh"');
});

Deno.test("no other file is served under the examples' address", async () => {
  await using lounge = await startLounge();
  await Deno.writeTextFile(`${lounge.services.config.DATA_DIR}/secret.mp4`, "secret");
  for (
    const name of ["secret.mp4", "..%2Fsecret.mp4", "neon-street", "neon-street.mp4.part", "x"]
  ) {
    const response = await fetch(`${lounge.url}/examples/${name}`);
    await response.body?.cancel();
    assertEquals(response.status, 404, name);
  }
});
