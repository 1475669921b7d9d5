import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { importsOf, listFiles, ROOT } from "./source_files.ts";

const MAX_SOURCE_LINES = 250;
const MAX_IMPORTS = 10;
/** A file with fewer lines is no subject of its own. */
const MIN_LINES = 40;

const GROUND = ["contract", "server/wording", "server/errors.ts", "server/clock.ts"];

/**
 * Every place, and which places it may import from besides itself. A place stands below all that it
 * imports, so that no two can import each other.
 */
const ALLOWED_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  "contract": [],
  "components": ["contract"],
  "islands": ["contract", "components"],
  "routes/(_pages)": ["contract", "components", "islands"],
  "server/wording": ["contract"],
  "server/errors.ts": ["contract", "server/wording"],
  "server/old_names.ts": ["contract"],
  "server/clock.ts": [],
  "server/remembered.ts": [],
  "server/proxy_ranges.ts": [],
  "server/log.ts": [],
  "server/setting_names.ts": [],
  "server/storage_failure.ts": ["server/errors.ts"],
  "server/config.ts": [
    "contract",
    "server/old_names.ts",
    "server/proxy_ranges.ts",
    "server/setting_names.ts",
  ],
  "server/protocol": [...GROUND, "server/config.ts", "server/proxy_ranges.ts"],
  "server/serving": [
    ...GROUND,
    "server/log.ts",
    "server/proxy_ranges.ts",
    "server/remembered.ts",
    "server/protocol",
  ],
  "server/workers": GROUND,
  "server/models": [...GROUND, "server/old_names.ts"],
  "server/generation": [...GROUND, "server/models", "server/log.ts", "server/remembered.ts"],
  "server/pictures": [...GROUND, "server/generation", "server/workers"],
  "server/videos": [...GROUND, "server/storage_failure.ts"],
  "server/uploads": [
    ...GROUND,
    "server/pictures/image_type.ts",
    "server/protocol",
    "server/storage_failure.ts",
  ],
  "server/providers": [
    ...GROUND,
    "server/remembered.ts",
    "server/protocol",
    "server/workers",
    "server/models",
    "server/generation",
    "server/videos",
  ],
  "server/visitors": [
    ...GROUND,
    "server/remembered.ts",
    "server/log.ts",
    "server/config.ts",
    "server/proxy_ranges.ts",
    "server/protocol",
    "server/generation",
  ],
  "server/stores": [
    ...GROUND,
    "server/storage_failure.ts",
    "server/generation",
    "server/visitors",
  ],
  "server/example_store.ts": [
    ...GROUND,
    "server/log.ts",
    "server/generation",
    "server/providers",
    "server/stores",
  ],
  "server/observing": [
    ...GROUND,
    "server/log.ts",
    "server/proxy_ranges.ts",
    "server/remembered.ts",
    "server/protocol",
    "server/generation",
  ],
  "server/services.ts": [
    "server/observing",
    ...GROUND,
    "server/log.ts",
    "server/config.ts",
    "server/generation",
    "server/uploads",
    "server/visitors",
    "server/example_store.ts",
  ],
  "server/app_state.ts": [...GROUND, "server/visitors", "server/services.ts"],
  "server/problems": [
    ...GROUND,
    "server/app_state.ts",
    "server/observing",
    "server/config.ts",
    "server/log.ts",
    "server/proxy_ranges.ts",
    "server/protocol",
  ],
  "server/submission": [
    ...GROUND,
    "server/old_names.ts",
    "server/protocol",
    "server/generation",
    "server/uploads",
    "server/visitors",
    "server/app_state.ts",
    "server/problems",
  ],
  "server/pages": [
    ...GROUND,
    "server/old_names.ts",
    "server/config.ts",
    "server/protocol",
    "server/models",
    "server/generation",
    "server/visitors",
    "server/app_state.ts",
    "server/problems",
  ],
  "server/account": [
    ...GROUND,
    "server/protocol",
    "server/visitors",
    "server/app_state.ts",
    "server/pages",
  ],
  "server/app.ts": [
    "fresh.config.ts",
    "server/log.ts",
    "server/protocol",
    "server/serving",
    "server/visitors",
    "server/services.ts",
    "server/app_state.ts",
    "server/problems",
  ],
  // The only place that constructs.
  "server/opening": ["server"],
  "routes": ["contract", "components", "islands", "server"],
};

const PLACES = Object.keys(ALLOWED_IMPORTS);
/** All that ships or builds; the stand-ins in `bridge/` have the shape of what they stand for. */
const SOURCES = listFiles().filter((path) =>
  /\.tsx?$/.test(path) && !/^(tests|bridge)\//.test(path)
);
const IMPORTS = new Map(SOURCES.map((path) => [path, importsOf(path)]));

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

