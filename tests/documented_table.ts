import { join } from "node:path";
import { ROOT } from "./source_files.ts";

/** The cells of the first table under that heading of a document, without its head. */
export function documentedTable(path: string, heading: string): string[][] {
  const text = Deno.readTextFileSync(join(ROOT, path));
  const section = text.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return section.split("\n").filter((line) => line.startsWith("|")).slice(2)
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}
