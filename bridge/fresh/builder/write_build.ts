import { dirname, join, relative, sep } from "node:path";
import { scriptFolder } from "../assets.ts";
import type { ResolvedBuildConfig } from "./build_config.ts";
import { hexDigest } from "./build_id.ts";
import { RUNTIME_SCRIPT, type Script } from "./bundle.ts";
import type { IslandSource } from "./island_files.ts";
import type { RouteFile } from "./project_files.ts";
import type { StaticSources } from "./static_sources.ts";

/** The parts of a build that goes to disk. */
export interface DiskBuild {
  buildId: string;
  config: ResolvedBuildConfig;
  routes: readonly RouteFile[];
  islands: readonly IslandSource[];
  scripts: readonly Script[];
  statics: StaticSources;
}

type StaticFiles = Record<string, { size: number; hash: string }>;

/** Writes `static/`, `snapshot.js` and `server.js` to the build folder; an earlier build's files go. */
export async function writeBuild(build: DiskBuild): Promise<void> {
  const { outDir, serverEntry } = build.config;
  const staticFolder = join(outDir, "static");
  await Deno.remove(staticFolder, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  const staticFiles = await writeStaticFiles(build, staticFolder);
  await Deno.writeTextFile(
    join(outDir, "snapshot.js"),
    snapshotCode(build, staticFiles),
  );
  await Deno.writeTextFile(
    join(outDir, "server.js"),
    serverCode(outDir, serverEntry),
  );
}

async function writeStaticFiles(build: DiskBuild, folder: string): Promise<StaticFiles> {
  const written: StaticFiles = {};
  const write = async (
    pathname: string,
    { content, hash }: { content: Uint8Array<ArrayBuffer>; hash?: string },
  ): Promise<void> => {
    const path = join(folder, pathname);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeFile(path, content);
    const size = content.byteLength;
    written[pathname] = {
      size,
      hash: hash ?? await hexDigest("SHA-256", content),
    };
  };
  await Deno.mkdir(folder, { recursive: true });
  for (const source of await build.statics.list()) {
    for (const { pathname, content } of await build.statics.process(source)) {
      await write(pathname, { content });
    }
  }
  for (const script of build.scripts) {
    await write(scriptFolder(build.buildId) + script.name, script);
  }
  return written;
}

function snapshotCode(build: DiskBuild, staticFiles: StaticFiles): string {
  const { buildId, config, islands, routes, scripts } = build;
  const folder = scriptFolder(buildId);
  const imports: string[] = [];
  const importModule = (name: string, specifier: string): string => {
    imports.push(`import * as ${name} from ${JSON.stringify(specifier)};`);
    return name;
  };
  const islandEntries = islands.map(({ scriptName, path }, i) => {
    const module = importModule(`island_${i}`, relativePath(config.outDir, path));
    const fields = JSON.stringify({ scriptName, url: `${folder}${scriptName}.js` }).slice(1, -1);
    return `{ ${fields}, module: ${module} }`;
  });
  const routeEntries = routes.map(
    ({ kind, folder, pattern, isLazy, path }, i) => {
      const specifier = relativePath(config.outDir, path);
      const module = isLazy
        ? `() => import(${JSON.stringify(specifier)})`
        : importModule(`route_${i}`, specifier);
      const place = JSON.stringify({ kind, folder, pattern, isLazy }).slice(1, -1);
      return `{ ${place}, module: ${module} }`;
    },
  );
  const runtimeUrl = scripts.length > 0 ? folder + RUNTIME_SCRIPT : null;
  return `${imports.join("\n")}

export default {
  buildId: ${JSON.stringify(buildId)},
  runtimeUrl: ${JSON.stringify(runtimeUrl)},
  islands: [${islandEntries.map((entry) => `\n    ${entry},`).join("")}\n  ],
  fileRoutes: [${routeEntries.map((entry) => `\n    ${entry},`).join("")}\n  ],
  staticFiles: ${JSON.stringify(staticFiles, null, 2).replaceAll("\n", "\n  ")},
};
`;
}

function serverCode(outDir: string, serverEntry: string): string {
  return `import { createDiskBuildCache, setBuildCache } from "fresh/internal";
import { app } from ${JSON.stringify(relativePath(outDir, serverEntry))};
import snapshot from "./snapshot.js";

setBuildCache(app, createDiskBuildCache(snapshot, import.meta.url));

export default { fetch: app.handler() };
`;
}

/** The path as an import specifier, so that the project can move with its build. */
function relativePath(from: string, path: string): string {
  const specifier = relative(from, path).replaceAll(sep, "/");
  return specifier.startsWith(".") ? specifier : `./${specifier}`;
}
