import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { importsOf, listFiles, ROOT } from "./source_files.ts";

const MAX_SOURCE_LINES = 250;

/** Which folders a folder may import from, besides itself. */
const ALLOWED_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  "contract": [],
  "components": ["contract"],
  "islands": ["contract", "components"],
  "routes/(_pages)": ["contract", "components", "islands"],
  "routes": ["contract", "components", "islands", "server"],
  "server/wording": ["contract"],
  "server/errors.ts": ["contract", "server/wording"],
  "server/models": ["contract", "server/errors.ts", "server/wording", "server/old_names.ts"],
  "server/generation": [
    "contract",
    "server/models",
    "server/errors.ts",
    "server/wording",
    "server/log.ts",
    "server/clock.ts",
    "server/remembered.ts",
  ],
  "server/workers": ["server/errors.ts", "server/wording"],
  "server/pictures": [
    "contract",
    "server/errors.ts",
    "server/wording",
    "server/generation/ports",
    "server/workers",
  ],
  "server/videos": ["contract", "server/errors.ts", "server/wording", "server/storage_failure.ts"],
  "server/stores": [
    "contract",
    "server/errors.ts",
    "server/wording",
    "server/storage_failure.ts",
    "server/generation",
    "server/visitors/account_store.ts",
  ],
  "server/visitors": [
    "contract",
    "server/errors.ts",
    "server/wording",
    "server/clock.ts",
    "server/remembered.ts",
    "server/config.ts",
    "server/generation",
    "server/protocol",
  ],
  "server/pages": [
    "contract",
    "server/errors.ts",
    "server/wording",
    "server/clock.ts",
    "server/config.ts",
    "server/app_state.ts",
    "server/old_names.ts",
    "server/models",
    "server/generation",
    "server/protocol",
    "server/problems",
    "server/visitors",
  ],
  "server/account": [
    "contract",
    "server/errors.ts",
    "server/wording",
    "server/app_state.ts",
    "server/protocol",
    "server/problems",
    "server/visitors",
    "server/pages",
  ],
  "server/config.ts": ["contract", "server/old_names.ts"],
};

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

for (const [folder, allowed] of Object.entries(ALLOWED_IMPORTS)) {
  Deno.test(`${folder} imports only what lies to its right`, () => {
    const sources = listFiles(folder.split("/")[0]).filter((path) =>
      isInside(path, folder) && /\.tsx?$/.test(path)
    );
    assert(sources.length > 0, `no source files in ${folder}`);
    const strays = sources.flatMap((path) =>
      importsOf(path)
        .filter((target) => ![folder, ...allowed].some((place) => isInside(target, place)))
        .map((target) => `${path} imports ${target}`)
    );
    assertEquals(strays, []);
  });
}

Deno.test("only the configuration reads the environment", () => {
  const readers = [...listFiles("server"), ...listFiles("routes"), "main.ts"]
    .filter((path) => /\.tsx?$/.test(path))
    .filter((path) => /Deno\.env|process\.env/.test(Deno.readTextFileSync(join(ROOT, path))));
  assertEquals(readers, ["server/config.ts"]);
});

Deno.test("no source file is longer than it can be read", () => {
  const giants = listFiles()
    .filter((path) => /\.tsx?$/.test(path) && !/_test\.tsx?$/.test(path))
    .map((path) => ({
      path,
      lines: Deno.readTextFileSync(join(ROOT, path)).split("\n").length - 1,
    }))
    .filter(({ lines }) => lines > MAX_SOURCE_LINES);
  assertEquals(giants, []);
});

Deno.test("no file or folder has a name that says nothing", () => {
  const vague = listFiles().filter((path) =>
    path.split(/[/\\]/).some((part) => /^(utils?|helpers?|misc|common|lib)(\.\w+)?$/.test(part))
  );
  assertEquals(vague, []);
});

Deno.test("no two source files export one name", () => {
  const places = new Map<string, Set<string>>();
  for (const path of listFiles().filter((path) => /\.tsx?$/.test(path) && !isApart(path))) {
    const exports = Deno.readTextFileSync(join(ROOT, path)).matchAll(
      /^export (?:default )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|const|enum) (\w+)/gm,
    );
    for (const [, name = ""] of exports) {
      places.set(name, (places.get(name) ?? new Set()).add(path));
    }
  }
  const shared = [...places].filter(([name, { size }]) => size > 1 && name !== "handler");
  assertEquals(shared, [], "each needs a name of its own");
});

/** Tests meet no reader together, and stand-ins keep the names of what they stand in for. */
function isApart(path: string): boolean {
  return isInside(path, "tests") || isInside(path, "bridge");
}

Deno.test("every path that a document names exists", () => {
  const documents = listFiles().filter((path) => path.endsWith(".md") && path !== "CHANGELOG.md");
  const missing = documents.flatMap((document) => {
    const words = Deno.readTextFileSync(join(ROOT, document)).matchAll(
      /`([\w.@[\]-]+\/[\w./@[\]-]*|\w+\.(?:ts|tsx|json|md))`/g,
    );
    return [...words]
      .map(([, path = ""]) => path)
      .filter((path) => isProjectPath(path) && !exists(path) && !exists(join(document, "..", path)))
      .map((path) => `${document} names ${path}`);
  });
  assertEquals(missing, []);
});

/** Package names and addresses look like paths; only what starts at a known place is one. */
function isProjectPath(path: string): boolean {
  const [first = ""] = path.split("/");
  return /\.(ts|tsx|json|md|css)$/.test(path) || exists(first);
}

function exists(path: string): boolean {
  try {
    Deno.statSync(join(ROOT, path));
    return true;
  } catch {
    return ["_fresh", "videos", "data"].includes(path.split("/")[0] ?? "");
  }
}
