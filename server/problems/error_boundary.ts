import type { Context } from "fresh";
import type { State } from "../app_state.ts";
import type { LoungeError } from "../errors.ts";
import { createConsoleLog } from "../log.ts";
import { asksForPage } from "../protocol/accept.ts";
import { errorHeaders, headersOf } from "../protocol/error_headers.ts";
import { routeName } from "../observing/route_names.ts";
import { isFault, problemResponse, statusOf, toLoungeError, toProblem } from "./problem.ts";

/** What an answer says of something that was thrown. */
export interface ToldFailure {
  readonly error: LoungeError;
  /** UUID of the log lines. */
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Answers programs with problem details when `answer` fails; what a person should see travels on to the
 * error page.
 */
export async function answerErrors(
  ctx: Context<State>,
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    return await answer();
  } catch (thrown) {
    if (asksForPage(ctx.req)) throw thrown;
    return answerProblem(ctx, noteFailure(ctx, thrown));
  }
}

/**
 * Reads what was thrown, and logs a fault under the request id that the answer carries. To be called
 * once, by whoever answers. Works without any state: what failed may stand before all middlewares.
 */
export function noteFailure(ctx: Context<State>, thrown: unknown): ToldFailure {
  const error = toLoungeError(thrown);
  const { services, requestId = crypto.randomUUID() }: Partial<State> = ctx.state;
  const { pathname: path } = ctx.url;
  if (isFault(error)) {
    const log = services?.log ?? createConsoleLog();
    log.error("request failed", {
      ...{ requestId, route: routeName(path) },
      error: error.cause ?? error,
    });
  }
  services?.observer.refused({ requestId, path, code: error.code, status: statusOf(error) });
  const headers = services ? errorHeaders(error, services.config) : headersOf(error);
  return { error, requestId, headers };
}

/** The failure as problem details. */
export function answerProblem(ctx: Context<State>, failure: ToldFailure): Response {
  const { error, requestId, headers } = failure;
  return problemResponse(toProblem(error, { path: ctx.url.pathname, requestId }), headers);
}
