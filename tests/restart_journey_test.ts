/** What a visitor sees of a server that goes down and comes back while a video is made. */
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { AcceptedGeneration } from "../contract/generation.ts";
import { lastingPort, startServer } from "./app_process.ts";
import { type Browser, launchBrowser, type Page } from "./browser.ts";
import { type HeldEndpoint, startHeldEndpoint } from "./islands/held_endpoint.ts";
import { drawPicture } from "./pictures.ts";
import { bring, hear, visit } from "./visit.ts";

let browser: Browser;
let endpoint: HeldEndpoint;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
  endpoint = await startHeldEndpoint();
});
Deno.test.afterAll(async () => {
  await browser.close();
  await endpoint[Symbol.asyncDispose]();
});

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  Deno.test(`a video that a server's ${signal} interrupts is finished before the eyes of all who watch`, async () => {
    const directory = await Deno.makeTempDir({ prefix: "restart-" });
    const settings = {
      DATA_DIR: join(directory, "data"),
      VIDEOS_DIR: join(directory, "videos"),
      HF_ENDPOINT_URL: endpoint.url,
      MAX_RUNNING_GENERATIONS: "1",
      PORT: lastingPort(),
    };
    try {
      await using first = await startServer(settings);
      const url = await first.url;
      await using guest = await visit(browser, `${url}/?model=local-motion&seed=5&seconds=6`);
      const letOthersFinish = await occupy(url);
      const { page } = guest;
      const started = await generate(page);
      await hear(page, "Next in the queue");
      await page.reload();
      await using again = await visit(browser, url + started.page, {
        cookies: await guest.cookies(),
      });
      await using keyHolder = await visit(browser, url + started.status);
      const visits = [guest, again, keyHolder];
      const pages = visits.map((visit) => visit.page);
      await Promise.all(pages.map((page) => hear(page, "Next in the queue")));

      letOthersFinish();
      await untilInTheMaking(url + started.events);
      first.kill(signal);
      const { code } = await first.status;
      assertEquals(code, signal === "SIGTERM" ? 0 : 137);
      await Promise.all(pages.map(markAsSeen));
      if (signal === "SIGKILL") passLeaseTime(settings.DATA_DIR);
      await using second = await startServer(settings);
      await second.url;

      await Promise.all(pages.map((page) => hear(page, "Success!")));
      const videos = await Promise.all(
        pages.map((page) => page.locator("video").getAttribute("src")),
      );
      const { url: address } = await (await fetch(url + started.status)).json();
      assertEquals(new Set(videos), new Set([address]));
      assertEquals(await Promise.all(pages.map(isMarked)), [true, true, true], "a page reloaded");
      const events = await (await fetch(url + started.events)).text();
      assertEquals(events.match(/^event: started$/gm)?.length, 2, events);
      // Before the second server goes: open pages would miss what they still load.
      await Promise.all(pages.map((page) => page.close()));
      for (const { complaints } of visits) {
        for (const complaint of complaints.splice(0)) assertMatch(complaint, /net::ERR_/);
      }
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
}

/** Has somebody else's video take the only place; the result ends it. */
async function occupy(url: string): Promise<() => void> {
  const letFinish = endpoint.hold();
  const body = new FormData();
  body.append("image", new Blob([await drawPicture({ width: 320, height: 180 })]), "other.jpg");
  const headers = { prefer: "respond-async" };
  const response = await fetch(`${url}/generate`, { method: "POST", body, headers });
  assertEquals(response.status, 202);
  await response.body?.cancel();
  return letFinish;
}

async function generate(page: Page): Promise<AcceptedGeneration> {
  const content = await drawPicture({ type: "image/png", width: 1280, height: 720 });
  await bring(page, "drop", { name: "photo.png", type: "image/png", content });
  const answering = page.waitForResponse((response) => response.url().endsWith("/generate"));
  await page.getByRole("button", { name: "Generate" }).click();
  return await (await answering).json();
}

/** Resolves at the first frame: a browser on a busy machine may tell of it when all are made. */
async function untilInTheMaking(events: string): Promise<void> {
  const { body } = await fetch(events);
  let text = "";
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    if (/^event: progress$/m.test(text)) return;
  }
  throw new Error(`It ended: ${text}`);
}

/** Lets the lease of the killed process run out, as the time after a crash does. */
function passLeaseTime(dataDirectory: string): void {
  using database = new DatabaseSync(join(dataDirectory, "lounge.sqlite"));
  database.exec("update generations set lease_until = 0 where lease_until is not null");
}

async function markAsSeen(page: Page): Promise<void> {
  await page.evaluate(() => void (document.documentElement.dataset.seen = "before the restart"));
}

async function isMarked(page: Page): Promise<boolean> {
  return await page.evaluate(() => document.documentElement.dataset.seen !== undefined);
}
