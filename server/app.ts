import { App, type Context, csp, csrf, staticFiles } from "fresh";
import { freshConfig } from "../fresh.config.ts";
import type { State } from "./app_state.ts";
import { knowAccess } from "./visitors/access_cookies.ts";
import { errorBoundary } from "./problems/error_boundary.ts";
import { allowFramedPlayer } from "./pages/framing.ts";
import { guardRequests } from "./problems/request_guard.ts";
import { knowVisitor } from "./visitors/visitor_cookie.ts";
import type { Log } from "./log.ts";
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
  app.use((ctx) => {
    Object.assign(ctx.state, { services, requestId: crypto.randomUUID() });
    return ctx.next();
  });
  app.use(staticFiles());
  app.use(knowVisitor);
  app.use(knowAccess);
  app.use(allowFramedPlayer);
  app.use(csp({ csp: CONTENT_SECURITY_POLICY, useNonce: true }));
  app.use(errorBoundary);
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
