import type { Context } from "fresh";
import type { State } from "../app_state.ts";
import { preferredAnswer } from "../protocol/accept.ts";
import { errorHeaders } from "../protocol/error_headers.ts";
import { isFault, problemResponse, toLoungeError, toProblem } from "./problem.ts";

/**
 * Answers programs with problem details when `answer` fails; what a person should see travels on to the
 * error page. Faults are logged here, once, under the request id that the answer carries.
 */
export async function answerErrors(
  ctx: Context<State>,
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    return await answer();
  } catch (thrown) {
    const error = toLoungeError(thrown);
    const { requestId, services } = ctx.state;
    const path = ctx.url.pathname;
    if (isFault(error)) {
      services.log.error("request failed", { requestId, path, error: error.cause ?? error });
    }
    if (preferredAnswer(ctx.req, ["application/json", "text/html"]) === "text/html") throw error;
    return problemResponse(
      toProblem(error, { path, requestId }),
      errorHeaders(error, services.config),
    );
  }
}
