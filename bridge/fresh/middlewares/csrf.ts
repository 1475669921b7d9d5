import type { Context } from "../context.ts";
import { HttpError } from "../http_error.ts";
import type { Middleware } from "../types.ts";

/** Options of {@linkcode csrf}. */
export interface CsrfOptions<State> {
  /** The origins that may send changes, or a function that decides. Default: the app's own. */
  origin?:
    | string
    | string[]
    | ((origin: string, ctx: Context<State>) => boolean);
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
const OWN_SITES = new Set(["same-origin", "none"]);

/**
 * Answers 403 to changes that another site's page sends, judged by Sec-Fetch-Site and Origin.
 * Requests with neither header do not come from a page in a browser, and pass.
 */
export function csrf<State>(
  { origin: allowed }: CsrfOptions<State> = {},
): Middleware<State> {
  const isAllowed = (origin: string, ctx: Context<State>): boolean => {
    if (typeof allowed === "function") return allowed(origin, ctx);
    if (allowed === undefined) return origin === ctx.url.origin;
    return Array.isArray(allowed) ? allowed.includes(origin) : allowed === origin;
  };
  const passes = (ctx: Context<State>): boolean => {
    if (SAFE_METHODS.has(ctx.req.method)) return true;
    const site = ctx.req.headers.get("sec-fetch-site");
    const origin = ctx.req.headers.get("origin");
    if (site !== null && OWN_SITES.has(site)) return true;
    return origin === null ? site === null : isAllowed(origin, ctx);
  };
  return async (ctx) => {
    if (!passes(ctx)) throw new HttpError(403);
    return await ctx.next();
  };
}
