import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Browser, launchBrowser, type Page } from "../browser.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { hear, visit } from "../visit.ts";
import { choosePictures } from "./held_endpoint.ts";

/** Nobody listens there: the models' own routes stand in for the Hub's. */
const UNREACHABLE = "http://127.0.0.1:9";

let browser: Browser;
let local: Lounge;
let routed: Lounge;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
  local = await startLounge();
  routed = await startLounge({
    HF_API_TOKEN: "hf_of_the_instance",
    HF_HUB_URL: UNREACHABLE,
    HF_ROUTER_URL: UNREACHABLE,
  });
});
Deno.test.afterAll(async () => {
  await browser.close();
  for (const lounge of [local, routed]) await lounge[Symbol.asyncDispose]();
});

async function chooseModel(page: Page, id: string): Promise<void> {
  await page.click("#models-shown");
  await page.check(`[id="model-${id}"]`);
  await page.waitForURL((url) => url.searchParams.get("model") === id);
}

async function readField(page: Page, name: string): Promise<string> {
  return await page.locator(`#set-${name}`).inputValue();
}

Deno.test("a change of model keeps what applies, shows its own controls, and survives a reload", async () => {
  await using guest = await visit(browser, routed.url);
  const { page } = guest;
  await chooseModel(page, "ltx-video-13b");
  await page.fill("#set-prompt", "Snow falls on the street.");
  await page.fill("#set-seed", "7");
  await page.locator("#set-frames").fill("41");
  await chooseModel(page, "hunyuan-video");
  assertEquals(await readField(page, "prompt"), "Snow falls on the street.");
  assertEquals(await readField(page, "seed"), "7");
  assertEquals(await page.locator("#set-frames").count(), 0);
  assertStringIncludes(await page.locator('[data-panel="summary"]').innerText(), "this instance");
  await page.reload();
  assertEquals(await page.locator("#models-shown strong").innerText(), "HunyuanVideo");
  assertEquals(await readField(page, "prompt"), "Snow falls on the street.");
});

Deno.test("a change of model is not overtaken by a change of a setting", async () => {
  await using guest = await visit(browser, routed.url);
  const { page } = guest;
  await chooseModel(page, "ltx-video-13b");
  const held = Promise.withResolvers<void>();
  await page.route((url) => url.search.startsWith("?model=hunyuan-video"), async (route) => {
    await held.promise;
    await route.continue();
  }, { times: 1 });
  const asking = page.waitForRequest((request) =>
    request.url().includes("/panel?model=hunyuan-video")
  );
  await page.click("#models-shown");
  await page.check(`[id="model-hunyuan-video"]`);
  await asking;
  const askingAgain = page.waitForRequest((request) => request.url().includes("/panel?"));
  await page.locator("#set-frames").fill("41");
  await askingAgain;
  held.resolve();
  await page.locator("#set-frames").waitFor({ state: "detached" });
  assertEquals(new URL(page.url()).searchParams.get("model"), "hunyuan-video");
  await page.unrouteAll({ behavior: "wait" });
});

Deno.test("a model that the server cannot tell of is not chosen, and the page says why", async () => {
  await using guest = await visit(browser, routed.url);
  const { page, complaints } = guest;
  await chooseModel(page, "ltx-video-13b");
  await page.fill("#set-seed", "7");
  await page.route("**/panel?*", (route) => route.abort());
  await page.click("#models-shown");
  await page.locator("#model-hunyuan-video").click();
  await page.locator("#panel-note", { hasText: "the model stays as it was" }).waitFor();
  assertEquals(await page.locator("#model-ltx-video-13b").isChecked(), true);
  assertEquals(await readField(page, "seed"), "7");
  for (const complaint of complaints.splice(0)) assertMatch(complaint, /ERR_FAILED/);
});

