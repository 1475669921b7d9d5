import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildCache, FileRoute, StaticFile } from "../build_cache.ts";
import { contentTypeOf } from "./content_types.ts";
import { type IslandModule, registerIslands } from "./island_files.ts";

/** What `snapshot.js` exports: a build's record of itself. */
export interface Snapshot {
  buildId: string;
  runtimeUrl: string | null;
  islands: IslandModule[];
  fileRoutes: FileRoute[];
  /** By URL path: size in bytes, and the hash for ETag. */
  staticFiles: Record<string, { size: number; hash: string }>;
}

/** Returns the build whose `server.js` has the URL `serverUrl`; files are read when asked for. */
export function createDiskBuildCache(snapshot: Snapshot, serverUrl: string): BuildCache {
  const { buildId, runtimeUrl, islands, fileRoutes } = snapshot;
  const staticFiles = new Map(Object.entries(snapshot.staticFiles));
  const outDir = fileURLToPath(new URL(".", serverUrl));
  return {
    buildId,
    root: fileURLToPath(new URL("..", serverUrl)),
    runtimeUrl,
    reloadUrl: null,
    islands: registerIslands(islands),
    fileRoutes,
    readStatic: (pathname): Promise<StaticFile | null> => {
      const file = staticFiles.get(pathname);
      if (file === undefined) return Promise.resolve(null);
      const open = () => openFile(join(outDir, "static", pathname));
      return Promise.resolve({
        contentType: contentTypeOf(pathname),
        ...file,
        open,
      });
    },
  };
}

/** Opens a file for streaming; the stream closes it. */
export async function openFile(path: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const file = await Deno.open(path);
  return file.readable;
}
