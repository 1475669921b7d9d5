import { scriptFolder } from "../assets.ts";
import type { BuildCache, FileRoute, Island, RouteModule, StaticFile } from "../build_cache.ts";
import { pathToFileURL } from "node:url";
import { RUNTIME_SCRIPT, type Script } from "./bundle.ts";
import { contentTypeOf } from "./content_types.ts";
import { openFile } from "./disk_build_cache.ts";
import { type IslandSource, registerIslands } from "./island_files.ts";
import type { RouteFile } from "./project_files.ts";
import type { StaticOutput, StaticSource, StaticSources } from "./static_sources.ts";

/** The parts of a build that stays in memory. */
export interface MemoryBuild {
  buildId: string;
  root: string;
  mode: "development" | "production";
  routes: readonly RouteFile[];
  islands: readonly IslandSource[];
  scripts: readonly Script[];
  statics: StaticSources;
  /** URL path of the live-reload script, or null. */
  reloadUrl: string | null;
}

/** Loads all routes and islands at once, and serves scripts and processed files from memory. */
export async function createMemoryBuildCache(build: MemoryBuild): Promise<BuildCache> {
  const { buildId, root, reloadUrl, scripts } = build;
  const islandModules = await Promise.all(
    build.islands.map(async ({ scriptName, path }) => ({
      scriptName,
      url: `${scriptFolder(buildId)}${scriptName}.js`,
      module: await import(pathToFileURL(path).href) as object,
    })),
  );
  const islands: ReadonlyMap<unknown, Island> = registerIslands(islandModules);
  const fileRoutes = await Promise.all(build.routes.map(loadRoute));
  const files = new MemoryFiles(build);
  await files.load();
  return {
    buildId,
    root,
    reloadUrl,
    runtimeUrl: scripts.length > 0 ? scriptFolder(buildId) + RUNTIME_SCRIPT : null,
    islands,
    fileRoutes,
    readStatic: (pathname) => files.read(pathname),
  };
}

async function loadRoute(route: RouteFile): Promise<FileRoute> {
  const { kind, folder, pattern, isLazy, path } = route;
  const module = await import(pathToFileURL(path).href) as RouteModule;
  return { kind, folder, pattern, isLazy, module };
}

class MemoryFiles {
  readonly #build: MemoryBuild;
  readonly #sources = new Map<string, StaticSource>();
  readonly #outputs = new Map<
    string,
    StaticOutput & { source: StaticSource }
  >();

  constructor(build: MemoryBuild) {
    this.#build = build;
  }

  async load(): Promise<void> {
    this.#sources.clear();
    for (const source of await this.#build.statics.list()) {
      this.#sources.set(source.pathname, source);
      if (this.#build.statics.isProcessed(source)) await this.#process(source);
    }
  }

  async read(pathname: string): Promise<StaticFile | null> {
    const folder = scriptFolder(this.#build.buildId);
    const script = pathname.startsWith(folder)
      ? this.#build.scripts.find(({ name }) => folder + name === pathname)
      : undefined;
    if (script !== undefined) return memoryFile(pathname, script);
    const output = this.#outputs.get(pathname);
    if (output !== undefined) {
      // In development a file may have changed since the build.
      if (this.#build.mode === "development") {
        await this.#process(output.source);
      }
      return memoryFile(pathname, this.#outputs.get(pathname) ?? output);
    }
    if (this.#build.mode === "development" && !this.#sources.has(pathname)) {
      await this.load();
    }
    const source = this.#sources.get(pathname);
    return source === undefined ? null : await diskFile(source);
  }

  async #process(source: StaticSource): Promise<void> {
    for (const output of await this.#build.statics.process(source)) {
      this.#outputs.set(output.pathname, { ...output, source });
    }
  }
}

function memoryFile(
  pathname: string,
  { content, hash = null }: {
    content: Uint8Array<ArrayBuffer>;
    hash?: string | null;
  },
): StaticFile {
  return {
    contentType: contentTypeOf(pathname),
    size: content.byteLength,
    hash,
    open: () => Promise.resolve(content),
  };
}

async function diskFile(
  { path, pathname }: StaticSource,
): Promise<StaticFile | null> {
  try {
    const { size } = await Deno.stat(path);
    return {
      contentType: contentTypeOf(pathname),
      size,
      hash: null,
      open: () => openFile(path),
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
