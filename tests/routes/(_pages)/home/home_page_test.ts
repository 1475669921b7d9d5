import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { startLounge } from "../../../lounge.ts";
import { join } from "node:path";
import { ROOT } from "../../../source_files.ts";

const PAGE_BUDGET_BYTES = 90_000;
/** Before compression, with facts of all models: as much as before they were handed to the studio. */
const PAGE_BUDGET_CHARACTERS = 82_000;
/** Without the framework's runtime, which is larger in Fresh itself than in its stand-in. */
const OWN_SCRIPT_BUDGET_BYTES = 24_000;

/** What the islands import of that runtime. */
const RUNTIME = [
  "preact",
  "preact/hooks",
  "preact/jsx-runtime",
  "@preact/signals",
  "fresh/runtime",
];

async function readText(url: string): Promise<string> {
  const response = await fetch(url);
  assertEquals(response.status, 200, url);
  return await response.text();
}

async function gzipLength(text: string): Promise<number> {
  const zipped = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(zipped).arrayBuffer()).byteLength;
}

/** Texts of the scripts that `source` imports, and of those that they import. */
async function readScripts(
  source: string,
  base: string,
  seen = new Map<string, string>(),
): Promise<Map<string, string>> {
  for (const [, path = ""] of source.matchAll(/(?:from|import)\s*"([^"]+\.js)"/g)) {
    const url = new URL(path, base).href;
    if (seen.has(url)) continue;
    const script = await readText(url);
    seen.set(url, script);
    await readScripts(script, url, seen);
  }
  return seen;
}

/** The page's islands with all that they load at once, bundled without the framework. */
async function bundleIslands(html: string): Promise<string> {
  const islands = [...html.matchAll(/import \w+ from "[^"]*\/(\w+)\.js"/g)];
  const entrypoints = islands.map(([, name]) => `${ROOT}/islands/${name}.tsx`);
  const outputDir = join(ROOT, "_bundle");
  const { outputFiles = [] } = await Deno.bundle({
    entrypoints,
    outputDir,
    external: RUNTIME,
    platform: "browser",
    codeSplitting: true,
    minify: true,
    write: false,
  });
  const texts = new Map(outputFiles.map((file) => [file.path, file.text()]));
  const wanted = new Set(islands.map(([, name]) => join(outputDir, `${name}.js`)));
  for (const path of wanted) {
    for (const [, chunk = ""] of texts.get(path)?.matchAll(/(?:from|import)"(\.[^"]+)"/g) ?? []) {
      wanted.add(join(outputDir, chunk));
    }
  }
  return [...wanted].map((path) => texts.get(path)).join("\n");
}

function attributes(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, "g"))].map(([, value = ""]) => value);
}

Deno.test("the page has one heading, every section and the plain form", async () => {
  await using lounge = await startLounge();
  const html = await readText(lounge.url);
  assertEquals(html.match(/<h1/g)?.length, 1);
  const sections = [
    "studio",
    "how-it-works",
    "models",
    "api",
    "pricing",
    "faq",
    "reading",
  ];
  for (const id of sections) assertStringIncludes(html, `id="${id}"`);
  // What is not set is not shown.
  assertEquals(html.includes("contact"), false);
  await using reachable = await startLounge({ CONTACT_EMAIL: "house@lounge.example" });
  const withContact = await readText(reachable.url);
  assertStringIncludes(withContact, 'id="contact"');
  assertStringIncludes(withContact, 'href="mailto:house@lounge.example"');
  assertEquals(withContact.includes("No phone"), false);
  const form = html.slice(html.indexOf("<form"), html.indexOf("</form>"));
  assertMatch(form, /method="post"/);
  assertMatch(form, /action="\/generate"/);
  assertMatch(form, /enctype="multipart\/form-data"/i);
  assertMatch(form, /type="file" name="image"/);
  assertMatch(form, /<button[^>]*type="submit"/);
});

Deno.test("the page tells programs what works: to ask, to ask without waiting, to follow", async () => {
  await using lounge = await startLounge();
  const html = (await readText(lounge.url)).replaceAll("&quot;", '"');
  assertStringIncludes(html, `curl -F image=@photo.jpg ${lounge.url}/generate`);
  assertStringIncludes(
    html,
    `curl -H "Prefer: respond-async" -F image=@photo.jpg ${lounge.url}/generate`,
  );
  assertMatch(html, /curl -N "http:\/\/[^"]+\/v\/[^"]+\/events\?key=[^"]+"/);
});

