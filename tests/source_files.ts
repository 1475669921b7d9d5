import { join, normalize, relative } from "node:path";

/** Root of the checkout. */
export const ROOT = normalize(join(import.meta.dirname ?? ".", ".."));

/** At the root only: `server/videos/` holds sources. */
const SKIPPED = new Set([".git", "_fresh", "data", "node_modules", "videos"]);

/** All files below a folder of the checkout, as paths relative to the root. */
export function listFiles(folder = ""): string[] {
  return [...Deno.readDirSync(join(ROOT, folder))].flatMap((entry) => {
    const path = join(folder, entry.name);
    if (SKIPPED.has(path)) return [];
    return entry.isDirectory ? listFiles(path) : [path];
  });
}

/** The files of the checkout that a file imports, relative to the root; packages are left out. */
export function importsOf(path: string): string[] {
  const source = Deno.readTextFileSync(join(ROOT, path));
  const specifiers = source.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*"(\.[^"]+)"/g);
  return [...specifiers].map(([, specifier = ""]) =>
    relative(ROOT, join(ROOT, path, "..", specifier))
  );
}
