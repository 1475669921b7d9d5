import { basename, extname, join, relative, sep } from "node:path";
import { compareRoutePaths, isGroup, parseRoutePath, type RoutePlace } from "./route_files.ts";

/** A file of the routes folder. */
export interface RouteFile extends RoutePlace {
  /** Absolute path. */
  path: string;
  /** Whether the module is only loaded when the first request needs it. */
  isLazy: boolean;
}

/** The source files that a build is made of. */
export interface ProjectFiles {
  /** In the order of registration. */
  routes: RouteFile[];
  /** Absolute paths of island files. */
  islands: string[];
}

const SOURCE_EXTENSIONS = new Set([".ts", ".tsx", ".js", ".jsx"]);

/** Finds route and island files; folders that do not exist count as empty. */
export async function findProjectFiles(
  { routeDir, islandDir, ignore }: {
    routeDir: string;
    islandDir: string;
    ignore: RegExp[];
  },
): Promise<ProjectFiles> {
  const sources = async (folder: string): Promise<string[]> => {
    const files = await Array.fromAsync(walkFiles(folder));
    return files.filter((path) =>
      SOURCE_EXTENSIONS.has(extname(path)) &&
      !ignore.some((pattern) => pattern.test(path))
    ).sort();
  };
  const islands = await sources(islandDir);
  const routes = new Map<string, string>();
  for (const path of await sources(routeDir)) {
    const route = relative(routeDir, path).slice(0, -extname(path).length)
      .replaceAll(sep, "/");
    const privateFolder = route.split("/").slice(0, -1).find(isPrivateFolder);
    if (privateFolder === undefined) routes.set(route, path);
    else if (privateFolder === "(_islands)") islands.push(path);
  }
  const names = [...routes.keys()].sort(compareRoutePaths);
  return {
    islands,
    routes: await Promise.all(
      names.map((name) => readRouteFile(name, routes.get(name) ?? "")),
    ),
  };
}

/** Yields the paths of all files below a folder; none if there is no such folder. */
export async function* walkFiles(folder: string): AsyncGenerator<string> {
  let entries: Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) yield* walkFiles(path);
    else yield path;
  }
}

/** The file's name without its extension. */
export function stemOf(path: string): string {
  return basename(path, extname(path));
}

async function readRouteFile(name: string, path: string): Promise<RouteFile> {
  const place = parseRoutePath(name);
  const isPage = place.kind === "route";
  return {
    ...place,
    path,
    isLazy: isPage &&
      !(await Deno.readTextFile(path)).includes("routeOverride"),
  };
}

function isPrivateFolder(segment: string): boolean {
  return isGroup(segment) && segment.startsWith("(_");
}
