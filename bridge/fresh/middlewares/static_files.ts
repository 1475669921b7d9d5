import { CACHE_PARAMETER, scriptFolder } from "../assets.ts";
import type { StaticFile } from "../build_cache.ts";
import { type Context, contextInternals } from "../context.ts";
import type { Middleware } from "../types.ts";

const REVALIDATE = "no-cache, no-store, max-age=0, must-revalidate";
const IMMUTABLE = "public, max-age=31536000, immutable";

/** Serves the files of the build: those of the static folder, and the browser's scripts. */
export function staticFiles<State>(): Middleware<State> {
  return async (ctx) => {
    const { buildCache } = contextInternals(ctx);
    const pathname = staticPath(ctx.url.pathname, ctx.config.basePath);
    const file = pathname === null ? null : await buildCache.readStatic(pathname);
    if (pathname === null || file === null) {
      if (pathname === "/favicon.ico") {
        return new Response(null, { status: 404 });
      }
      return await ctx.next();
    }
    if (ctx.req.method !== "GET" && ctx.req.method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405 });
    }
    const cacheKey = ctx.url.searchParams.get(CACHE_PARAMETER);
    if (cacheKey !== null && cacheKey !== buildCache.buildId) {
      return redirectWithoutKey(ctx.url);
    }
    const isVersioned = cacheKey !== null ||
      pathname.startsWith(scriptFolder(buildCache.buildId));
    return await fileResponse(ctx, file, { isVersioned });
  };
}

async function fileResponse<State>(
  ctx: Context<State>,
  file: StaticFile,
  { isVersioned }: { isVersioned: boolean },
): Promise<Response> {
  const isProduction = ctx.config.mode === "production";
  const headers = new Headers({
    "content-type": file.contentType,
    vary: "If-None-Match",
  });
  if (isProduction && file.hash !== null) {
    const known = ctx.req.headers.get("if-none-match");
    if (known === file.hash || known === `W/"${file.hash}"`) {
      return new Response(null, { status: 304, headers });
    }
    headers.set("etag", `W/"${file.hash}"`);
  }
  headers.set("cache-control", isProduction && isVersioned ? IMMUTABLE : REVALIDATE);
  headers.set("content-length", String(file.size));
  const body = ctx.req.method === "HEAD" ? null : await file.open();
  return new Response(body, { headers });
}

/** To a relative address: behind a proxy, the app does not know the one that the browser asked. */
function redirectWithoutKey(url: URL): Response {
  const { pathname, searchParams } = new URL(url);
  searchParams.delete(CACHE_PARAMETER);
  const query = searchParams.size > 0 ? `?${searchParams}` : "";
  return new Response(null, { status: 307, headers: { location: pathname + query } });
}

/** The decoded path below the app's base, without dot segments or empty ones; null if there is none. */
function staticPath(pathname: string, basePath: string): string | null {
  if (!pathname.startsWith(basePath)) return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname.slice(basePath.length));
  } catch {
    return null;
  }
  const segments: string[] = [];
  for (const segment of decoded.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  const isPlain = segments.every((segment) => !/[\\\0]/.test(segment));
  return segments.length > 0 && isPlain ? `/${segments.join("/")}` : null;
}
