import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The configuration that the tests themselves run under. */
export const CONFIG_PATH = fileURLToPath(import.meta.resolve("../../../deno.json"));

/** Runs `act` in a new folder with these files, by path, and removes the folder afterwards. */
export async function withProject(
  files: Record<string, string>,
  act: (root: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    for (const [path, content] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      await Deno.writeTextFile(join(root, path), content);
    }
    await act(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}
