import type { GenerationEvent, GenerationView, StoredEvent } from "../../contract/generation.ts";

/** What an event makes of a view. */
export interface Applied {
  readonly view: GenerationView;
  /** True when only the server knows the rest: facts that no event carries, or events in between. */
  readonly isStale: boolean;
}

/**
 * The view after an event. One that is known already changes nothing, and one that comes too early
 * is left to the view that has to be fetched, so nothing is missed and nothing happens twice.
 */
export function applyEvent(view: GenerationView, { seq, at, event }: StoredEvent): Applied {
  if (seq <= view.lastEvent) return { view, isStale: false };
  // The page of an ended generation needs its film, problem and receipt with the state.
  if (seq > view.lastEvent + 1 || isFinal(event)) return { view, isStale: true };
  return {
    view: { ...changed(view, event, at), lastEvent: seq },
    isStale: event.type !== "progress" || event.progress.stage !== view.progress?.stage,
  };
}

/** The newer of both: an answer that took the slow way undoes nothing. */
export function mergeView(known: GenerationView | undefined, fetched: GenerationView) {
  return known === undefined || known.id !== fetched.id || fetched.lastEvent >= known.lastEvent
    ? fetched
    : known;
}

function isFinal({ type }: GenerationEvent): boolean {
  return type === "succeeded" || type === "failed" || type === "canceled";
}

function changed(view: GenerationView, event: GenerationEvent, at: number): GenerationView {
  switch (event.type) {
    case "started": {
      const { queuePosition: _, ...rest } = view;
      return { ...rest, state: "running", startedAt: new Date(at).toISOString() };
    }
    case "progress":
      return { ...view, progress: event.progress };
    case "queued":
    case "released": {
      const { startedAt: _, progress: __, ...rest } = view;
      return { ...rest, state: "queued" };
    }
    case "cancel-requested":
      return { ...view, isCancelRequested: true };
    case "saving":
      return { ...view, state: "saving" };
    default:
      return view;
  }
}
