import { relative } from "node:path";
import { type App, setBuildCache } from "../app.ts";
import { type BuildCache, EMPTY_BUILD_CACHE } from "../build_cache.ts";
import type { ListenOptions } from "../types.ts";
import { type BuildOptions, resolveBuildConfig, type ResolvedBuildConfig } from "./build_config.ts";
import { createBuildId } from "./build_id.ts";
import { bundleIslands } from "./bundle.ts";
import { RELOAD_PATH, serveForDevelopment } from "./dev_server.ts";
import { nameIslands } from "./island_files.ts";
import { createMemoryBuildCache } from "./memory_build_cache.ts";
import { findProjectFiles } from "./project_files.ts";
import { type OnTransformOptions, StaticSources, type TransformFn } from "./static_sources.ts";
import { writeBuild } from "./write_build.ts";

/** Gives an app the outcome of a build. */
export type ApplyBuild = <State>(app: App<State>) => void;

type Mode = "development" | "production";

/** Builds an app's islands and static files, to disk for production or in memory for tests and development. */
export class Builder {
  /** The resolved options. */
  readonly config: ResolvedBuildConfig;
  readonly #transforms: (OnTransformOptions & { transform: TransformFn })[] = [];

  constructor(options: BuildOptions = {}) {
    this.config = resolveBuildConfig(options);
  }

  /** Adds a transform for static files; transforms run in the order in which they were added. */
  onTransformStaticFile(options: OnTransformOptions, transform: TransformFn): void {
    this.#transforms.push({ ...options, transform });
  }

  /**
   * Builds the project. A build to disk is served by its `server.js`; one in memory by any app that
   * the returned function is called with.
   */
  async build(
    { mode = "production", snapshot = "disk" }: {
      mode?: Mode;
      snapshot?: "disk" | "memory";
    } = {},
  ): Promise<ApplyBuild> {
    if (snapshot === "memory") {
      return applying(await this.#buildToMemory(mode, null));
    }
    const parts = await this.#buildParts(mode);
    await writeBuild({ ...parts, config: this.config });
    const { outDir, root } = this.config;
    // deno-lint-ignore no-console -- tells whoever runs the build what it made
    console.log(`Assets written to: ${relative(root, outDir) || outDir}`);
    return applying({ ...EMPTY_BUILD_CACHE, buildId: parts.buildId, root });
  }

  /** Serves the app that a module exports as `app`, from memory, and reloads pages when the server restarts. */
  async listen<State>(
    importApp: () => Promise<{ app: App<State> }>,
    options: ListenOptions = {},
  ): Promise<void> {
    const { app } = await importApp();
    app.config.mode = "development";
    setBuildCache(app, await this.#buildToMemory("development", RELOAD_PATH));
    const { basePath } = app.config;
    await serveForDevelopment(app.handler(), { ...options, basePath }).finished;
  }

  async #buildToMemory(mode: Mode, reloadUrl: string | null): Promise<BuildCache> {
    const parts = await this.#buildParts(mode);
    return await createMemoryBuildCache({
      ...parts,
      mode,
      reloadUrl,
      root: this.config.root,
    });
  }

  async #buildParts(mode: Mode) {
    const { config } = this;
    const files = await findProjectFiles(config);
    const buildId = await createBuildId();
    const islands = nameIslands(files.islands);
    const scripts = await bundleIslands(islands, {
      config,
      isMinified: mode === "production",
    });
    const statics = new StaticSources({
      folders: config.staticDir,
      transforms: this.#transforms,
      target: config.target,
      mode,
      buildId,
    });
    return { buildId, islands, scripts, statics, routes: files.routes };
  }
}

function applying(buildCache: BuildCache): ApplyBuild {
  return (app) => setBuildCache(app, buildCache);
}
