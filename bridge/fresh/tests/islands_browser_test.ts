import { assertEquals } from "@std/assert";
import { launchBrowser, type Page } from "../../../tests/browser.ts";
import { request } from "./fixture_app.ts";

/** Opens a page of the fixture in a real browser, waits for its islands, and fails on any error there. */
async function withPage(
  path: string,
  run: (page: Page) => Promise<void>,
): Promise<void> {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (incoming) => request(new URL(incoming.url).pathname, incoming),
  );
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(5000);
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${server.addr.port}${path}`);
    await page.waitForFunction(
      'document.title.startsWith("Live") || document.querySelector("[data-live=true]")',
    );
    await run(page);
    assertEquals(errors, []);
  } finally {
    await browser.close();
    await server.shutdown();
  }
}

function listItems(html: string): string[] {
  return [...html.matchAll(/<li>(.*?)<\/li>/g)].map(([, item = ""]) =>
    item.replaceAll("&lt;", "<")
  );
}

Deno.test("islands in a browser share one signal if they got the same", async () => {
  await withPage("/islands", async (page) => {
    await page.getByText("left adds one").click();
    await page.getByText("right adds one").click();
    assertEquals(await page.textContent("#left output"), "Count: 5");
    assertEquals(await page.textContent("#right output"), "Count: 5");
  });
});

Deno.test("islands in a browser get every kind of value as it was on the server", async () => {
  await withPage("/admin/values", async (page) => {
    const live = await page.locator("#values li").allTextContents();
    const html = await (await request("/admin/values")).text();
    assertEquals(live.length, 22);
    assertEquals(live, listItems(html));
  });
});

Deno.test("an island in a browser can render JSX from the server later, islands included", async () => {
  await withPage("/islands", async (page) => {
    const panel = page.locator(".panel").first();
    await panel.locator("em", { hasText: "Open" }).click();
    assertEquals(await panel.locator("input").isChecked(), true);
    assertEquals(await panel.locator("input").isDisabled(), true);
    await page.getByText("inner adds one", { exact: true }).click();
    assertEquals(
      await panel.locator("#inner output").textContent(),
      "Count: 4",
    );
    assertEquals(await page.textContent("#left output"), "Count: 4");
    assertEquals(await page.locator(".panel").count(), 2);
  });
});

Deno.test("islands in a browser keep the server's ids, different in every island", async () => {
  const html = await (await request("/islands")).text();
  const rendered = [...html.matchAll(/aria-controls="(.*?)"/g)].map(([, id = ""]) => id);
  assertEquals(rendered.length, 2);
  assertEquals(new Set(rendered).size, 2);
  await withPage("/islands", async (page) => {
    const buttons = await page.locator("button[aria-controls]").all();
    const ids = await Promise.all(
      buttons.map((button) => button.getAttribute("aria-controls")),
    );
    assertEquals(ids, rendered);
  });
});

Deno.test("islands in a browser stay where the server put them and leave no markers", async () => {
  await withPage("/islands", async (page) => {
    assertEquals((await page.innerHTML("main")).includes("frsh:"), false);
    const places = page.locator("main > div > *");
    const names = await places.evaluateAll((elements) =>
      elements.map(({ localName }) => localName)
    );
    assertEquals(names, ["p", "p", "div", "code", "div"]);
    assertEquals(await page.textContent("code"), "[object String]");
  });
});

Deno.test("an island in a browser changes the document's head through Head", async () => {
  await withPage("/islands", async (page) => {
    assertEquals(await page.title(), "Live at 3");
    await page.getByText("left adds one").click();
    await page.waitForFunction('document.title === "Live at 4"');
    assertEquals(
      await page.getAttribute("meta[name=description]", "content"),
      "Counted to 4",
    );
    assertEquals(await page.locator("head meta[name=description]").count(), 1);
  });
});
