/** Two videos of one picture, side by side. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Browser, launchBrowser, type Page } from "../browser.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { visit } from "../visit.ts";
import { makeOwnVideo } from "./video/own_video.ts";

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

const SHORTEST = { seconds: 1, fps: 12, seed: 1, move: "push-in" };
const SHORT = { ...SHORTEST, seconds: 2 };
const LONG = { seconds: 3, fps: 15, seed: 2, move: "orbit" };

function timesOf(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("video")].map(({ currentTime }) => currentTime)
  );
}

/**
 * Waits until the two play in step and stay so: looked at ten times in a row, while both play. Each time
 * that they begin anew, which brings them together by itself, the follower is sent back first if they
 * are to be parted.
 */
async function untilInStep(page: Page, { areParted = false } = {}): Promise<void> {
  await page.evaluate(({ areParted }) => {
    const look = { before: Infinity, inStep: 0, isParted: false };
    const [leader, follower] = document.querySelectorAll("video");
    if (!leader || !follower) throw new Error("There are no two videos");
    const step = () => {
      const { currentTime: at } = leader;
      if (at < look.before) Object.assign(look, { inStep: 0, isParted: false });
      look.before = at;
      if (areParted && !look.isParted && at > 0.4) {
        follower.currentTime = 0;
        Object.assign(look, { inStep: 0, isParted: true });
      }
      const isBothPlaying = at > 0.1 && at < follower.duration - 0.1;
      const isInStep = isBothPlaying && Math.abs(at - follower.currentTime) < 0.08;
      look.inStep = isInStep && look.isParted === areParted ? look.inStep + 1 : 0;
      if (look.inStep < 10) requestAnimationFrame(step);
      else document.documentElement.dataset.step = areParted ? "again" : "first";
    };
    step();
  }, { areParted });
  await page.waitForSelector(`html[data-step="${areParted ? "again" : "first"}"]`);
}

Deno.test("two videos play in step under one set of controls, and step again after they were parted", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  const first = await makeOwnVideo(page, { width: 640, ...SHORT });
  const second = await makeOwnVideo(page, { width: 640, ...LONG });
  await page.goto(lounge.url + second.page);
  await page.getByRole("link", { name: "Compare with…" }).click();
  await page.waitForURL(`**/compare?a=${second.id}&b=${first.id}`);
  const play = page.getByRole("button", { name: "Play both" });
  await play.click();
  await untilInStep(page);
  await untilInStep(page, { areParted: true });

  await page.getByRole("button", { name: "Pause both" }).click();
  await play.waitFor();
  const [one = 0, other = 1] = await timesOf(page);
  assert(Math.abs(one - other) < 0.03, `paused at ${one} and ${other}`);

  await page.getByLabel("Moment of both videos").fill("1");
  await page.waitForFunction(() =>
    [...document.querySelectorAll("video")].every((player) =>
      Math.abs(player.currentTime - 1) < 0.05
    )
  );
  await page.getByLabel("Moment of both videos").fill("2.8");
  await page.waitForFunction(() => {
    const [long, short] = document.querySelectorAll("video");
    return long && short && long.currentTime > 2.7 && short.currentTime > 1.9;
  });
  await play.click();
  await page.waitForFunction(() => {
    const [long, short] = document.querySelectorAll("video");
    return long && short && long.currentTime < 1 &&
      Math.abs(long.currentTime - short.currentTime) < 0.08;
  });
});

Deno.test("what differs is marked, what is the same is not", async () => {
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  const first = await makeOwnVideo(page, { width: 656, ...SHORTEST });
  const second = await makeOwnVideo(page, { width: 656, ...SHORTEST, seed: 3 });
  await makeOwnVideo(page, { width: 672, ...SHORTEST });
  await page.goto(`${lounge.url}/library`);
  await page.locator("li").filter({ has: page.locator(`a[href="${first.page}"]`) }).getByText(
    "More",
  )
    .click();
  await page.locator(`a[href="/compare?a=${first.id}"]`).click();
  await page.getByText("Your other videos of the same picture.").waitFor();
  assertEquals(await page.locator("main article").count(), 1);
  await page.getByRole("link", { name: "Compare with this one" }).click();
  await page.waitForURL(`**/compare?a=${first.id}&b=${second.id}`);
  const row = (name: string) =>
    page.locator("tr").filter({ has: page.getByText(name, { exact: true }) });
  assertEquals(await row("Seed").locator("mark").allTextContents(), ["1", "3"]);
  for (const name of ["Model", "Camera move", "Charged"]) {
    assertEquals([name, await row(name).locator("mark").count()], [name, 0]);
  }
  assertEquals(await row("Took").count(), 1);

  await page.getByRole("button", { name: "Wipe" }).click();
  await page.getByLabel(/Where A ends/).fill("25");
  await page.waitForFunction(() => {
    const [, figure] = document.querySelectorAll("figure");
    return figure && getComputedStyle(figure).clipPath === "inset(0px 0px 0px 25%)";
  });
});

Deno.test("strangers compare nothing that is not shared, and learn of no other videos", async () => {
  await using owner = await visit(browser, lounge.url);
  const one = await makeOwnVideo(owner.page, { width: 688, ...SHORTEST });
  const other = await makeOwnVideo(owner.page, { width: 688, ...SHORTEST, seed: 9 });
  const look = async (query: string) => {
    const response = await fetch(`${lounge.url}/compare${query}`, {
      headers: { accept: "text/html" },
      redirect: "manual",
    });
    return { status: response.status, html: await response.text() };
  };
  assertEquals((await look("")).status, 303);
  assertEquals((await look(`?a=${one.id}`)).status, 404);
  await owner.page.goto(lounge.url + one.page);
  await owner.page.click("text=Share this video");
  await owner.page.locator("text=Make it private again").waitFor();
  const { status, html } = await look(`?a=${one.id}`);
  assertEquals(status, 200);
  assertStringIncludes(html, "Nothing to compare it with yet");
  assertEquals((await look(`?a=${one.id}&b=${other.id}`)).status, 404);
  assertEquals((await look(`?a=${one.id}&b=${one.id}`)).status, 200);
});

Deno.test("without scripting both videos have their own controls", async () => {
  await using guest = await visit(browser, lounge.url);
  const one = await makeOwnVideo(guest.page, { width: 704, ...SHORTEST });
  const other = await makeOwnVideo(guest.page, { width: 704, ...SHORTEST, seed: 9 });
  await using plain = await visit(browser, lounge.url, {
    javaScriptEnabled: false,
    cookies: await guest.cookies(),
  });
  await plain.page.goto(`${lounge.url}/compare?a=${one.id}&b=${other.id}`);
  assertEquals(await plain.page.locator("video[controls]").count(), 2);
  assertEquals(await plain.page.getByRole("button", { name: "Play both" }).isVisible(), false);
  assertEquals(await plain.page.locator("mark").first().isVisible(), true);
  for (const [mark, seed] of [["A", SHORTEST.seed], ["B", 9]] as const) {
    const drawer = plain.page.locator("details", { hasText: `Copy ${mark} as curl` });
    assertEquals(await drawer.locator("pre").isVisible(), false);
    await drawer.locator("summary").click();
    assertStringIncludes(await drawer.locator("pre").innerText(), `-F seed=${seed} `);
  }
});
