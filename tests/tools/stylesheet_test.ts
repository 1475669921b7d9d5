import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import {
  addStylesheet,
  classCandidates,
  collectCandidates,
  createStylesheet,
} from "../../tools/stylesheet.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

Deno.test("class candidates come from quoted and from template literals", () => {
  const source = 'const a = "p-3  md:p-5"; <i class={`flex ${isOn ? "glow-green" : ""} mt-2`} />';
  const words = classCandidates(source);
  for (const word of ["p-3", "md:p-5", "flex", "mt-2"]) assert(words.has(word), word);
});

Deno.test("the stylesheet holds the tokens, the base and only the utilities that are used", () => {
  const css = createStylesheet(".panel {\n  color: red; /* why */\n}", [
    "text-cyan",
    "lg:p-5",
    "glow-amber",
  ]);
  assertStringIncludes(css, "--cyan:#00f0ff");
  assertStringIncludes(css, ".panel { color: red; }");
  assertStringIncludes(css, ".text-cyan{color:var(--cyan)}");
  assertStringIncludes(css, "@media (min-width:960px){.lg\\:p-5{padding:1.25rem}}");
  assertStringIncludes(css, ".glow-amber{--glow:var(--amber)}");
  assertFalse(css.includes("text-magenta"));
});

Deno.test("the same classes in any order make the same stylesheet", () => {
  assertEquals(
    createStylesheet("", ["p-3", "flex", "md:p-5"]),
    createStylesheet("", ["md:p-5", "p-3", "flex", "p-3"]),
  );
});

Deno.test("the builder turns static/styles.css into the app's stylesheet", async () => {
  let sheet = "";
  const pending: Promise<void>[] = [];
  addStylesheet({
    onTransformStaticFile({ filter }, transform) {
      assert(filter.test("/app/static/styles.css"));
      const text = Deno.readTextFileSync(`${ROOT}static/styles.css`);
      const args = {
        path: "styles.css",
        text,
        content: new Uint8Array(),
        mode: "production",
        target: "",
      };
      pending.push((async () => {
        const result = await transform(args as Parameters<typeof transform>[0]);
        sheet = String(result !== undefined && !Array.isArray(result) ? result.content : "");
      })());
    },
  });
  await Promise.all(pending);
  assertStringIncludes(sheet, ".max-w-page");
  assert(new TextEncoder().encode(sheet).length < 40_000);
});

Deno.test("every class attribute in the sources means something", async () => {
  const base = await Deno.readTextFile(`${ROOT}static/styles.css`);
  const css = createStylesheet(base, await collectCandidates(ROOT));
  const unknown: string[] = [];
  for await (const path of sourcesUnder(["components", "islands", "routes"])) {
    const source = await Deno.readTextFile(path);
    for (const [, classes = ""] of source.matchAll(/class="([^"]+)"/g)) {
      for (const name of classes.split(/\s+/)) {
        if (!css.includes(`.${escapeSelector(name)}`)) unknown.push(`${path}: ${name}`);
      }
    }
  }
  assertEquals(unknown, []);
});

async function* sourcesUnder(folders: string[]): AsyncGenerator<string> {
  for (const folder of folders) {
    for await (const entry of Deno.readDir(`${ROOT}${folder}`)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) yield* sourcesUnder([path]);
      else if (path.endsWith(".tsx")) yield `${ROOT}${path}`;
    }
  }
}

function escapeSelector(name: string): string {
  return name.replaceAll(/[^\w-]/g, (character) => `\\${character}`);
}
