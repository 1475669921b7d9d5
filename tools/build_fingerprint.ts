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
  "dev.ts",
  "fresh.config.ts",
  "twind.config.ts",
];
const ROOT = join(import.meta.dirname ?? ".", "..");
const FINGERPRINT_FILE = join(ROOT, "_fresh", "fingerprint");

/** Whether `_fresh/` was built from the sources as they are now. */
export async function buildIsCurrent(): Promise<boolean> {
  try {
    return await Deno.readTextFile(FINGERPRINT_FILE) === await fingerprintSources();
  } catch {
    return false;
  }
}

/** Notes which sources `_fresh/` was built from. */
export async function rememberBuild(): Promise<void> {
  await Deno.writeTextFile(FINGERPRINT_FILE, await fingerprintSources());
}

async function fingerprintSources(): Promise<string> {
  const files: string[] = [];
  for (const source of SOURCES) await listFiles(source, files);
  const digests = await Promise.all(
    files.sort().map(async (file) => {
      const content = await Deno.readFile(join(ROOT, file));
      return `${await sha256(content)} ${file}`;
    }),
  );
  return await sha256(new TextEncoder().encode(digests.join("\n")));
}

async function listFiles(path: string, files: string[]): Promise<void> {
  const { isDirectory } = await Deno.stat(join(ROOT, path)).catch(() => ({
    isDirectory: undefined,
  }));
  if (isDirectory === false) files.push(path);
  if (!isDirectory) return;
  for await (const entry of Deno.readDir(join(ROOT, path))) {
    await listFiles(`${path}/${entry.name}`, files);
  }
}

async function sha256(content: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content)).toHex();
}
