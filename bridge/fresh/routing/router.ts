import { type Method, METHODS } from "../types.ts";

/** What the router found for a method and a path. */
export type RouterMatch<Target> =
  | {
    kind: "found";
    target: Target;
    pattern: string;
    params: Record<string, string>;
  }
  | {
    kind: "method-missing";
    pattern: string;
    allowed: Method[];
    params: Record<string, string>;
  }
  | { kind: "method-unknown" }
  | { kind: "none" };

interface Entry<Target> {
  pattern: string;
  targets: Map<Method, Target>;
}

interface DynamicEntry<Target> extends Entry<Target> {
  urlPattern: URLPattern;
}

/**
 * Finds targets by method and path: exact paths first, then URLPatterns in the order in which they
 * were added. The first pattern that fits decides, even if it lacks the method.
 */
export class Router<Target> {
  readonly #static = new Map<string, Entry<Target>>();
  readonly #dynamic: DynamicEntry<Target>[] = [];

  /** Adds `target`, unless this pattern already has one for the method. */
  add(method: Method, pattern: string, target: Target): void {
    const { targets } = this.#entry(pattern);
    if (!targets.has(method)) targets.set(method, target);
  }

  /** @throws {URIError} when a parameter holds a malformed percent escape. */
  match(method: Method, pathname: string): RouterMatch<Target> {
    const exact = this.#static.get(pathname) ?? this.#static.get(toggleTrailingSlash(pathname));
    if (exact !== undefined) return answer(exact, method, {});
    for (const entry of this.#dynamic) {
      const groups = entry.urlPattern.exec({ pathname })?.pathname.groups;
      if (groups !== undefined) return answer(entry, method, decodeParams(groups));
    }
    return { kind: "none" };
  }

  #entry(pattern: string): Entry<Target> {
    if (!/[:*{}()+?]/.test(pattern)) {
      const entry = this.#static.get(pattern) ??
        { pattern, targets: new Map() };
      this.#static.set(pattern, entry);
      return entry;
    }
    const known = this.#dynamic.find((entry) => entry.pattern === pattern);
    if (known !== undefined) return known;
    const urlPattern = new URLPattern({ pathname: pattern });
    const entry = { pattern, urlPattern, targets: new Map<Method, Target>() };
    this.#dynamic.push(entry);
    return entry;
  }
}

function answer<Target>(
  entry: Entry<Target>,
  method: Method,
  params: Record<string, string>,
): RouterMatch<Target> {
  const { pattern, targets } = entry;
  const target = targets.get(method) ??
    (method === "HEAD" ? targets.get("GET") : undefined);
  if (target !== undefined) return { kind: "found", target, pattern, params };
  if (!METHODS.includes(method)) return { kind: "method-unknown" };
  const allowed = METHODS.filter((candidate) => targets.has(candidate));
  return { kind: "method-missing", pattern, allowed, params };
}

function decodeParams(groups: Record<string, string | undefined>): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups)) {
    params[name] = decodeURI(value ?? "");
  }
  return params;
}

function toggleTrailingSlash(pathname: string): string {
  return pathname.endsWith("/") ? pathname.slice(0, -1) : `${pathname}/`;
}