for (const [place, allowed] of Object.entries(ALLOWED_IMPORTS)) {
  Deno.test(`${place} imports only what is named beside it`, () => {
    const sources = SOURCES.filter((path) => isInside(path, place) && placeOf(path) === place);
    assert(sources.length > 0, `no source files in ${place}`);
    const strays = sources.flatMap((path) =>
      importsOf(path)
        .filter((target) => ![place, ...allowed].some((other) => isInside(target, other)))
        .map((target) => `${path} imports ${target}`)
    );
    assertEquals(strays, []);
  });
}

Deno.test("every source file that is served or serves has its place", () => {
  const homeless = SOURCES.filter((path) =>
    /^(server|routes|islands|components|contract)\//.test(path)
  )
    .filter((path) => placeOf(path) === undefined);
  assertEquals(homeless, []);
});

Deno.test("no two places import each other, over however many others", () => {
  const edges = new Map<string, Set<string>>();
  for (const [path, targets] of IMPORTS) {
    const from = placeOf(path);
    if (from === undefined) continue;
    const others = targets.flatMap((target) => placeOf(target) ?? []).filter((to) => to !== from);
    edges.set(from, new Set([...edges.get(from) ?? [], ...others]));
  }
  assertEquals(circlesIn(edges), []);
});

Deno.test("no two files import each other, over however many others", () => {
  assertEquals(circlesIn(IMPORTS), []);
});

Deno.test("no source file imports more than can be kept in mind", () => {
  const busy = SOURCES.map((path) => ({ path, imports: importedBy(path).size }))
    .filter(({ imports }) => imports > MAX_IMPORTS);
  assertEquals(busy, []);
});

/**
 * What stands by itself although it is small and has one user: a component; a migration, because a
 * released one never changes; a file that is loaded for itself (a worker's entry, or a part of the
 * browser's script that comes later); what such an entry or a script uses, because importing those
 * starts them; and what would take its user over the limits on imports and lines. Routes have no
 * user.
 */
Deno.test("a small file with one user stands in its user", () => {
  const users = Map.groupBy(
    [...IMPORTS].flatMap(([user, targets]) => targets.map((target) => ({ user, target }))),
    ({ target }) => target,
  );
  const entries = new Set(SOURCES.flatMap(loadedBy));
  const small = SOURCES.filter((path) => {
    const [first, ...others] = users.get(path) ?? [];
    if (first === undefined || others.length > 0 || linesOf(path) >= MIN_LINES) return false;
    const { user } = first;
    const isStarting = entries.has(user) || !users.has(user) && !user.startsWith("routes/");
    const together = new Set([...importedBy(path), ...importedBy(user)]);
    together.delete(path);
    const isTooMuch = together.size > MAX_IMPORTS ||
      linesOf(path) + linesOf(user) > MAX_SOURCE_LINES;
    return !(path.endsWith(".tsx") || /\/migrations\//.test(path) || entries.has(path) ||
      isStarting || isTooMuch);
  });
  assertEquals(small, []);
});

/** The innermost place that a path lies in. */
function placeOf(path: string): string | undefined {
  return PLACES.filter((place) => isInside(path, place)).sort((a, b) => b.length - a.length)[0];
}

/** Files and packages that a file names in its import statements. */
function importedBy(path: string): Set<string> {
  const source = Deno.readTextFileSync(join(ROOT, path));
  const statements = source.matchAll(
    /^(?:(?:import|export|\})[^"();=]*\sfrom |import )"([^"]+)"/gm,
  );
  return new Set(
    [...statements].map(([, specifier = ""]) =>
      specifier.startsWith(".") ? join(path, "..", specifier) : specifier
    ),
  );
}

/** Files that a file has loaded for themselves: as workers, or when they are needed. */
function loadedBy(path: string): string[] {
  const source = Deno.readTextFileSync(join(ROOT, path));
  const specifiers = source.matchAll(/(?:new URL|import)\(\s*"(\.[^"]+\.tsx?)"/g);
  return [...specifiers].map(([, specifier = ""]) => join(path, "..", specifier));
}

function linesOf(path: string): number {
  return Deno.readTextFileSync(join(ROOT, path)).split("\n").length - 1;
}

/** The ways that lead back to where they begin, each once. */
function circlesIn(edges: ReadonlyMap<string, Iterable<string>>): string[] {
  const circles: string[] = [];
  const seen = new Set<string>();
  const walk = (node: string, way: readonly string[]) => {
    const start = way.indexOf(node);
    if (start >= 0) circles.push([...way.slice(start), node].join(" → "));
    if (start >= 0 || seen.has(node)) return;
    for (const next of edges.get(node) ?? []) walk(next, [...way, node]);
    seen.add(node);
  };
  for (const node of edges.keys()) walk(node, []);
  return circles;
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
    .map((path) => ({ path, lines: linesOf(path) }))
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