Deno.test("what is chosen before the script comes is kept when it does", async () => {
  await using guest = await visit(browser, routed.url);
  const { page } = guest;
  const held = Promise.withResolvers<void>();
  await page.route("**/Studio.js", async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto(`${routed.url}/?model=ltx-video-13b`, { waitUntil: "commit" });
  await page.fill("#set-prompt", "Leaves fall.");
  await page.fill("#set-seed", "7");
  await page.locator("#set-frames").fill("41");
  held.resolve();
  await page.waitForSelector("form[novalidate]");
  await page.waitForFunction(() => location.search.includes("seed=7"));
  assertEquals(
    await Promise.all(["prompt", "seed", "frames"].map((name) => readField(page, name))),
    ["Leaves fall.", "7", "41"],
  );
  assertEquals(await page.locator('output[for="set-frames"]').innerText(), "41");
  assertEquals(await page.locator("#seed-lock").getAttribute("aria-pressed"), "true");
});

Deno.test("a model that is chosen before the script comes is asked for when it does", async () => {
  await using guest = await visit(browser, routed.url);
  const { page } = guest;
  const held = Promise.withResolvers<void>();
  await page.route("**/Studio.js", async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto(`${routed.url}/?model=ltx-video-13b`, { waitUntil: "commit" });
  await page.click("#models-shown");
  await page.check("#model-hunyuan-video");
  held.resolve();
  await page.locator("#models-shown strong", { hasText: "HunyuanVideo" }).waitFor();
  assertEquals(await page.locator("#set-frames").count(), 0);
});

Deno.test("what stood there by default does not follow to the next model", async () => {
  await using guest = await visit(browser, routed.url);
  const { page } = guest;
  await chooseModel(page, "local-motion");
  assertEquals(await page.locator("#set-prompt").count(), 0);
  assertStringIncludes(
    await page.locator('[data-panel="summary"]').innerText(),
    "stays on this server",
  );
  await chooseModel(page, "wan-2.1");
  assertMatch(await readField(page, "prompt"), /\w/);
  assertEquals(new URL(page.url()).search, "?model=wan-2.1");
});

Deno.test("the list of models is gone through by arrow keys, and closed by Escape", async () => {
  await using guest = await visit(browser, routed.url);
  const { page } = guest;
  await page.focus("#models-shown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const before = new URL(page.url()).searchParams.get("model");
  await page.keyboard.press("ArrowDown");
  await page.waitForURL((url) => url.searchParams.has("model"));
  const focused = await page.evaluate(() => document.activeElement?.id ?? "");
  const after = new URL(page.url()).searchParams.get("model");
  assertEquals([focused, before === after], [`model-${after}`, false]);
  assertEquals(await page.locator("#models-open").getAttribute("open"), "");
  await page.keyboard.press("Escape");
  await page.waitForSelector("#models-open:not([open])");
  assertEquals(await page.evaluate(() => document.activeElement?.id), "models-shown");
});

Deno.test("a preset sets values and shows that it is on, until one of them is changed", async () => {
  await using guest = await visit(browser, local.url);
  const { page } = guest;
  const lively = page.locator("#preset-lively");
  await lively.press("Space");
  await page.waitForSelector('#preset-lively[aria-pressed="true"]');
  assertEquals(await readField(page, "strength"), "0.9");
  assertEquals(await page.locator('output[for="set-strength"]').innerText(), "0.9");
  await page.locator("#set-strength").fill("0.3");
  await page.waitForSelector('#preset-lively[aria-pressed="false"]');
  assertEquals(await page.locator('output[for="set-strength"]').innerText(), "0.3");
  assertEquals(new URL(page.url()).searchParams.get("strength"), "0.3");
});

Deno.test("a seed is shuffled, locked and let go", async () => {
  await using guest = await visit(browser, local.url);
  const { page } = guest;
  await page.click("#seed-shuffle");
  await page.waitForSelector('#seed-lock[aria-pressed="true"]');
  assertMatch(await readField(page, "seed"), /^\d+$/);
  await page.click("#seed-lock");
  await page.waitForSelector('#seed-lock[aria-pressed="false"]');
  assertEquals(await readField(page, "seed"), "");
});

Deno.test("the lock keeps the seed of the video on the screen", async () => {
  await using guest = await visit(browser, local.url);
  const { page } = guest;
  await choosePictures(page, "photo.jpg");
  await page.click('button:text-is("Generate")');
  await hear(page, "Success!");
  await page.click("#seed-lock");
  await page.waitForSelector('#seed-lock[aria-pressed="true"]');
  const response = await page.request.get(page.url(), {
    headers: { accept: "application/json" },
  });
  assertEquals(await readField(page, "seed"), String((await response.json()).seed));
});

Deno.test("what cannot be sent is said at its control before anything is uploaded", async () => {
  await using guest = await visit(browser, routed.url);
  const { page } = guest;
  let uploads = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/generate")) uploads++;
  });
  await choosePictures(page, "photo.jpg");
  await page.fill("#set-seed", "99999999999");
  await page.click('button:text-is("Generate")');
  await page.locator("#set-seed-fault", { hasText: "Seed must be a whole number" }).waitFor();
  assertEquals(await page.evaluate(() => document.activeElement?.id), "set-seed");
  await page.fill("#set-seed", "");
  await page.locator("#set-seed-fault").waitFor({ state: "hidden" });
  await page.fill("#set-prompt", "   ");
  await page.click('button:text-is("Generate")');
  await page.locator("#set-prompt-fault", { hasText: "needs words" }).waitFor();
  assertEquals(await page.locator("#set-prompt").getAttribute("aria-invalid"), "true");
  assertEquals(uploads, 0);
});

Deno.test("an illegal value is in no command and no address", async () => {
  await using guest = await visit(browser, routed.url);
  const { page } = guest;
  const command = page.locator("#curl-command");
  await page.fill("#set-seed", "7");
  await page.waitForFunction(() => location.search.includes("seed=7"));
  assertMatch(await command.textContent() ?? "", /-F seed=7\b/);
  await page.fill("#set-seed", "99999999999999");
  await page.waitForFunction(() => !location.search.includes("seed="));
  assert(!(await command.textContent())?.includes("seed="));
});

Deno.test("a setting that the server refuses is said at its control, wherever it is", async () => {
  await using guest = await visit(browser, local.url);
  const { page } = guest;
  const detail = "fps must be a whole number from 7 to 30.";
  await page.route("**/generate", (route) =>
    route.fulfill({
      status: 422,
      contentType: "application/problem+json",
      body: JSON.stringify({
        type: "/problems/invalid-setting",
        code: "invalid-setting",
        charged: "no",
        detail,
        field: "fps",
      }),
    }));
  await choosePictures(page, "photo.jpg");
  await page.click('button:text-is("Generate")');
  await page.locator("#set-fps-fault", { hasText: detail }).waitFor();
  assertEquals(await page.evaluate(() => document.activeElement?.id), "set-fps");
  for (const complaint of guest.complaints.splice(0)) assertMatch(complaint, /status of 422/);
});

Deno.test("the curl of the studio makes the video that the form would make", async () => {
  await using guest = await visit(browser, local.url);
  const { page } = guest;
  await page.fill("#set-seed", "11");
  await page.locator("#set-strength").fill("0.2");
  await page.click("#curl summary");
  const command = page.locator("#curl-command", { hasText: "strength=0.2" });
  await command.waitFor();
  const folder = await Deno.makeTempDir({ prefix: "curl-" });
  try {
    const photo = await drawPicture({ type: "image/jpeg", width: 640, height: 360 });
    await Deno.writeFile(`${folder}/photo.jpg`, photo);
    const { stdout } = await new Deno.Command("bash", {
      args: ["-c", await command.innerText()],
      cwd: folder,
      env: { no_proxy: "127.0.0.1" },
      stderr: "null",
    }).output();
    const result = JSON.parse(new TextDecoder().decode(stdout));
    assertEquals([result.model, result.seed], ["local-motion", 11]);
    assertMatch(result.url, /^\/videos\/.+\.mp4$/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("copying puts the command on the clipboard, or selects it where that is not allowed", async () => {
  await using guest = await visit(browser, local.url);
  const { page } = guest;
  await page.click("#curl summary");
  await page.click("#curl-copy");
  await page.locator("#curl-copy", { hasText: /Copied|Press/ }).waitFor();
  const selected = await page.evaluate(() => String(getSelection()));
  const label = await page.locator("#curl-copy").innerText();
  assert(label.startsWith("Copied") || selected.startsWith("curl "), label);
});

Deno.test("without scripting the panel changes by page loads and the form still works", async () => {
  await using guest = await visit(browser, routed.url, { javaScriptEnabled: false });
  const { page } = guest;
  await page.click("#models-shown");
  await page.check("#model-local-motion");
  await page.click("text=Show this model's settings");
  await page.locator("#models-shown strong", { hasText: "Local motion preview" }).waitFor();
  await page.click("#preset-lively");
  await page.waitForSelector('#preset-lively[aria-pressed="true"]');
  assertEquals(await readField(page, "strength"), "0.9");
  await choosePictures(page, "photo.jpg");
  await page.click('button:text-is("Generate")');
  await page.waitForURL(/\/v\/[0-9a-f-]{36}$/);
});
