import { assertEquals } from "@std/assert";
import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { launchBrowser, type Page } from "../../../tests/browser.ts";
import { fixtureHandler } from "../../../tests/framework/fixture_app.ts";
import { withProject } from "./project_folder.ts";

type Handler = ReturnType<App<unknown>["handler"]>;

/** Opens an app's page in a real browser, waits for its islands, and fails on any error there. */
async function withPage(
  { handler, path }: { handler: Handler; path: string },
  run: (page: Page) => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, handler);
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
    await page.waitForFunction(() =>
      document.title.startsWith("Live") || document.querySelector("[data-live=true]")
    );
    await run(page);
    assertEquals(errors, []);
  } finally {
    await browser.close();
    await server.shutdown();
  }
}

async function readPage(handler: Handler, path: string): Promise<string> {
  return await (await handler(new Request(`http://localhost${path}`))).text();
}

Deno.test("islands in a browser get every kind of value as it was on the server", async () => {
  const handler = await fixtureHandler();
  const html = await readPage(handler, "/admin/values");
  const sent = [...html.matchAll(/<li>(.*?)<\/li>/g)].map(([, item = ""]) =>
    item.replaceAll("&lt;", "<")
  );
  await withPage({ handler, path: "/admin/values" }, async (page) => {
    const live = await page.locator("#values li").allTextContents();
    assertEquals([live.length, live], [22, sent]);
  });
});

Deno.test("islands in a browser keep the server's ids and attributes, and leave no markers", async () => {
  const handler = await fixtureHandler();
  const html = await readPage(handler, "/islands");
  const rendered = [...html.matchAll(/aria-controls="(.*?)"/g)].map(([, id = ""]) => id);
  assertEquals([rendered.length, new Set(rendered).size], [2, 2]);
  await withPage({ handler, path: "/islands" }, async (page) => {
    const buttons = await page.locator("button[aria-controls]").all();
    const ids = await Promise.all(buttons.map((button) => button.getAttribute("aria-controls")));
    assertEquals(ids, rendered);
    await page.locator(".panel em", { hasText: "Open" }).click();
    const input = page.locator(".panel input");
    assertEquals([await input.isChecked(), await input.isDisabled()], [true, true]);
    assertEquals((await page.innerHTML("main")).includes("frsh:"), false);
    assertEquals(await page.textContent("code"), "[object String]");
  });
});

Deno.test("a style without a key is updated by the Head that made it, not made anew", async () => {
  const files = {
    "routes/index.tsx": `
      import Tint from "../islands/Tint.tsx";
      export default () => <Tint />;`,
    "islands/Tint.tsx": `
      import { Head } from "fresh/runtime";
      import { useEffect, useState } from "preact/hooks";
      export default function Tint() {
        const [width, setWidth] = useState(0);
        useEffect(() => { if (width < 3) setWidth(width + 1); }, [width]);
        return (
          <p data-live={String(width === 3)}>
            <Head><style>{"p { border-width: " + width + "px; }"}</style></Head>
          </p>
        );
      }`,
  };
  await withProject(files, async (root) => {
    const app = new App().use(staticFiles()).fsRoutes();
    (await new Builder({ root }).build({ snapshot: "memory" }))(app);
    await withPage({ handler: app.handler(), path: "/" }, async (page) => {
      await page.waitForFunction(() => document.head.lastChild?.textContent?.includes("3px"));
      // One from the server and one from the browser: without a key nobody knows them for the same.
      assertEquals(await page.locator("head style").count(), 2);
    });
  });
});
