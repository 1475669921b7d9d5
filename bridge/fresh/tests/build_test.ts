import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { join } from "node:path";
import { send } from "./answers.ts";
import { CONFIG_PATH, withProject } from "./project_folder.ts";

const PROJECT = {
  "main.ts": `
    import { App, staticFiles } from "fresh";
    globalThis.timesLoaded = (globalThis.timesLoaded ?? 0) + 1;
    export const app = new App()
      .use(staticFiles())
      .get("/loads", (ctx) => ctx.json([globalThis.timesLoaded, ctx.config]))
      .fsRoutes();`,
  "routes/index.tsx": `
    import { signal } from "@preact/signals";
    import Button from "../islands/Button.tsx";
    export default () => <Button count={signal(1)} />;`,
  "routes/about.tsx": `export default () => <p>about</p>;`,
  "routes/_middleware.ts": `
    export default async (ctx) => {
      const response = await ctx.next();
      response.headers.set("x-middleware", "ran");
      return response;
    };`,
  "islands/Button.tsx": `
    export default function Button({ count }) {
      return <button type="button" onClick={() => count.value++}>{count}</button>;
    }`,
  "static/app.css": "a { background: url(/logo.svg) }",
  "static/logo.svg": "<svg/>",
};

async function build(root: string): Promise<void> {
  await new Builder({ root }).build();
}

/** Builds in a process of its own, with no more rights than the README says. */
async function buildWithFewRights(root: string): Promise<void> {
  const script = join(root, "build.ts");
  const code = `import { Builder } from "fresh/dev";
    await new Builder({ root: ${JSON.stringify(root)} }).build();`;
  await Deno.writeTextFile(script, code);
  const rights = ["--allow-read", "--allow-env", `--allow-write=${join(root, "_fresh")}`];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--no-prompt", ...rights, `--config=${CONFIG_PATH}`, script],
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(success, true, new TextDecoder().decode(stderr));
}

/** Serves a build in a process of its own, with no more rights than a server needs. */
async function withServer(root: string, act: (origin: string) => Promise<void>): Promise<void> {
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      "serve",
      "--no-check",
      "--no-prompt",
      "--allow-read",
      "--allow-net",
      "--allow-env",
      `--config=${CONFIG_PATH}`,
      "--host=127.0.0.1",
      "--port=0",
      join(root, "_fresh/server.js"),
    ],
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const output = process.stderr.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let printed = "";
    let origin: string | undefined;
    while (origin === undefined) {
      const { value, done } = await output.read();
      if (done) throw new Error(`The server did not start: ${printed}`);
      printed += value;
      origin = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
    }
    await act(origin);
  } finally {
    process.kill();
    await process.status;
    await output.cancel();
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name).sort();
}

Deno.test("building and serving need the few rights that the README names", async () => {
  await withProject(PROJECT, async (root) => {
    await buildWithFewRights(root);
    await withServer(root, async (origin) => {
      const page = await fetch(origin);
      const html = await page.text();
      assertEquals([page.status, page.headers.get("x-middleware")], [200, "ran"]);
      assertMatch(html, /<button type="button">1<\/button>/);
      const [runtimeUrl = "", islandUrl = ""] = [...html.matchAll(/from "(.*?)"/g)].map((m) =>
        m[1]
      );
      for (const url of [runtimeUrl, islandUrl]) {
        const script = await fetch(new URL(url, origin));
        assertEquals([script.status, (await script.text()).includes("export")], [200, true]);
        assertMatch(script.headers.get("cache-control") ?? "", /immutable/);
      }
      const about = await fetch(new URL("/about", origin));
      assertMatch(await about.text(), /<p>about<\/p>/);
    });
  });
});

Deno.test("a build to disk runs main.ts once, and knows the project's root", async () => {
  await withProject(PROJECT, async (root) => {
    await build(root);
    await withServer(root, async (origin) => {
      const [loads, config] = await (await fetch(new URL("/loads", origin))).json();
      assertEquals([loads, config.mode], [1, "production"]);
      assertEquals(await Deno.realPath(config.root), await Deno.realPath(root));
    });
  });
});

