import type { StoredEvent } from "../../contract/generation.ts";
import { canMove, type GenerationState, hasEnded } from "../../contract/generation_state.ts";

/**
 * Plays a generation's events from the first: returns the state that they lead to.
 *
 * @throws {Error} when one is missing, doubled or out of order
 */
export function replay(events: readonly StoredEvent[]): GenerationState {
  const [first, ...rest] = events;
  if (first?.seq !== 1 || first.event.type !== "queued") throw faultOf(events, first);
  let state: GenerationState = "queued";
  let attempts = 0;
  rest.forEach((stored, index) => {
    const { seq, event } = stored;
    if (seq !== index + 2 || isAfterEnd(event.type, state)) throw faultOf(events, stored);
    if (event.type === "started" && event.attempt !== ++attempts) throw faultOf(events, stored);
    const next = stateAfter(event.type, state);
    if (next === undefined) throw faultOf(events, stored);
    state = next;
  });
  return state;
}

/** Only its owner's second look leads on from an end. */
function isAfterEnd(type: StoredEvent["event"]["type"], state: GenerationState): boolean {
  return hasEnded({ state }) && type !== "reopened";
}

/** The state after an event, or `undefined` where the event must not happen. */
function stateAfter(
  type: StoredEvent["event"]["type"],
  state: GenerationState,
): GenerationState | undefined {
  // A lost generation is started again where it stood.
  if (type === "started" && state !== "queued") return state;
  if (type === "progress") return state === "running" ? state : undefined;
  if (type === "queued" || type === "cancel-requested") return undefined;
  const begins = type === "started" || type === "reopened";
  const next = begins ? "running" : type === "released" ? "queued" : type;
  return canMove(state, next) ? next : undefined;
}

function faultOf(events: readonly StoredEvent[], stored: StoredEvent | undefined): Error {
  const list = events.map(({ seq, event }) => `${seq} ${event.type}`).join(", ");
  return new Error(`Event ${stored?.seq} does not fit: ${list}`);
}
