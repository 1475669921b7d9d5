import type { ComponentType } from "preact";

/** A component that also runs in the browser. */
export interface Island {
  /** Name that the page's script imports it under; unique in the app. */
  name: string;
  /** "default", or the name of the file's export. */
  exportName: string;
  /** URL path of the script that holds it. */
  file: string;
  /** The component itself. */
  fn: ComponentType;
  /** Style sheets of the island; always empty here. */
  css: string[];
}

/** A static file, opened when its body is asked for. */
export interface StaticFile {
  contentType: string;
  /** Bytes of the body. */
  size: number;
  /** Identifies the content for ETag, or null where no ETag is sent. */
  hash: string | null;
  /** Opens the body; called at most once per response. */
  open(): Promise<BodyInit>;
}

/** What a file in the routes folder is for. */
export type FileRouteKind =
  | "app"
  | "layout"
  | "middleware"
  | "error"
  | "not-found"
  | "route";

/** One file of the routes folder, in the order of registration. */
export interface FileRoute {
  kind: FileRouteKind;
  /** The folder's segments, groups included: "/(info)/blog". */
  folder: string;
  /** The URLPattern pathname: "/blog/:slug". */
  pattern: string;
  /** The module if it was loaded with the snapshot, else a function that loads it. */
  module: RouteModule | (() => Promise<RouteModule>);
  /** Whether the module is only looked at when the first request needs it. */
  isLazy: boolean;
}

/** The exports of a route file; checked where they are used. */
export interface RouteModule {
  default?: unknown;
  handler?: unknown;
  handlers?: unknown;
  config?: unknown;
}

/** The outcome of a build, as an app needs it: file routes, islands and static files. */
export interface BuildCache {
  /** Part of every URL that may be cached for ever. */
  buildId: string;
  /** The project's root directory. */
  root: string;
  /** URL path of the script that hydrates islands; null if the app has no islands. */
  runtimeUrl: string | null;
  /** URL path of the live-reload script; null outside of development. */
  reloadUrl: string | null;
  /** Islands by their component. */
  islands: ReadonlyMap<unknown, Island>;
  fileRoutes: readonly FileRoute[];
  /** Finds the static file of a decoded URL path, or null. */
  readStatic(pathname: string): Promise<StaticFile | null>;
}

/** Stands in until a build is applied: no file routes, islands or static files. */
export const EMPTY_BUILD_CACHE: BuildCache = {
  buildId: "",
  root: ".",
  runtimeUrl: null,
  reloadUrl: null,
  islands: new Map(),
  fileRoutes: [],
  readStatic: () => Promise.resolve(null),
};
