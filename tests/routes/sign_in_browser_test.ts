/** Signing in, in a real browser, at a real OpenID provider on another site. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Browser, type BrowserContext, launchBrowser, type Page } from "../browser.ts";
import { type OpenIdProvider, startOpenIdProvider } from "../fakes/openid_provider.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { PATIENCE_MS } from "../patience.ts";
import { drawPicture } from "../pictures.ts";
import { readDownload } from "../visit.ts";
import { readZip } from "../zip_reading.ts";

let browser: Browser;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
});
Deno.test.afterAll(() => browser.close());

/** A browser of its own: nothing is shared with others but the machine. */
interface Device extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
}

async function takeDevice(lounge: Lounge, options: { javaScriptEnabled?: boolean } = {}) {
  const context = await browser.newContext({ ...options, acceptDownloads: true });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(`${lounge.url}/account`);
  return { page, context, [Symbol.asyncDispose]: () => context.close() } satisfies Device;
}

/** Has the page send a picture as its visitor, and waits for the video. */
async function makeVideo(page: Page): Promise<{ readonly id: string; readonly url: string }> {
  const picture = await drawPicture({ width: 640, height: 360 });
  const answer = await page.evaluate(async (base64) => {
    const form = new FormData();
    form.append("seconds", "1");
    form.append("image", new File([Uint8Array.fromBase64(base64)], "photo.jpg"));
    const headers = { accept: "application/json" };
    return await (await fetch("/generate", { method: "POST", body: form, headers })).text();
  }, picture.toBase64());
  return JSON.parse(answer);
}

async function videosOn(page: Page): Promise<string[]> {
  const answer = await page.evaluate(async () => {
    return await (await fetch("/library", { headers: { accept: "application/json" } })).text();
  });
  return JSON.parse(answer).generations.map(({ id }: { id: string }) => id);
}

/** Who is signed in, as the pages about what went wrong say it. */
async function namesInBars(page: Page): Promise<(string | undefined)[]> {
  return await page.evaluate(async () => {
    const paths = ["/problems", "/problems/rate-limited", "/nowhere"];
    const pages = await Promise.all(paths.map(async (path) => {
      return await (await fetch(path, { headers: { accept: "text/html" } })).text();
    }));
    return pages.map((html) => /href="\/account"[^>]*>([^<]+)</.exec(html)?.[1]);
  });
}

async function goToProvider(page: Page, provider: OpenIdProvider): Promise<void> {
  await page.getByRole("link", { name: "Sign in with Hugging Face" }).click();
  await page.waitForURL(`${provider.issuer}/**`);
}

async function signIn(page: Page, provider: OpenIdProvider, name: string): Promise<void> {
  await goToProvider(page, provider);
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("anything");
  await page.locator("button[type=submit]").click();
  await page.getByText("Authorize").waitFor();
  await page.locator("button[type=submit]").click();
  await page.waitForURL(/127\.0\.0\.1:\d+\/account$/);
  await page.getByText(`Signed in as ${name}.`).waitFor();
}

async function press(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.waitForURL(/notice=/);
  return await page.locator("[role=status], [role=alert]").first().textContent() ?? "";
}

Deno.test("an account takes the library along, shows it everywhere, and can be emptied and deleted", async () => {
  await using provider = await startOpenIdProvider();
  await using lounge = await startLounge(provider.settings);
  await using laptop = await takeDevice(lounge);
  const video = await makeVideo(laptop.page);
  await signIn(laptop.page, provider, "ada");
  assertEquals(await videosOn(laptop.page), [video.id], "the guest's video was not claimed");
  assertEquals(await namesInBars(laptop.page), ["ada", "ada", "ada"]);

  await using phone = await takeDevice(lounge);
  const second = await makeVideo(phone.page);
  await signIn(phone.page, provider, "ada");
  assertEquals(await videosOn(phone.page), [second.id, video.id], "not the same library");
  assertEquals(await videosOn(laptop.page), [second.id, video.id]);

  assertMatch(await press(laptop.page, "Sign out"), /^You are signed out/);
  assertEquals(await videosOn(laptop.page), [], "the library stayed behind");
  // Somebody else takes the seat: the provider does not know this browser any more either.
  await laptop.context.clearCookies({ domain: "localhost" });
  await signIn(laptop.page, provider, "bob");
  assertEquals(await videosOn(laptop.page), [], "bob sees what is ada's");

  await assertExport(phone.page, [second.id, video.id]);
  await phone.page.getByText("Delete my account").click();
  await phone.page.getByRole("checkbox").check();
  assertMatch(await press(phone.page, "Delete for good"), /your account are gone/);
  assertEquals(await videosOn(phone.page), []);
  for (const address of [video.url, second.url, `/v/${video.id}`]) {
    const gone = await fetch(lounge.url + address);
    await gone.body?.cancel();
    assert([404, 410].includes(gone.status), `${address} answers ${gone.status}`);
  }
  assertEquals(lounge.listVideos(), []);
});

async function assertExport(page: Page, ids: readonly string[]): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export my data" }).click(),
  ]);
  assertEquals(download.suggestedFilename(), "ai-lounge-export.zip");
  const entries = readZip(await readDownload(download));
  assertEquals(entries.map(({ name }) => name), [
    "generations.json",
    ...ids.map((id) => `videos/${id}.mp4`),
  ]);
  const record = JSON.parse(new TextDecoder().decode(entries[0]?.bytes));
  assertEquals(record.account, "ada");
  assertEquals(record.generations.map(({ id }: { id: string }) => id), ids);
  for (const { receipt, settings, seed } of record.generations) {
    assertEquals([receipt.charged, typeof settings.strength, typeof seed], [
      "no",
      "number",
      "number",
    ]);
  }
}

Deno.test("whoever does not agree at the provider comes back to a sentence", async () => {
  await using provider = await startOpenIdProvider();
  await using lounge = await startLounge(provider.settings);
  await using laptop = await takeDevice(lounge);
  await goToProvider(laptop.page, provider);
  await laptop.page.getByText("[ Cancel ]").click();
  await laptop.page.waitForURL(/\/account\?notice=sign-in-canceled$/);
  const sentence = await laptop.page.getByRole("alert").textContent();
  assertStringIncludes(sentence ?? "", "You did not agree at Hugging Face");
});

Deno.test("signing in and out works without scripting", async () => {
  await using provider = await startOpenIdProvider();
  await using lounge = await startLounge(provider.settings);
  await using laptop = await takeDevice(lounge, { javaScriptEnabled: false });
  await signIn(laptop.page, provider, "ada");
  assertMatch(await press(laptop.page, "Sign out"), /^You are signed out/);
});
