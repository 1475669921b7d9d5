/**
 * What the app needs of its framework, asked over HTTP and in a browser of whichever Fresh `fresh`
 * stands for. Nothing here holds on the stand-in in `bridge/fresh` alone. To ask Fresh itself, where
 * JSR can be reached:
 *
 * ```sh
 * deno task packages:original
 * deno test -A tests/framework_test.ts
 * deno task packages:bridge
 * ```
 *
 * `tests/framework/` is the app that is asked. That a build to disk is served, and that the
 * development server reloads, `tests/tools/` asks of the real app.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { App } from "fresh";
import { type Browser, launchBrowser, type Page } from "./browser.ts";
import { fixtureHandler } from "./framework/fixture_app.ts";
import { PATIENCE_MS } from "./patience.ts";

type Handler = ReturnType<App<unknown>["handler"]>;

const AS_PROGRAM = { headers: { accept: "application/json" } };

function serve(handler: Handler): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
}

let server: Deno.HttpServer<Deno.NetAddr>;
let browser: Browser;
Deno.test.beforeAll(async () => {
  server = serve(await fixtureHandler());
  browser = await launchBrowser();
});
Deno.test.afterAll(async () => {
  await browser.close();
  await server.shutdown();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Asks the fixture, or an app of the test's own, without following a redirect. */
async function ask(path: string, init: RequestInit = {}, port = server.addr.port): Promise<Answer> {
  // Joined by hand, because URLs would take two slashes at the start for a host.
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual", ...init });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** Asks an app that needs no build. */
async function askApp(app: App<unknown>, path = "/"): Promise<Answer> {
  const own = serve(app.handler());
  try {
    return await ask(path, {}, own.addr.port);
  } finally {
    await own.shutdown();
  }
}

Deno.test("a file is the route of its name: index, plain, with dots, with a parameter", async () => {
  assertStringIncludes((await ask("/")).body, "<h1>Start</h1>");
  assertStringIncludes((await ask("/blog/latest")).body, "the latest");
  assertEquals((await ask("/robots.txt")).body, "User-agent: *");
  assertStringIncludes((await ask("/blog/hello%20you")).body, "hello you by /blog/:slug");
});

Deno.test("an address may have a slash more at its end, or two for one", async () => {
  for (const path of ["/blog/latest/", "//blog//latest"]) {
    const { status, body } = await ask(path);
    assertEquals([status, body.includes("the latest")], [200, true], path);
  }
});

Deno.test("each method has its handler, and HEAD is GET without a body", async () => {
  assertEquals(JSON.parse((await ask("/api/item")).body), { method: "GET" });
  const posted = await ask("/api/item", { method: "POST", body: "text" });
  assertEquals([posted.status, posted.body], [201, "text"]);
  const head = await ask("/api/item", { method: "HEAD" });
  assertEquals([head.status, head.body], [200, ""]);
  assertMatch(head.headers.get("content-type") ?? "", /^application\/json/);
});

Deno.test("a handler that is one function takes every method", async () => {
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    assertEquals((await ask("/files/a/b.txt", { method })).body, "file a/b.txt", method);
  }
});

Deno.test("an app may wrap its own handler, and so see every request before the router", async () => {
  class Guarded extends App<unknown> {
    override handler(): Handler {
      const handler = super.handler();
      return (request, info) =>
        request.method === "GET"
          ? handler(request, info)
          : Promise.resolve(new Response(null, { status: 501 }));
    }
  }
  const own = serve(new Guarded().get("/", (ctx) => ctx.text("inside")).handler());
  assertEquals((await ask("/", {}, own.addr.port)).body, "inside");
  assertEquals((await ask("/", { method: "BREW" }, own.addr.port)).status, 501);
  await own.shutdown();
});

Deno.test("middlewares run in order for all that is added after them, and share a state", async () => {
  const { headers } = await ask("/admin/users");
  assertMatch(headers.get("x-after") ?? "", /^root,.*admin\/_middleware,handler,.*page,_app$/);
  const app = new App<{ seen?: string }>()
    .get("/early", (ctx) => ctx.text(ctx.state.seen ?? "nothing"))
    .use((ctx) => {
      ctx.state.seen = "state";
      return ctx.next();
    })
    .get("/late", (ctx) => ctx.text(ctx.state.seen ?? "nothing"));
  assertEquals((await askApp(app as App<unknown>, "/early")).body, "nothing");
  assertEquals((await askApp(app as App<unknown>, "/late")).body, "state");
});

