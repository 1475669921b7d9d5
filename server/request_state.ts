import type { MiddlewareFn } from "fresh";
import type { State } from "./app_state.ts";
import { answerErrors } from "./problems/error_boundary.ts";
import type { Services } from "./services.ts";
import { AnswerCookies } from "./visitors/answer_cookies.ts";
import { identify } from "./visitors/caller.ts";

/** The state as Fresh hands it over: an object with nothing in it yet. */
type EmptyState = { -readonly [Name in keyof State]?: State[Name] };

/**
 * Fills the state of each request, the one place that does, answers what goes wrong from then on, and
 * sets the cookies in the end.
 */
export function openRequests(services: Services): MiddlewareFn<State> {
  const { identity: { vault, sessions }, seals, config: { SITE_URL } } = services;
  return async (ctx) => {
    const { req, url } = ctx;
    const isSecure = url.protocol === "https:" || SITE_URL?.startsWith("https:") === true;
    const cookies = new AnswerCookies({ seals, vault, isSecure });
    const state: EmptyState = ctx.state;
    state.services = services;
    state.requestId = crypto.randomUUID();
    state.site = services.describeSite(url.origin);
    state.cookies = cookies;
    const response = await answerErrors(ctx, async () => {
      state.caller = await identify(req, { ...services, vault, sessions, cookies });
      return await ctx.next();
    });
    cookies.addTo(response);
    return response;
  };
}
