import { resolve } from "node:path";

/** Options of `new Builder()`; relative paths start from `root`. */
export interface BuildOptions {
  /** Browsers that scripts are made for. Accepted for compatibility: Deno's bundler has no such setting. */
  target?: string | string[];
  /** The project's root directory. Default: the current directory. */
  root?: string;
  /** Where a build to disk goes. Default: "_fresh". */
  outDir?: string;
  /** Folders of static files; a file in an earlier one hides its namesakes. Default: "static". */
  staticDir?: string | string[];
  /** Folder of islands. Default: "islands". */
  islandDir?: string;
  /** Folder of file routes. Default: "routes". */
  routeDir?: string;
  /** Module that exports the app as `app`. Default: "main.ts". */
  serverEntry?: string;
  /** Files of the folders above that are no routes or islands. Default: test files. */
  ignore?: RegExp[];
}

/** {@linkcode BuildOptions} with defaults and absolute paths. */
export interface ResolvedBuildConfig {
  target: string | string[];
  root: string;
  outDir: string;
  staticDir: string[];
  islandDir: string;
  routeDir: string;
  serverEntry: string;
  ignore: RegExp[];
}

const TEST_FILES = /[._]test\.(?:[jt]sx?)$/;

/** Fills in the defaults; throws nothing and touches no file. */
export function resolveBuildConfig(options: BuildOptions): ResolvedBuildConfig {
  const root = resolve(options.root ?? Deno.cwd());
  const {
    staticDir = "static",
    target = ["chrome99", "firefox99", "safari15"],
  } = options;
  return {
    target,
    root,
    outDir: resolve(root, options.outDir ?? "_fresh"),
    staticDir: [staticDir].flat().map((folder) => resolve(root, folder)),
    islandDir: resolve(root, options.islandDir ?? "islands"),
    routeDir: resolve(root, options.routeDir ?? "routes"),
    serverEntry: resolve(root, options.serverEntry ?? "main.ts"),
    ignore: options.ignore ?? [TEST_FILES],
  };
}
