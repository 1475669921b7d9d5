import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ResolvedBuildConfig } from "./build_config.ts";
import type { IslandSource } from "./island_files.ts";

/** A script for the browser. */
export interface Script {
  /** File name; scripts import each other by it. */
  name: string;
  content: Uint8Array<ArrayBuffer>;
  /** The bundler's hash of the content. */
  hash: string;
}

/** File name of the script that hydrates islands. */
export const RUNTIME_SCRIPT = "fresh-runtime.js";

/**
 * Bundles the islands and the code that hydrates them. What several of them import, Preact and
 * signals first of all, goes into shared chunks.
 *
 * @throws {Error} naming every fault that the bundler found.
 */
export async function bundleIslands(
  islands: readonly IslandSource[],
  { config, isMinified }: { config: ResolvedBuildConfig; isMinified: boolean },
): Promise<Script[]> {
  if (islands.length === 0) return [];
  if (typeof Deno.bundle !== "function") {
    throw new Error('Islands need the bundler: add "unstable": ["bundle"] to deno.json.');
  }
  await Deno.mkdir(config.outDir, { recursive: true });
  const folder = await Deno.makeTempDir({
    dir: config.outDir,
    prefix: "entries-",
  });
  try {
    const entrypoints = await writeEntrypoints(islands, folder);
    const result = await Deno.bundle({
      entrypoints,
      outputDir: folder,
      platform: "browser",
      format: "esm",
      codeSplitting: true,
      minify: isMinified,
      write: false,
    });
    if (!result.success) {
      throw new Error(
        `Bundling islands failed:\n${result.errors.map(describe).join("\n")}`,
      );
    }
    return (result.outputFiles ?? []).flatMap(({ path, contents, hash }) =>
      contents === undefined ? [] : [{ name: basename(path), content: contents, hash }]
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes one small module per script, because the bundler names its output after its entry points. */
async function writeEntrypoints(
  islands: readonly IslandSource[],
  folder: string,
): Promise<string[]> {
  const runtime = import.meta.resolve("../client/boot.ts");
  const modules = islands.map(({ scriptName, path }) => {
    const from = JSON.stringify(pathToFileURL(path).href);
    const code = `import * as island from ${from};
export * from ${from};
export default island.default;
`;
    return { path: join(folder, `${scriptName}.js`), code };
  });
  modules.push({
    path: join(folder, RUNTIME_SCRIPT),
    code: `export { boot } from ${JSON.stringify(runtime)};\n`,
  });
  await Promise.all(
    modules.map(({ path, code }) => Deno.writeTextFile(path, code)),
  );
  return modules.map(({ path }) => path);
}

function describe({ text, location }: Deno.bundle.Message): string {
  return location === undefined ? text : `${location.file}:${location.line}: ${text}`;
}