Deno.test("a context begins without an error and knows address, parameters and client", async () => {
  const app = new App().get("/:name", ({ error, info, params, state, url }) => {
    const { hostname } = info.remoteAddr as Deno.NetAddr;
    return Response.json({ error, hostname, params, state, search: url.search });
  });
  assertEquals(JSON.parse((await askApp(app, "/a%20b?q=1")).body), {
    error: null,
    hostname: "127.0.0.1",
    params: { name: "a b" },
    state: {},
    search: "?q=1",
  });
});

Deno.test("a redirect leads to the given place under the given status, and to no other host", async () => {
  const app = new App()
    .get("/plain", (ctx) => ctx.redirect("/there?from=//here"))
    .get("/other", (ctx) => ctx.redirect("//evil.example//x", 303));
  const plain = await askApp(app, "/plain");
  assertEquals([plain.status, plain.headers.get("location")], [302, "/there?from=//here"]);
  const other = await askApp(app, "/other");
  assertEquals([other.status, other.headers.get("location")], [303, "/evil.example/x"]);
});

Deno.test("a form of another site is refused, one of a known site is not", async () => {
  const post = (headers: HeadersInit) => ask("/api/item", { method: "POST", headers });
  const origin = "https://evil.example";
  assertEquals((await post({ origin, "sec-fetch-site": "cross-site" })).status, 403);
  assertEquals((await post({ origin })).status, 403);
  assertEquals((await post({ origin: "https://friend.example" })).status, 201);
  assertEquals((await post({ origin, "sec-fetch-site": "same-origin" })).status, 201);
  assertEquals((await post({})).status, 201);
});

Deno.test("a page's data, status and headers come from its handler", async () => {
  const { status, headers, body } = await ask("/admin/users");
  assertEquals([status, headers.get("x-users")], [203, "2"]);
  assertMatch(headers.get("content-type") ?? "", /^text\/html; charset=utf-8$/i);
  assertMatch(body, /^<!DOCTYPE html>.*<p>Ada and Grace<\/p>/is);
});

Deno.test("Head replaces what the app wrapper has of the same kind, and adds the rest", async () => {
  const { body } = await ask("/");
  const head = body.slice(0, body.indexOf("</head>"));
  assertEquals(head.match(/<title>.*?<\/title>/g), ["<title>Start</title>"]);
  assertEquals(head.match(/<meta name="description"[^>]*/g)?.length, 1);
  assertMatch(head, /<meta name="description" content="From the page"/);
  assertMatch(head, /<link rel="canonical" href="https:\/\/example\.com\/"/);
});

Deno.test("the policy has the app's directives and a nonce, which the page's scripts carry", async () => {
  const { headers, body } = await ask("/");
  const policy = headers.get("content-security-policy") ?? "";
  const [, nonce] = /script-src 'self' 'nonce-(\w+)'/.exec(policy) ?? [];
  assertMatch(body, new RegExp(`<script[^>]* nonce="${nonce}"`));
  assertEquals(policy.match(/media-src[^;]*/g), ["media-src 'self' blob:"]);
  assert(policy.includes("object-src 'none'") && !policy.includes("'unsafe-inline'"), policy);
});

Deno.test("links are marked by the page they stand on, unless their author marked them", async () => {
  const expected = [
    "page",
    "page",
    "page",
    "true",
    "true",
    "true",
    undefined,
    undefined,
    undefined,
    "step",
    "false",
  ];
  for (const path of ["/links/here", "/links/here/", "//links//here"]) {
    const links = (await ask(path)).body.match(/<a [^>]*>/g) ?? [];
    assertEquals(links.map((link) => / aria-current="(.*?)"/.exec(link)?.[1]), expected, path);
  }
});

Deno.test("a static file comes with its type and length, and takes GET and HEAD only", async () => {
  const { status, headers, body } = await ask("/logo.svg");
  assertEquals([status, headers.get("content-type")], [200, "image/svg+xml"]);
  assertStringIncludes(body, "<svg");
  assertMatch(headers.get("cache-control") ?? "", /no-cache/);
  const head = await ask("/logo.svg", { method: "HEAD" });
  assertEquals([head.status, head.body], [200, ""]);
  assertEquals((await ask("/logo.svg", { method: "POST" })).status, 405);
});

