/** Joins two URL paths with exactly one slash between them; "/" and "*" add nothing. */
export function joinPaths(base: string, path: string): string {
  const rest = isRootPath(path) ? "" : path.startsWith("/") ? path : `/${path}`;
  const start = isRootPath(base) ? "" : base.replace(/\/$/, "");
  return start + rest || "/";
}

/** The names between the slashes of a segment path; none for the root. */
export function splitSegments(path: string): string[] {
  return isRootPath(path) ? [] : path.split("/").filter((segment) => segment !== "");
}

function isRootPath(path: string): boolean {
  return path === "" || path === "*" || path === "/" || path === "/*";
}
