import { assertEquals, assertMatch } from "@std/assert";
import { App, csp, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { launchBrowser } from "../../../tests/browser.ts";
import { withProject } from "./project_folder.ts";

const PROJECT = {
  "routes/index.tsx": "export default () => <p>served</p>;",
  "static/app.css": "p { color: red }",
};

interface DevelopmentServer {
  origin: string;
  port: number;
  stop(): Promise<void>;
}

async function startServer(root: string, port = 0): Promise<DevelopmentServer> {
  const controller = new AbortController();
  const { promise: address, resolve } = Promise.withResolvers<Deno.NetAddr>();
  const app = new App().use(csp({ useNonce: true })).use(staticFiles()).fsRoutes();
  const listening = new Builder({ root }).listen(() => Promise.resolve({ app }), {
    port,
    hostname: "127.0.0.1",
    signal: controller.signal,
    onListen: resolve,
  });
  const bound = await address;
  return {
    origin: `http://127.0.0.1:${bound.port}`,
    port: bound.port,
    stop: async () => {
      controller.abort();
      await listening;
    },
  };
}

Deno.test("the development server puts its reload script on every page", async () => {
  await withProject(PROJECT, async (root) => {
    const server = await startServer(root);
    const html = await (await fetch(server.origin)).text();
    const [, nonce, path = ""] = /<script type="module" nonce="(\w+)" src="(.*?)">/.exec(html) ??
      [];
    assertEquals(nonce?.length, 32);
    const script = await fetch(new URL(path, server.origin));
    assertEquals(script.headers.get("content-type"), "text/javascript; charset=UTF-8");
    assertMatch(await script.text(), /new WebSocket/);
    const css = await fetch(new URL("/app.css", server.origin));
    assertMatch(css.headers.get("cache-control") ?? "", /no-store/);
    await css.body?.cancel();
    const alive = await fetch(new URL("/_frsh/alive", server.origin));
    assertEquals(alive.status, 426);
    await alive.body?.cancel();
    await server.stop();
  });
});

Deno.test("a page reloads once its development server was restarted", async () => {
  await withProject(PROJECT, async (root) => {
    const first = await startServer(root);
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const connected = page.waitForEvent("websocket")
        .then((socket) => socket.waitForEvent("framereceived"));
      await page.goto(first.origin);
      await connected;
      await first.stop();
      const reloaded = page.waitForEvent("load");
      const second = await startServer(root, first.port);
      await reloaded;
      assertEquals(await page.textContent("p"), "served");
      await page.close();
      await second.stop();
    } finally {
      await browser.close();
    }
  });
});
