import { App, type Context, csp, csrf, staticFiles } from "fresh";
import { freshConfig } from "../fresh.config.ts";
import type { State } from "./app_state.ts";
import { allowFramedPlayer } from "./pages/framing.ts";
import { guardRequests } from "./problems/request_guard.ts";
import type { Log } from "./log.ts";
import { openRequests } from "./request_state.ts";
import type { Services } from "./services.ts";

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
  const app = new GuardedApp(freshConfig.app, services.log);
  app.use(staticFiles());
  app.use(allowFramedPlayer);
  app.use(csp({ csp: CONTENT_SECURITY_POLICY, useNonce: true }));
  app.use(openRequests(services));
  app.use(csrf({ origin: (origin, ctx) => isOwnOrigin(origin, ctx, services) }));
  return app.fsRoutes();
}

/** Guards what no middleware can see: answers that Fresh gives outside of them. */
class GuardedApp extends App<State> {
  readonly #log: Log;

  constructor(config: ConstructorParameters<typeof App>[0], log: Log) {
    super(config);
    this.#log = log;
  }

  override handler(): ReturnType<App<State>["handler"]> {
    return guardRequests(super.handler(), this.#log);
  }
}

function isOwnOrigin(origin: string, ctx: Context<unknown>, services: Services): boolean {
  const { SITE_URL } = services.config;
  return origin === ctx.url.origin ||
    (SITE_URL !== undefined && origin === new URL(SITE_URL).origin);
}
