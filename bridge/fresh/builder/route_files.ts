import type { FileRouteKind } from "../build_cache.ts";

/** What a path inside the routes folder says about the route. */
export interface RoutePlace {
  kind: FileRouteKind;
  /** The folder's segments, groups included. */
  folder: string;
  /** The URLPattern pathname. */
  pattern: string;
}

const CONVENTIONS: Record<string, FileRouteKind> = {
  _app: "app",
  _layout: "layout",
  _middleware: "middleware",
  _error: "error",
  _500: "error",
  _404: "not-found",
};

/** Reads a path without its extension, such as "(info)/blog/[slug]". */
export function parseRoutePath(path: string): RoutePlace {
  const segments = path.split("/");
  const name = segments.at(-1) ?? "";
  const folders = segments.slice(0, -1);
  const kind = CONVENTIONS[name] ?? "route";
  const named = kind !== "route" || name === "index" ? folders : segments;
  return {
    kind,
    folder: `/${folders.join("/")}`,
    pattern: named.filter((segment) => !isGroup(segment)).map(segmentPattern).join("") || "/",
  };
}

/** Whether a folder only groups routes: "(info)". */
export function isGroup(segment: string): boolean {
  return segment.startsWith("(") && segment.endsWith(")");
}

function segmentPattern(segment: string): string {
  const optional = /^\[\[([^\]]+)\]\]$/.exec(segment);
  if (optional) return `{/:${optional[1]}}?`;
  const rest = /^\[\.\.\.([^\]]+)\]$/.exec(segment);
  if (rest) return `/:${rest[1]}*`;
  return `/${segment.replaceAll(/\[([^\]]+)\]/g, ":$1")}`;
}

/**
 * Orders paths without extension for registration: conventions before pages, index before names,
 * names before groups, and those before parameters, the rest parameter last.
 */
export function compareRoutePaths(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const [x = "", y = ""] = [left[i], right[i]];
    const order = rankOf(x) - rankOf(y) || compareText(x, y);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function rankOf(segment: string): number {
  if (segment === "_app") return 0;
  if (segment === "_middleware") return 1;
  if (segment === "_error" || segment === "_500") return 3;
  if (segment.startsWith("_")) return 2;
  if (segment === "index") return 4;
  if (segment.startsWith("[...")) return 8;
  if (segment.includes("[")) return 7;
  return isGroup(segment) ? 6 : 5;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
