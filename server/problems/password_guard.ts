import type { Context } from "fresh";
import type { State } from "../app_state.ts";
import { InputError } from "../errors.ts";
import { asksForPage } from "../protocol/accept.ts";
import { HeaderedError } from "../protocol/error_headers.ts";

/** Where a browser enters the password. */
export const ENTRY_PATH = "/enter";

/** What stays open: where the password is entered, and what monitors ask for, which has rules of its own. */
const OPEN_PATHS: ReadonlySet<string> = new Set([ENTRY_PATH, "/healthz", "/readyz", "/metrics"]);
const CHALLENGE = 'Basic realm="AI Lounge After Dark", charset="UTF-8", Bearer';

/**
 * Lets through who may use an instance with `ACCESS_PASSWORD`; every other browser is led to where it is
 * entered. Stands behind what serves the site's own files.
 *
 * @throws {HeaderedError} `password-needed` for programs
 */
export async function guardByPassword(ctx: Context<State>): Promise<Response> {
  const { services: { identity: { accessPassword } }, caller } = ctx.state;
  const { pathname, search } = ctx.url;
  if (
    !accessPassword || OPEN_PATHS.has(pathname) || accessPassword.opensFor(ctx.req, caller.line)
  ) {
    return await ctx.next();
  }
  if (ctx.req.method === "GET" && asksForPage(ctx.req)) {
    const from = pathname === "/" && search === ""
      ? ""
      : `?from=${encodeURIComponent(pathname + search)}`;
    return ctx.redirect(ENTRY_PATH + from, 303);
  }
  throw new HeaderedError("password-needed", {}, { headers: { "www-authenticate": CHALLENGE } });
}

/** The password that was entered is wrong. */
export function wrongPassword(): InputError {
  return new InputError("password-needed", { kind: "wrong" });
}
