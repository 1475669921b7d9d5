import type { Context } from "fresh";
import type { State } from "../app_state.ts";
import { CanceledError } from "../generation/errors.ts";
import type { AcceptedGeneration } from "../generation/generation_service.ts";
import { preferredAnswer } from "./accept.ts";
import { eventStream } from "./event_stream.ts";
import { toLoungeError, toProblem } from "./problem.ts";

/**
 * Runs a generation and answers in the way the client asks for: an event stream that tells its
 * progress, a redirect to the film's page for a plain browser form, or JSON for everyone else.
 */
export async function answerGeneration(
  ctx: Context<State>,
  generation: AcceptedGeneration & AsyncDisposable,
): Promise<Response> {
  const kind = preferredAnswer(ctx.req, ["application/json", "text/html", "text/event-stream"]);
  if (kind === "text/event-stream") return streamGeneration(ctx, generation);
  await using running = generation;
  const result = await running.run({ signal: cancelSignal(ctx.req), report: () => {} });
  return kind === "text/html"
    ? ctx.redirect(result.page, 303)
    : Response.json(result, { headers: { "cache-control": "no-store" } });
}

function streamGeneration(
  ctx: Context<State>,
  generation: AcceptedGeneration & AsyncDisposable,
): Response {
  const { requestId, services } = ctx.state;
  return eventStream(async (send, signal) => {
    await using running = generation;
    try {
      send("done", await running.run({ signal, report: (progress) => send("progress", progress) }));
    } catch (thrown) {
      const error = toLoungeError(thrown);
      if (error.code === "internal-error") {
        services.log.error("generation broke", { requestId, error: error.cause ?? error });
      }
      send("problem", toProblem(error, { path: ctx.url.pathname, requestId }));
    }
  }, { leaveReason: () => new CanceledError() });
}

/**
 * Aborts when the client leaves, as far as the platform tells: after an upload of more than about a
 * kilobyte it does not, unless an answer has begun to stream.
 */
function cancelSignal(request: Request): AbortSignal {
  const controller = new AbortController();
  const leave = () => controller.abort(new CanceledError());
  if (request.signal.aborted) leave();
  else request.signal.addEventListener("abort", leave, { once: true });
  return controller.signal;
}
