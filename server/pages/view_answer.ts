import type { Context } from "fresh";
import type { GenerationView } from "../../contract/generation.ts";
import type { State } from "../app_state.ts";
import { preferredAnswer } from "../protocol/accept.ts";

/** What a page or list of a visitor's own things is sent with: it differs from asker to asker. */
export const PERSONAL_HEADERS = {
  "cache-control": "private, no-store",
  "vary": "Accept, Cookie",
} as const;

/** The headers of a page about one generation; only a shared one may be found by search engines. */
export function viewHeaders(view: GenerationView): Record<string, string> {
  return { ...PERSONAL_HEADERS, ...(view.isPublic ? {} : { "x-robots-tag": "noindex" }) };
}

/**
 * Whether the client is to get a page rather than JSON. One that does not say gets the page, because
 * the crawlers that preview links do not say; but with a key in the address it is a program, unless its
 * cookie opens the page too.
 */
export function wantsPage(
  ctx: Context<State>,
  { isOwner }: Pick<GenerationView, "isOwner"> = { isOwner: false },
): boolean {
  const offers = ["text/html", "application/json"] as const;
  const isProgram = ctx.url.searchParams.has("key") && !isOwner;
  return preferredAnswer(ctx.req, isProgram ? offers.toReversed() : offers) === "text/html";
}

/** Answers what was done: a browser's form goes on to a page, a program gets JSON, or `204`. */
export function answerAction(
  ctx: Context<State>,
  done: {
    /** Path of the page to go on to. */
    readonly page: string;
    readonly body?: unknown;
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Response {
  if (preferredAnswer(ctx.req, ["application/json", "text/html"]) === "text/html") {
    return ctx.redirect(done.page, 303);
  }
  const headers = { ...PERSONAL_HEADERS, ...done.headers };
  return done.body === undefined
    ? new Response(null, { status: 204, headers })
    : Response.json(done.body, { status: done.status ?? 200, headers });
}
