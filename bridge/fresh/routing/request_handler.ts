import { STATUS_CODES } from "node:http";
import type { BuildCache } from "../build_cache.ts";
import { Context } from "../context.ts";
import { HttpError } from "../http_error.ts";
import type { Method, Middleware, ResolvedFreshConfig } from "../types.ts";
import type { Command } from "./commands.ts";
import { compileCommands } from "./compile.ts";
import type { RouterMatch } from "./router.ts";

/** Answers a request; `info` tells who sent it. */
export type RequestHandler = (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

const DEFAULT_INFO: Deno.ServeHandlerInfo<Deno.NetAddr> & {
  localAddr: Deno.NetAddr;
} = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 1234 },
  localAddr: { transport: "tcp", hostname: "localhost", port: 8080 },
  completed: Promise.resolve(),
};

/**
 * Compiles an app's commands. The returned function rejects with a URIError when a route's parameter
 * holds a malformed percent escape, and never otherwise.
 */
export function createRequestHandler<State>(
  commands: readonly Command<State>[],
  { config, buildCache }: {
    config: ResolvedFreshConfig;
    buildCache: BuildCache;
  },
): RequestHandler {
  const { basePath } = config;
  const { router, wrapUnmatched } = compileCommands(commands, {
    basePath,
    buildCache,
  });

  return async (req, info = DEFAULT_INFO) => {
    const url = requestUrl(req, config);
    const match = router.match(req.method as Method, url.pathname);
    const run = match.kind === "found"
      ? match.target
      : match.kind === "method-unknown"
      ? failAtUnknownMethod
      : wrapUnmatched(unmatchedHandler(match, req));
    const ctx = new Context<State>({
      req,
      url,
      info,
      config,
      buildCache,
      params: "params" in match ? match.params : {},
      route: "pattern" in match ? match.pattern : null,
    });
    const response = await run(ctx).then(assertResponse).catch(defaultErrorResponse);
    return req.method === "HEAD" ? new Response(null, response) : response;
  };
}

function requestUrl(req: Request, { trustProxy }: ResolvedFreshConfig): URL {
  const url = new URL(req.url);
  url.pathname = url.pathname.replace(/\/{2,}/g, "/");
  if (!trustProxy) return url;
  const protocol = req.headers.get("x-forwarded-proto");
  const host = req.headers.get("x-forwarded-host");
  if (protocol !== null) url.protocol = `${protocol}:`;
  if (host !== null) url.host = host;
  return url;
}

/** As in the original, where no middleware runs and nobody but the log hears why. */
function failAtUnknownMethod(): Promise<never> {
  return Promise.reject(new TypeError("The router knows no such method."));
}

function unmatchedHandler<State>(match: RouterMatch<unknown>, req: Request): Middleware<State> {
  return () => {
    if (match.kind === "none") throw new HttpError(404);
    if (match.kind === "method-missing" && req.method === "OPTIONS") {
      return new Response(null, {
        status: 204,
        headers: { allow: match.allowed.join(", ") },
      });
    }
    throw new HttpError(405);
  };
}

function assertResponse(response: unknown): Response {
  if (response instanceof Response) return response;
  throw new TypeError("A middleware or handler returned something that is not a Response.");
}

function defaultErrorResponse(error: unknown): Response {
  if (error instanceof HttpError) {
    const { status, message } = error;
    return new Response(message || STATUS_CODES[status], { status });
  }
  // deno-lint-ignore no-console -- the only trace of an error that the app did not handle
  console.error(error);
  return new Response("Internal server error", { status: 500 });
}
