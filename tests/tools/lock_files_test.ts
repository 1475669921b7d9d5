import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { listFiles, ROOT } from "../source_files.ts";

interface LockFile {
  /** Version by what is asked for, such as `npm:preact@^10.29.0`. */
  readonly specifiers: Readonly<Record<string, string>>;
  /** What is downloaded, by name and version. */
  readonly npm: Readonly<Record<string, { readonly integrity: string }>>;
}

interface Config {
  readonly imports?: Readonly<Record<string, string>>;
}

async function readJson<Content>(path: string): Promise<Content> {
  return JSON.parse(await Deno.readTextFile(join(ROOT, path)));
}

Deno.test("deno.json names no package from npm that only tests import", async () => {
  const { imports = {} } = await readJson<Config>("deno.json");
  const sources = listFiles().filter((path) =>
    /\.tsx?$/.test(path) && !/^(tests|bench)\b/.test(path)
  );
  const code = sources.map((path) => Deno.readTextFileSync(join(ROOT, path))).join("\n");
  const strays = Object.entries(imports).filter(([name, specifier]) =>
    specifier.startsWith("npm:") && !new RegExp(`["']${name}(["'/])`).test(code)
  );
  assertEquals(strays, []);
});

Deno.test("the start downloads what deno.json and the bridge name, and nothing for tests alone", async () => {
  const paths = ["deno.json", ...listFiles("bridge").filter((path) => /deno\.json$/.test(path))];
  const configs = await Promise.all(paths.map((path) => readJson<Config>(path)));
  const names = configs.flatMap(({ imports = {} }) => Object.values(imports)).map(nameOf);
  const { specifiers } = await readJson<LockFile>("deno.lock");
  const strays = Object.keys(specifiers).filter((specifier) => !names.includes(nameOf(specifier)));
  assertEquals(strays, [], "undo the change of deno.lock: tests have tests/deno.lock");
});

Deno.test("tests run on the very packages that the start downloads", async () => {
  const [start, tests] = await Promise.all([
    readJson<LockFile>("deno.lock"),
    readJson<LockFile>("tests/deno.lock"),
  ]);
  for (const [name, { integrity }] of Object.entries(start.npm)) {
    assertEquals([name, tests.npm[name]?.integrity], [name, integrity]);
  }
});

Deno.test("tests ask for each package in one version", () => {
  const code = listFiles("tests").filter((path) => /\.ts$/.test(path))
    .map((path) => Deno.readTextFileSync(join(ROOT, path))).join("\n");
  const specifiers = new Set(code.matchAll(/from "(npm:[^"]+)"/g).map(([, found = ""]) => found));
  const versions = Map.groupBy(specifiers, nameOf);
  assertEquals([...versions.values()].filter((several) => several.length > 1), []);
  const [, browser] = /CHROMIUM_VERSION = "(.+)"/.exec(code) ?? [];
  assert(specifiers.has(`npm:@sparticuz/chromium@${browser}`));
});

/** `npm:preact` of `npm:preact@^10.29` and of `npm:preact@^10.29/hooks`. */
function nameOf(specifier: string): string {
  return /^\w+:(?:@[^/]+\/)?[^@/]+/.exec(specifier)?.[0] ?? specifier;
}
