import { assertEquals, assertMatch } from "@std/assert";
import { App, staticFiles } from "fresh";
import { asset, assetSrcSet } from "fresh/runtime";
import { Builder } from "fresh/dev";
import { join } from "node:path";
import { send } from "./answers.ts";
import { withProject } from "./project_folder.ts";

const REVALIDATE = "no-cache, no-store, max-age=0, must-revalidate";
const IMMUTABLE = "public, max-age=31536000, immutable";

const FILES = {
  "static/logo.svg": "<svg/>",
  "static/docs/read me.txt": "read me",
  "static/app.css": "a { background: url(/logo.svg) } b { background: url('//cdn.example/x') }",
  "islands/Button.tsx": "export default () => <button type='button' />;",
  "secret.txt": "secret",
};

async function withApp(
  act: (app: App<unknown>, context: { root: string; buildId: string }) => Promise<void>,
  mode: "production" | "development" = "production",
): Promise<void> {
  await withProject(FILES, async (root) => {
    const app = new App({ mode }).use(staticFiles()).notFound((ctx) => ctx.text("passed on"));
    const apply = await new Builder({ root }).build({ snapshot: "memory", mode });
    apply(app);
    const buildId = new URL(asset("/x"), "http://localhost").searchParams.get("__frsh_c") ?? "";
    await act(app, { root, buildId });
  });
}

Deno.test("a static file is served with its type and size, to be asked for again each time", async () => {
  await withApp(async (app) => {
    const { status, headers, body } = await send(app, "/logo.svg");
    assertEquals([status, body], [200, "<svg/>"]);
    assertEquals(headers.get("content-type"), "image/svg+xml");
    assertEquals(headers.get("content-length"), "6");
    assertEquals(headers.get("vary"), "If-None-Match");
    assertEquals(headers.get("cache-control"), REVALIDATE);
  });
});

Deno.test("paths are decoded, and a slash at the end does not matter", async () => {
  await withApp(async (app) => {
    const { headers, body } = await send(app, "/docs/read%20me.txt");
    assertEquals([headers.get("content-type"), body], ["text/plain; charset=UTF-8", "read me"]);
    assertEquals((await send(app, "/logo.svg/")).body, "<svg/>");
  });
});

Deno.test("no path leads out of the static folder", async () => {
  await withApp(async (app) => {
    for (const path of ["/../secret.txt", "/..%2fsecret.txt", "/docs/..%2f..%2fsecret.txt"]) {
      assertEquals((await send(app, path)).body, "passed on", path);
    }
    for (const path of ["/..%5csecret.txt", "/logo.svg%00", "/%E0%A4%A", "/", "/missing.txt"]) {
      assertEquals((await send(app, path)).body, "passed on", path);
    }
  });
});

Deno.test("a missing favicon is an empty 404", async () => {
  await withApp(async (app) => {
    const { status, body } = await send(app, "/favicon.ico");
    assertEquals([status, body], [404, ""]);
  });
});

Deno.test("HEAD gets the headers alone, other methods 405", async () => {
  await withApp(async (app) => {
    const head = await send(app, "/logo.svg", { method: "HEAD" });
    assertEquals([head.status, head.body, head.headers.get("content-length")], [200, "", "6"]);
    const post = await send(app.post("/logo.svg", (ctx) => ctx.text("")), "/logo.svg", {
      method: "POST",
    });
    assertEquals([post.status, post.body], [405, "Method Not Allowed"]);
  });
});

Deno.test("a file with the build's id in its address may be kept for ever", async () => {
  await withApp(async (app, { buildId }) => {
    assertMatch(buildId, /^[0-9a-f]{40}$/);
    const { headers } = await send(app, asset("/logo.svg"));
    assertEquals(headers.get("cache-control"), IMMUTABLE);
    const other = await send(app, `/logo.svg?a=1&__frsh_c=other`);
    assertEquals(other.status, 307);
    assertEquals(other.headers.get("location"), "/logo.svg?a=1");
  });
});

Deno.test("scripts are immutable, and known by an ETag; those of another build are not found", async () => {
  await withApp(async (app, { buildId }) => {
    const path = `/_fresh/js/${buildId}/fresh-runtime.js`;
    const { status, headers } = await send(app, path);
    assertEquals([status, headers.get("cache-control")], [200, IMMUTABLE]);
    assertEquals(headers.get("content-type"), "text/javascript; charset=UTF-8");
    const etag = headers.get("etag") ?? "";
    assertMatch(etag, /^W\/".+"$/);
    for (const known of [etag, etag.slice(3, -1)]) {
      const answer = await send(app, path, { headers: { "if-none-match": known } });
      assertEquals([answer.status, answer.body], [304, ""]);
      assertEquals([answer.headers.get("etag"), answer.headers.get("cache-control")], [null, null]);
    }
    for (const known of ["*", `${etag}, "x"`, '"x"']) {
      const answer = await send(app, path, { headers: { "if-none-match": known } });
      assertEquals(answer.status, 200, known);
    }
    assertEquals((await send(app, path.replace(buildId, "0".repeat(40)))).body, "passed on");
  });
});