Deno.test("every link within the page leads to a place on it", async () => {
  await using lounge = await startLounge();
  const html = await readText(lounge.url);
  const ids = new Set(attributes(html, "id"));
  const missing = attributes(html, "href").filter((href) => /^\/?#/.test(href))
    .filter((href) => !ids.has(href.replace(/^\/?#/, "")));
  assertEquals(missing, []);
});

Deno.test("the head carries what search engines and link previews read", async () => {
  await using lounge = await startLounge({ SITE_URL: "https://lounge.example" });
  const html = await readText(lounge.url);
  const head = html.slice(0, html.indexOf("</head>"));
  assertMatch(head, /<title>AI Lounge After Dark: [^<]+<\/title>/);
  assertMatch(head, /<meta name="description" content="[^"]{70,170}"/);
  assertMatch(head, /<meta name="keywords" content="[^"]+"/);
  assertMatch(head, /<meta property="og:image" content="https:\/\/lounge\.example\/og\.png"/);
  assertMatch(head, /<meta name="twitter:card" content="summary_large_image"/);
  assertMatch(head, /<link rel="canonical" href="https:\/\/lounge\.example\/"/);
  assertMatch(head, /<meta name="robots" content="index, follow"/);
});

Deno.test("the structured data is JSON that describes the app and its questions", async () => {
  await using lounge = await startLounge();
  const html = await readText(lounge.url);
  const [, json = ""] = /<script type="application\/ld\+json"[^>]*>([^<]+)<\/script>/.exec(html) ??
    [];
  const types = JSON.parse(json)["@graph"].map((entry: Record<string, unknown>) => entry["@type"]);
  assertEquals(types, ["Organization", "WebApplication", "FAQPage"]);
});

Deno.test("the curl command names this instance", async () => {
  await using lounge = await startLounge();
  const html = await readText(lounge.url);
  assertStringIncludes(html, `curl -F image=@photo.jpg ${lounge.url}/generate`);
});

/** What stands beside Generate. */
function summaryOf(html: string): string {
  return html.slice(html.indexOf('data-panel="summary"'), html.indexOf(">Generate</button>"));
}

Deno.test("the page says who processes the picture and why it is free", async () => {
  await using local = await startLounge();
  const localHtml = await readText(local.url);
  assertStringIncludes(summaryOf(localHtml), "stays on this server");
  assertStringIncludes(localHtml, "no AI video model");

  await using remote = await startLounge({ HF_ENDPOINT_URL: "http://127.0.0.1:9/video" });
  const remoteHtml = await readText(remote.url);
  assertStringIncludes(summaryOf(remoteHtml), "goes to the operator's video endpoint");
  assertStringIncludes(remoteHtml, "its operator pays");
});

Deno.test("nothing on the page needs an exception from the content security policy", async () => {
  await using lounge = await startLounge();
  const html = await readText(lounge.url);
  assertEquals(attributes(html, "style"), []);
  assertEquals(html.match(/<style/g), null);
  assertEquals(html.match(/ on[a-z]+="/g), null);
  assertEquals(html.match(/<script(?![^>]*nonce=)/g), null);
  assertEquals(attributes(html, "src").filter((src) => /^(https?:)?\/\//.test(src)), []);
});

Deno.test("what only a picture or a finished video needs is loaded with it, from where the policy allows", async () => {
  await using lounge = await startLounge();
  const html = await readText(lounge.url);
  const scripts = await readScripts(html, lounge.url);
  const later = [...scripts].flatMap(([url, script]) =>
    [...script.matchAll(/import\("([^"]+\.js)"\)/g)].map(([, path = ""]) => new URL(path, url).href)
  );
  const texts: string[] = [];
  for (const url of later) {
    assertEquals([url.startsWith(`${lounge.url}/`), scripts.has(url)], [true, false], url);
    texts.push(await readText(url));
  }
  for (const part of [/crop-area/, /VideoTools/]) {
    assert(texts.some((text) => part.test(text)), `${part}`);
  }
});

Deno.test("the studio is the only island, and its facts do not swell the page", async () => {
  await using lounge = await startLounge({
    HF_API_TOKEN: "hf_of_the_instance",
    HF_HUB_URL: "http://127.0.0.1:9",
  });
  const html = await readText(lounge.url);
  const islands = [...html.matchAll(/import (\w+) from "[^"]*\/\w+\.js"/g)];
  assertEquals(islands.map(([, name]) => name), ["Studio"]);
  assert(html.length <= PAGE_BUDGET_CHARACTERS, `${html.length} characters`);
});

Deno.test("every class on the page has a rule in the stylesheet", async () => {
  await using lounge = await startLounge();
  const html = await readText(lounge.url);
  const css = await readText(`${lounge.url}/styles.css`);
  const names = new Set(attributes(html, "class").flatMap((list) => list.trim().split(/\s+/)));
  const unknown = [...names].filter((name) =>
    !css.includes(`.${name.replaceAll(/[^\w-]/g, (character) => `\\${character}`)}`)
  );
  assertEquals(unknown, []);
});

Deno.test("page, stylesheet and scripts stay within their budgets", async () => {
  await using lounge = await startLounge();
  const html = await readText(lounge.url);
  const css = await readText(`${lounge.url}/styles.css`);
  const scripts = await readScripts(html, lounge.url);
  assert(scripts.size >= 3, "the page imports its scripts");
  const scriptBytes = await gzipLength([...scripts.values()].join("\n"));
  const pageBytes = await gzipLength(html) + await gzipLength(css) + scriptBytes;
  const ownBytes = await gzipLength(await bundleIslands(html));
  assert(ownBytes > 10_000 && ownBytes <= OWN_SCRIPT_BUDGET_BYTES, `${ownBytes} bytes of script`);
  assert(pageBytes <= PAGE_BUDGET_BYTES, `${pageBytes} bytes in all`);
});

Deno.test("what the page loads is there, and fonts are preloaded at most twice", async () => {
  await using lounge = await startLounge();
  const html = await readText(lounge.url);
  const head = html.slice(0, html.indexOf("</head>"));
  for (const path of attributes(head, "href").filter((href) => href.startsWith("/"))) {
    const response = await fetch(lounge.url + path);
    await response.body?.cancel();
    assertEquals(response.status, 200, path);
  }
  const preloads = head.match(/rel="preload" href="([^"]+)"/g) ?? [];
  assertEquals(preloads.length, 2);
  const css = await readText(`${lounge.url}/styles.css`);
  for (const [, path = ""] of head.matchAll(/rel="preload" href="([^"]+)"/g)) {
    assertMatch(css, new RegExp(`url\\(["']?${RegExp.escape(path)}["']?\\)`));
  }
});
