import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { collectCandidates, createStylesheet } from "../../../tools/stylesheet.ts";
import type { Browser, BrowserContext, Page } from "../../browser.ts";
import { PATIENCE_MS } from "../../patience.ts";

/** What the app's own pages may do, as far as it matters here. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; " +
  "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'";

/** A page with a script of ours, under the app's stylesheet and content security policy. */
export interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  /** What the browser complained about. */
  readonly complaints: string[];
}

/** A module with all that it imports, as one minified script. */
export async function bundle(module: string | URL): Promise<string> {
  const entrypoints = [fileURLToPath(module)];
  const options = { entrypoints, platform: "browser", minify: true, write: false } as const;
  const { success, outputFiles, errors } = await Deno.bundle(options);
  assertEquals([success, errors], [true, []]);
  return outputFiles?.[0]?.text() ?? "";
}

/** Length of a text as it travels. */
export async function gzipLength(text: string): Promise<number> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(packed).arrayBuffer()).byteLength;
}

/** Opens a page that runs `script`; `files` are served beside it by their path. */
export async function openPage(
  browser: Browser,
  { script, files = {}, ...options }: {
    readonly script: string;
    readonly files?: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  } & Parameters<Browser["newContext"]>[0],
): Promise<OpenedPage> {
  const css = await stylesheet();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname;
    const file = files[path] ?? await fontAt(path);
    const [type, body] = file !== undefined
      ? ["application/octet-stream", file]
      : path === "/script.js"
      ? ["text/javascript", script]
      : path === "/styles.css"
      ? ["text/css", css]
      : ["text/html; charset=utf-8", PAGE];
    return new Response(body, {
      headers: { "content-type": type, "content-security-policy": POLICY },
    });
  });
  const context: BrowserContext = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${server.addr.port}/`);
  return {
    page,
    complaints,
    async [Symbol.asyncDispose]() {
      await context.close();
      await server.shutdown();
    },
  };
}

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

async function fontAt(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return /^\/fonts\/[\w-]+\.woff2$/.test(path)
    ? await Deno.readFile(`${ROOT}/static${path}`)
    : undefined;
}

let made: Promise<string> | undefined;

function stylesheet(): Promise<string> {
  return made ??= (async () => {
    const base = await Deno.readTextFile(`${ROOT}/static/styles.css`);
    return createStylesheet(base, await collectCandidates(ROOT));
  })();
}

const PAGE = `<!doctype html><html lang="en"><head><title>A part of the studio</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/styles.css"></head>
<body><div id="part" class="panel p-3"></div><script type="module" src="/script.js"></script></body>
</html>`;
