import { App, type Context, csp, csrf, type MiddlewareFn, staticFiles } from "fresh";
import { freshConfig } from "../fresh.config.ts";
import type { State } from "./app_state.ts";
import { answerErrors } from "./problems/error_boundary.ts";
import { guardRequests, observeAnswers } from "./problems/request_guard.ts";
import { guardByPassword } from "./problems/password_guard.ts";
import { keepFrontPage } from "./serving/kept_page.ts";
import type { Services } from "./services.ts";
import { AnswerCookies } from "./visitors/answer_cookies.ts";
import { identify } from "./visitors/caller.ts";

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
];

/** The app with its middlewares and routes; a build snapshot is applied to it afterwards. */
export function createApp(services: Services): App<State> {
  const app = new GuardedApp(freshConfig.app, services);
  app.use(beginRequests(services));
  app.use(staticFiles());
  app.use(allowFramedPlayer);
  app.use(csp({ csp: CONTENT_SECURITY_POLICY, useNonce: true }));
  app.use(openRequests(services));
  app.use(csrf({ origin: (origin, ctx) => isOwnOrigin(origin, ctx, services) }));
  app.use(guardByPassword);
  return app.fsRoutes();
}

/** The state as Fresh hands it over: an object with nothing in it yet. */
type EmptyState = { -readonly [Name in keyof State]?: State[Name] };

/** Says where a request has come to, so that even a static file that cannot be read is told well. */
function beginRequests(services: Services): MiddlewareFn<State> {
  return (ctx) => {
    const state: EmptyState = ctx.state;
    state.services = services;
    state.requestId = crypto.randomUUID();
    state.site = services.describeSite(ctx.url.origin);
    return ctx.next();
  };
}

/**
 * Adds to the state who asks, answers what goes wrong from then on, and sets the cookies in the end.
 * Nothing else writes the state.
 */
function openRequests(services: Services): MiddlewareFn<State> {
  const { identity: { cipher, clients, sessions }, signatures, config: { SITE_URL } } = services;
  return async (ctx) => {
    const { req, url } = ctx;
    const isSecure = url.protocol === "https:" || SITE_URL?.startsWith("https:") === true;
    const cookies = new AnswerCookies({ signatures, cipher, isSecure });
    const state: EmptyState = ctx.state;
    state.cookies = cookies;
    cookies.replaceOld(req.headers);
    const response = await answerErrors(ctx, async () => {
      state.caller = await identify(
        req,
        { ...services, cipher, clients, sessions, cookies },
        ctx.info.remoteAddr,
      );
      return await ctx.next();
    });
    cookies.addTo(response);
    return response;
  };
}

/** Guards what no middleware can see: answers that Fresh gives outside of them. */
class GuardedApp extends App<State> {
  readonly #services: Pick<Services, "config" | "observer" | "clock">;

  constructor(
    config: ConstructorParameters<typeof App>[0],
    services: Pick<Services, "config" | "observer" | "clock">,
  ) {
    super(config);
    this.#services = services;
  }

  override handler(): ReturnType<App<State>["handler"]> {
    const { observer, clock: { now }, config: { SITE_URL: siteUrl } } = this.#services;
    const guarded = guardRequests(super.handler(), this.#services);
    return observeAnswers(keepFrontPage(guarded, { now, siteUrl }), observer);
  }
}

function isOwnOrigin(origin: string, ctx: Context<unknown>, services: Services): boolean {
  const { SITE_URL } = services.config;
  return origin === ctx.url.origin ||
    (SITE_URL !== undefined && origin === new URL(SITE_URL).origin);
}

const PLAYER_PATH = /^\/v\/[^/]+\/embed$/;

/** Lets other sites frame the bare player, and nothing else. Stands outside of the CSP middleware. */
const allowFramedPlayer: MiddlewareFn<State> = async (ctx) => {
  const response = await ctx.next();
  if (!PLAYER_PATH.test(ctx.url.pathname) || response.status !== 200) return response;
  const policy = response.headers.get("content-security-policy") ?? "";
  response.headers.set(
    "content-security-policy",
    policy.replace("frame-ancestors 'none'", "frame-ancestors *"),
  );
  return response;
};
