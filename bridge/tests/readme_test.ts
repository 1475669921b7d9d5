import { assertEquals } from "@std/assert";
import { join } from "node:path";

const BRIDGE = join(import.meta.dirname ?? ".", "..");
const README = Deno.readTextFileSync(join(BRIDGE, "README.md"));

for (const { name: folder } of Deno.readDirSync(BRIDGE)) {
  if (!folder.startsWith("std_")) continue;
  const name = folder.replace("std_", "@std/");
  Deno.test(`the README names what ${name} offers, and nothing else`, async () => {
    const [, offers = ""] = new RegExp(`^\\| \`${name}\` *\\|([^|]+)\\|`, "m").exec(README) ?? [];
    const told = [...offers.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
    assertEquals(told.sort(), (await exportsOf(join(BRIDGE, folder))).sort());
  });
}

/** The subpaths of a package, and the names that its modules export. */
async function exportsOf(folder: string): Promise<string[]> {
  const { exports } = JSON.parse(await Deno.readTextFile(join(folder, "deno.json")));
  const modules: Record<string, string> = typeof exports === "string" ? { ".": exports } : exports;
  const named = await Promise.all(
    Object.entries(modules).map(async ([subpath, file]) => {
      const names = Object.keys(await import(join(folder, file)));
      return subpath === "." ? names : [subpath.slice(1), ...names];
    }),
  );
  return named.flat();
}