Deno.test("no metafile with the build's input paths is served", async () => {
  await withApp(async (app, { buildId }) => {
    assertEquals((await send(app, `/_fresh/js/${buildId}/metafile.json`)).body, "passed on");
  });
});

Deno.test("development sends no ETag, keeps nothing, and sees changed files", async () => {
  await withApp(async (app, { root, buildId }) => {
    const script = await send(app, `/_fresh/js/${buildId}/fresh-runtime.js`);
    assertEquals(script.headers.get("etag"), null);
    assertEquals(script.headers.get("cache-control"), REVALIDATE);
    assertEquals((await send(app, asset("/logo.svg"))).headers.get("cache-control"), REVALIDATE);
    await Deno.writeTextFile(join(root, "static/app.css"), "changed {}");
    assertEquals((await send(app, "/app.css")).body, "changed {}");
    await Deno.writeTextFile(join(root, "static/new.css"), "new {}");
    assertEquals((await send(app, "/new.css")).body, "new {}");
  }, "development");
});

Deno.test("local addresses in style sheets get the build's id", async () => {
  await withApp(async (app, { buildId }) => {
    assertEquals(
      (await send(app, "/app.css")).body,
      `a { background: url(/logo.svg?__frsh_c=${buildId}) } ` +
        "b { background: url('//cdn.example/x') }",
    );
  });
});

Deno.test("asset() marks local paths only, before their fragment, and only once", async () => {
  await withApp((_app, { buildId }) => {
    const mark = `__frsh_c=${buildId}`;
    assertEquals(asset("/a.png"), `/a.png?${mark}`);
    assertEquals(asset("/a.png?w=1#part"), `/a.png?w=1&${mark}#part`);
    assertEquals(asset(`/a.png?${mark}`), `/a.png?${mark}`);
    for (const path of ["a.png", "./a.png", "//example.com/a.png", "https://example.com/a.png"]) {
      assertEquals(asset(path), path);
    }
    assertEquals(assetSrcSet("/a.png 1x, /b.png 2x"), `/a.png?${mark} 1x, /b.png?${mark} 2x`);
    return Promise.resolve();
  });
});

Deno.test("basePath stands before static files as well", async () => {
  await withProject(FILES, async (root) => {
    const app = new App({ basePath: "/base" }).use(staticFiles());
    (await new Builder({ root }).build({ snapshot: "memory" }))(app);
    assertEquals((await send(app, "/base/logo.svg")).body, "<svg/>");
    assertEquals((await send(app, "/logo.svg")).status, 404);
  });
});

Deno.test("transforms change static files by their pattern, in the order they were added", async () => {
  await withProject(FILES, async (root) => {
    const builder = new Builder({ root });
    builder.onTransformStaticFile({ pluginName: "first", filter: /\.svg$/ }, ({ text, mode }) => ({
      content: `${text}<!--${mode}-->`,
    }));
    builder.onTransformStaticFile(
      { pluginName: "second", filter: /\.(svg|txt)$/, exclude: /read/ },
      async ({ content, path }) => [
        { content: new Uint8Array([...content, 33]) },
        { path: `${path}.copy.txt`, content: await Promise.resolve("copy") },
      ],
    );
    builder.onTransformStaticFile({ pluginName: "third", filter: /\.txt$/ }, () => {});
    const app = new App().use(staticFiles());
    (await builder.build({ snapshot: "memory" }))(app);
    assertEquals((await send(app, "/logo.svg")).body, "<svg/><!--production-->!");
    assertEquals((await send(app, "/logo.svg.copy.txt")).body, "copy");
    assertEquals((await send(app, "/docs/read%20me.txt")).body, "read me");
  });
});

Deno.test("of several static folders the first that has the file wins", async () => {
  await withProject(
    { "one/a.txt": "one", "two/a.txt": "two", "two/b.txt": "two" },
    async (root) => {
      const app = new App().use(staticFiles());
      const builder = new Builder({ root, staticDir: ["one", "two"] });
      (await builder.build({ snapshot: "memory" }))(app);
      assertEquals((await send(app, "/a.txt")).body, "one");
      assertEquals((await send(app, "/b.txt")).body, "two");
    },
  );
});
