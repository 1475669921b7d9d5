import { join } from "node:path";

/** What a build is made from. */
const SOURCES = [
  "bridge",
  "components",
  "contract",
  "islands",
  "routes",
  "static",
  "tools/stylesheet.ts",
  "deno.json",
  "deno.lock",
  "deno.original.lock",
  "dev.ts",
  "fresh.config.ts",
  "twind.config.ts",
];
const ROOT = join(import.meta.dirname ?? ".", "..");
const FINGERPRINT_FILE = join("_fresh", "fingerprint");

/** Whether `_fresh/` was built from the sources as they are now. */
export async function buildIsCurrent(root: string = ROOT): Promise<boolean> {
  try {
    return await Deno.readTextFile(join(root, FINGERPRINT_FILE)) === await fingerprintSources(root);
  } catch {
    return false;
  }
}

/** Notes which sources `_fresh/` was built from. */
export async function rememberBuild(root: string = ROOT): Promise<void> {
  await Deno.writeTextFile(join(root, FINGERPRINT_FILE), await fingerprintSources(root));
}

async function fingerprintSources(root: string): Promise<string> {
  const files = (await Promise.all(SOURCES.map((source) => listFiles(root, source)))).flat();
  const digests = await Promise.all(
    files.sort().map(async (file) => {
      const content = await Deno.readFile(join(root, file));
      return `${await sha256(content)} ${file}`;
    }),
  );
  return await sha256(new TextEncoder().encode(digests.join("\n")));
}

/** Paths of the files at or below `path`, relative to `root`; none when there is nothing. */
async function listFiles(root: string, path: string): Promise<string[]> {
  const found = await Deno.stat(join(root, path)).catch(() => undefined);
  if (!found?.isDirectory) return found ? [path] : [];
  const entries = await Array.fromAsync(Deno.readDir(join(root, path)));
  return (await Promise.all(entries.map(({ name }) => listFiles(root, `${path}/${name}`)))).flat();
}

async function sha256(content: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content)).toHex();
}