Deno.test("a build to disk knows static files by the hash of their content", async () => {
  await withProject(PROJECT, async (root) => {
    await build(root);
    await withServer(root, async (origin) => {
      const logo = await fetch(new URL("/logo.svg", origin));
      assertEquals(await logo.text(), "<svg/>");
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode("<svg/>"));
      const etag = `W/"${new Uint8Array(digest).toHex()}"`;
      assertEquals(logo.headers.get("etag"), etag);
      const again = await fetch(new URL("/logo.svg", origin), {
        headers: { "if-none-match": etag },
      });
      assertEquals([again.status, await again.text()], [304, ""]);
      const css = await (await fetch(new URL("/app.css", origin))).text();
      assertMatch(css, /url\(\/logo\.svg\?__frsh_c=[0-9a-f]{40}\)/);
    });
  });
});

Deno.test("a second build replaces the first one and leaves nothing else behind", async () => {
  await withProject(PROJECT, async (root) => {
    await build(root);
    await build(root);
    assertEquals(await listFiles(join(root, "_fresh")), ["server.js", "snapshot.js", "static"]);
    assertEquals(await listFiles(join(root, "_fresh/static")), ["_fresh", "app.css", "logo.svg"]);
    assertEquals((await listFiles(join(root, "_fresh/static/_fresh/js"))).length, 1);
  });
});

Deno.test("what a build to disk returns gives an app no file routes", async () => {
  await withProject(
    { "routes/index.ts": "export const handler = () => new Response();" },
    async (root) => {
      const app = new App().fsRoutes();
      const apply = await new Builder({ root }).build();
      apply(app);
      assertEquals((await send(app, "/")).status, 404);
    },
  );
});

Deno.test("an islands file may export several components, and has an identifier for a name", async () => {
  const files = {
    "islands/my-widgets.tsx": `
      export default () => <i>default</i>;
      export const Second = () => <b>second</b>;`,
    "routes/index.tsx": `
      import First, { Second } from "../islands/my-widgets.tsx";
      export default () => <div><First /><Second /></div>;`,
  };
  await withProject(files, async (root) => {
    const app = new App().use(staticFiles()).fsRoutes();
    (await new Builder({ root }).build({ snapshot: "memory" }))(app);
    const { body } = await send(app, "/");
    assertMatch(body, /import my_widgets from "\/_fresh\/js\/\w+\/my_widgets\.js";/);
    assertMatch(body, /import { Second } from "\/_fresh\/js\/\w+\/my_widgets\.js";/);
  });
});

Deno.test("basePath stands before the addresses of scripts", async () => {
  await withProject(PROJECT, async (root) => {
    const app = new App({ basePath: "/base" }).use(staticFiles()).fsRoutes();
    (await new Builder({ root }).build({ snapshot: "memory" }))(app);
    const { headers, body } = await send(app, "/base");
    const urls = [...body.matchAll(/from "(.*?)"/g)].map(([, url = ""]) => url);
    assertEquals(urls.length, 2);
    for (const url of urls) {
      assertMatch(url, /^\/base\/_fresh\/js\//);
      assertEquals(headers.get("link")?.includes(`<${url}>`), true);
      assertEquals((await send(app, url)).status, 200);
    }
  });
});

Deno.test("a fault in an island fails the build with its place", async () => {
  await withProject({ "islands/Broken.tsx": `import "./missing.ts";` }, async (root) => {
    const building = new Builder({ root }).build({ snapshot: "memory" });
    await assertRejects(() => building, Error, "missing.ts");
    assertEquals(await listFiles(join(root, "_fresh")), []);
  });
});

Deno.test("a build without islands bundles nothing and needs no right to write", async () => {
  await withProject({ "routes/index.tsx": "export default () => <p />;" }, async (root) => {
    const app = new App().fsRoutes();
    (await new Builder({ root }).build({ snapshot: "memory" }))(app);
    assertEquals((await send(app, "/")).status, 200);
    assertEquals(await listFiles(root), ["routes"]);
  });
});

Deno.test("test files and files that a pattern ignores are no routes", async () => {
  const files = {
    "routes/a.ts": "export const handler = () => new Response();",
    "routes/a_test.ts": "throw new Error('loaded a test');",
    "routes/b.gen.ts": "throw new Error('loaded an ignored file');",
  };
  await withProject(files, async (root) => {
    await assertRejects(
      () => new Builder({ root }).build({ snapshot: "memory" }),
      Error,
      "ignored",
    );
    const builder = new Builder({ root, ignore: [/_test\.ts$/, /\.gen\./] });
    const app = new App().fsRoutes();
    (await builder.build({ snapshot: "memory" }))(app);
    assertEquals((await send(app, "/a")).status, 200);
    assertEquals((await send(app, "/a_test")).status, 404);
  });
});
