import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { ROOT } from "./source_files.ts";

Deno.test("every package that ships is named with its licence", () => {
  const { npm } = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.lock")));
  const packages = Object.keys(npm).map((key) => /^@?[^@]+/.exec(key)?.[0] ?? key);
  const text = Deno.readTextFileSync(join(ROOT, "THIRD_PARTY.md"));
  const named = [...text.matchAll(/^\| `([^`]+)`\s+\| \w/gm)].map(([, name]) => name);
  assertEquals([...new Set(packages)].sort(), named.sort());
});
