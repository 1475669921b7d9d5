import type { Middleware } from "../types.ts";

/** Redirects to the form of the path with, or without, a slash at its end. */
export function trailingSlashes<State>(mode: "always" | "never"): Middleware<State> {
  return async (ctx) => {
    const { pathname, search } = ctx.url;
    const hasSlash = pathname.endsWith("/");
    if (mode === "always" && !hasSlash) {
      return ctx.redirect(`${pathname}/${search}`);
    }
    if (mode === "never" && hasSlash && pathname !== "/") {
      return ctx.redirect(pathname.replace(/\/+$/, "") + search);
    }
    return await ctx.next();
  };
}
