import { type Browser, type BrowserServer, chromium } from "npm:playwright-core@^1.65";
import { dirname, join } from "node:path";
import { cacheFolder } from "./cache_folder.ts";
import { PATIENCE_MS } from "./patience.ts";

export type {
  Browser,
  BrowserContext,
  BrowserServer,
  Download,
  Page,
} from "npm:playwright-core@^1.65";

/** Names the address of the browser that all test files of a run share, where there is one. */
export const SHARED_BROWSER = "TEST_BROWSER_URL";

/** Of the package that `unpack_chromium.ts` imports. */
const CHROMIUM_VERSION = "147.0.0";
const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * A headless Chromium: the one of the whole run, in which nobody sees the contexts of others, or one
 * of its own when a test file runs alone. Closing it closes the contexts that were made with it.
 */
export async function launchBrowser(): Promise<Browser> {
  const url = Deno.env.get(SHARED_BROWSER);
  return url
    ? await chromium.connect(url, { timeout: PATIENCE_MS })
    : await chromium.launch(await launchOptions());
}

/** Starts a Chromium for several processes; it ends with `close()`, not by signals. */
export async function launchBrowserServer(): Promise<BrowserServer> {
  return await chromium.launchServer({
    ...await launchOptions(),
    host: "127.0.0.1",
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/**
 * The program comes from an npm package, so that the tests need nothing installed; it is unpacked
 * once into the user's cache folder. Its profile goes when it is closed.
 */
async function launchOptions() {
  const folder = await unpackedChromium();
  return {
    executablePath: join(folder, "chromium"),
    chromiumSandbox: false,
    timeout: PATIENCE_MS,
    args: FLAGS,
    env: {
      ...Deno.env.toObject(),
      // The package brings the system libraries and the font that a bare machine lacks.
      LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
    },
  };
}

async function unpackedChromium(): Promise<string> {
  const folder = join(cacheFolder("test-browser"), `chromium-${CHROMIUM_VERSION}`);
  if (await exists(join(folder, "chromium"))) return folder;
  await Deno.mkdir(dirname(folder), { recursive: true });
  // Unpacked beside its place and then renamed, because another test run may be doing the same.
  const draft = await Deno.makeTempDir({ dir: dirname(folder) });
  await unpack(draft);
  await Deno.writeTextFile(join(draft, "fonts.conf"), fontSettings(folder));
  try {
    await Deno.rename(draft, folder);
  } catch (error) {
    await Deno.remove(draft, { recursive: true });
    if (!(await exists(join(folder, "chromium")))) throw error;
  }
  return folder;
}

/** In a process of its own, because it needs another environment than the tests beside this one. */
async function unpack(folder: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--lock=deno.lock", "unpack_chromium.ts"],
    cwd: import.meta.dirname ?? ".",
    env: { TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" },
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) {
    throw new Error(`Chromium was not unpacked: ${new TextDecoder().decode(stderr)}`);
  }
}

function fontSettings(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, "fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, "font-cache")}</cachedir>
</fontconfig>
`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
