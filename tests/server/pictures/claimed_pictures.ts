/**
 * Opens the pictures of a folder, all of which must be refused, and prints each one's code and by how
 * much the memory of the process grew, in MiB. A program of its own, because the memory of a test run is
 * that of all its tests.
 */
// deno-lint-ignore-file no-console -- the test reads its standard output
import { join } from "node:path";
import { InputError } from "../../../server/errors.ts";
import { PictureProcessor } from "../../../server/pictures/picture_processor.ts";
import { PATIENCE_MS } from "../../patience.ts";
import { fileSource } from "../../picture_sources.ts";

const [folder = ""] = Deno.args;
const processor = new PictureProcessor({ timeoutMs: PATIENCE_MS });
await processor.warm();
const before = Deno.memoryUsage().rss;
const codes: Record<string, string> = {};
for (const { name } of Deno.readDirSync(folder)) codes[name] = await codeOf(join(folder, name));
const grownMib = (Deno.memoryUsage().rss - before) / 2 ** 20;
console.log(JSON.stringify({ codes, grownMib }));
processor.close();

async function codeOf(path: string): Promise<string> {
  try {
    await processor.look(await fileSource(path), new AbortController().signal);
    return "none: it was opened";
  } catch (error) {
    if (error instanceof InputError) return error.code;
    throw error;
  }
}
