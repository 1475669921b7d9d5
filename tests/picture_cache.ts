import { dirname, join } from "node:path";
import { cacheFolder } from "./cache_folder.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What the bytes of a drawn picture depend on, besides its description. */
const SOURCES = ["deno.lock", "pictures.ts", "pictures_crafted.ts", "pictures_worker.ts"];

let digestOfSources: Promise<string> | undefined;

/**
 * The picture of that description as an earlier test file or run has drawn it, or as `draw` does:
 * the drawing itself is quick, the start of its library takes a second.
 */
export async function onceDrawn(description: string, draw: () => Promise<Bytes>): Promise<Bytes> {
  const digest = await sha256(`${await (digestOfSources ??= digestSources())} ${description}`);
  const path = join(cacheFolder("test-pictures"), digest);
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const picture = await draw();
  await Deno.mkdir(dirname(path), { recursive: true });
  // Under another name first, because another test file may be looking for it.
  const draft = await Deno.makeTempFile({ dir: dirname(path) });
  await Deno.writeFile(draft, picture);
  await Deno.rename(draft, path);
  return picture;
}

async function digestSources(): Promise<string> {
  const texts = SOURCES.map((name) => Deno.readTextFile(new URL(name, import.meta.url)));
  return await sha256((await Promise.all(texts)).join("\n"));
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}
