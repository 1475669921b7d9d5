import type { Context } from "fresh";
import { hasEnded } from "../../contract/generation_state.ts";
import type { State } from "../app_state.ts";
import type { Followed } from "../generation/generations.ts";
import { readHeader } from "../protocol/read_header.ts";
import { eventStream, type SendEvent, type ServerSentEvent } from "../protocol/event_stream.ts";
import { withOldName } from "../old_names.ts";
import { isFault, toLoungeError, toProblem } from "../problems/problem.ts";

/**
 * The events of the address's generation as a stream: the stored ones after the one that the client
 * names, then new ones as they happen, until the final one. After those that came together follows an
 * event `view` with what `GET /v/<id>` answers this caller; it has no number, because it is not stored
 * and need not be repeated. A client that has seen the final event gets `204`, which tells browsers
 * not to come back (WHATWG HTML section 9.2.3).
 *
 * @throws {LoungeError} `not-found` or `erased`
 */
export async function generationEvents(ctx: Context<State>): Promise<Response> {
  const { services: { generations }, caller } = ctx.state;
  const { id = "" } = ctx.params;
  const afterSeq = readPosition(ctx);
  const view = await generations.view(id, caller);
  if (hasEnded(view) && afterSeq === view.lastEvent) {
    return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  }
  return eventStream(async (send, signal) => {
    try {
      for await (const told of await generations.follow(id, caller, { afterSeq, signal })) {
        send(messageOf(told));
      }
    } catch (error) {
      if (!signal.aborted) tellProblem(ctx, { error, send });
    }
  });
}

function messageOf(told: Followed): ServerSentEvent {
  if (told.kind === "view") return { type: "view", data: withOldName(told.view) };
  const { seq, at, event } = told.event;
  return { id: seq, type: event.type, data: { at, ...withOldName(event) } };
}

/** The number that the client has seen last; whatever is no number starts from the beginning. */
function readPosition(ctx: Context<State>): number {
  const given = readHeader(ctx.req.headers, "last-event-id") ?? ctx.url.searchParams.get("after") ??
    "";
  return /^\d{1,15}$/.test(given) ? Number(given) : 0;
}

/** A stream that broke is told why, then closed: the next attempt gets the refusal's own status. */
function tellProblem(
  ctx: Context<State>,
  { error: thrown, send }: { readonly error: unknown; readonly send: SendEvent },
): void {
  const { requestId, services } = ctx.state;
  const error = toLoungeError(thrown);
  if (error.code === "restarting") return;
  if (isFault(error)) {
    services.log.error("event stream broke", { requestId, error: error.cause ?? error });
  }
  send({ type: "problem", data: toProblem(error, { path: ctx.url.pathname, requestId }) });
}