Deno.test("the build marks the addresses of static files, and what is marked may be kept for ever", async () => {
  const [, mark] = /<img src="\/logo\.svg\?(__frsh_c=[0-9a-f]+)"/.exec((await ask("/")).body) ?? [];
  assert(mark !== undefined, "the image's address is not marked");
  const css = (await ask("/style.css")).body;
  assertMatch(css, new RegExp(`url\\(["']?/logo\\.svg\\?${mark}["']?\\)`));
  const { headers } = await ask(`/logo.svg?${mark}`);
  assertMatch(headers.get("cache-control") ?? "", /max-age=31536000.*immutable/);
});

Deno.test("an address with an older build's mark leads to the one without, whatever host is asked", async () => {
  const { status, headers } = await ask("/logo.svg?a=1&__frsh_c=older");
  assertEquals([status, headers.get("location")], [307, "/logo.svg?a=1"]);
  assertEquals((await ask("/logo.svg?__frsh_c=older")).headers.get("location"), "/logo.svg");
});

Deno.test("the builder's transforms make the files that are served", async () => {
  assertMatch((await ask("/style.css")).body, /\.made\s*\{\s*color:\s*red/);
});

Deno.test("errors of routes, of middlewares and of the router come to the error page", async () => {
  const cases: [path: string, status: number, words: string][] = [
    ["/admin/throws", 500, "error page: Error: thrown by a page"],
    ["/nowhere", 404, "error page: 404"],
    ["/?early", 500, "error page: Error: thrown before there was any state"],
  ];
  for (const [path, status, words] of cases) {
    const answer = await ask(path);
    assertEquals([answer.status, answer.headers.get("x-error")], [status, "told"], path);
    assertMatch(answer.body, new RegExp(`<html lang="en">.*<p>${words}</p>`, "s"), path);
    const told = await ask(path, AS_PROGRAM);
    assertEquals([told.status, told.body], [status, JSON.stringify({ status })], path);
  }
});

Deno.test("a page without islands loads no script", async () => {
  const { headers, body } = await ask("/blog/latest");
  assertEquals([headers.get("link"), body.includes("<script")], [null, false]);
});

Deno.test("what an island is given cannot end the script that brings it", async () => {
  assertEquals((await ask("/islands")).body.split("</script").length, 2);
});

/** Opens the page of islands, waits until they are alive, and fails on any complaint. */
async function withIslands(run: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${server.addr.port}/islands`);
  await page.waitForFunction(() => document.title.startsWith("Live"));
  await run(page);
  assertEquals(complaints, []);
  await page.close();
}

Deno.test("islands come alive where the server put them, and share the signal they were given", async () => {
  await withIslands(async (page) => {
    const places = page.locator("main > div > *");
    const names = await places.evaluateAll((elements) =>
      elements.map(({ localName }) => localName)
    );
    assertEquals(names, ["p", "p", "div", "code", "div", "p"]);
    await page.getByText("left adds one").click();
    await page.getByText("right adds one").click();
    for (const place of ["#left output", "#right output"]) {
      assertEquals(await page.textContent(place), "Count: 5");
    }
  });
});

Deno.test("an island gets plain data as it was, and loads its parts when it wants them", async () => {
  await withIslands(async (page) => {
    const facts = { text: "</script><!--", list: [1, null, { deep: true }] };
    assertEquals(JSON.parse(await page.textContent("#later") ?? ""), facts);
    await page.getByRole("button", { name: "load" }).click();
    await page.locator("#later", { hasText: "loaded later" }).waitFor();
  });
});

Deno.test("an island shows JSX of the server when it wants to, with the islands in it alive", async () => {
  await withIslands(async (page) => {
    const panel = page.locator(".panel").first();
    await panel.locator("em", { hasText: "Open" }).click();
    assertEquals(await panel.locator("input").isChecked(), true);
    await page.getByText("inner adds one", { exact: true }).click();
    assertEquals(await panel.locator("#inner output").textContent(), "Count: 4");
    assertEquals(await page.textContent("#left output"), "Count: 4");
  });
});

Deno.test("an island changes title, metadata and styles of the document in place", async () => {
  await withIslands(async (page) => {
    for (const count of [4, 5]) {
      await page.getByText("left adds one").click();
      await page.waitForFunction((title) => document.title === title, `Live at ${count}`);
    }
    const description = page.locator("head meta[name=description]");
    assertEquals(await description.count(), 1);
    assertEquals(await description.getAttribute("content"), "Counted to 5");
    assertEquals(await page.locator("head style").allTextContents(), [
      "main { border-width: 5px; }",
    ]);
  });
});
