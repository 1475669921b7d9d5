import { hasEnded } from "../../contract/generation_state.ts";
import type { GenerationView } from "../../contract/generation.ts";
import type { Fault } from "./fault.ts";
import { type FetchedView, fetchView, RefusedError } from "./generation_calls.ts";
import { pause } from "./pause.ts";

/** The outside world, for tests. */
export interface PollPorts {
  fetchView(page: string, signal: AbortSignal): Promise<FetchedView>;
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

const ROUND_MS = 3_000;

/**
 * Asks for many generations in turn, one request at a time, until each has ended or cannot be seen
 * any more. A browser opens only about six connections to a server: too few for a stream each.
 */
export async function pollViews(
  pages: Iterable<string>,
  options: {
    readonly signal: AbortSignal;
    onView(view: GenerationView): void;
    /** The page cannot be seen any more, and is not asked for again. */
    onGone(page: string, fault: Fault): void;
  },
  ports: PollPorts = { fetchView, pause },
): Promise<void> {
  const { signal, onView, onGone } = options;
  const open = new Set(pages);
  while (open.size > 0 && !signal.aborted) {
    for (const page of [...open]) {
      try {
        const { view } = await ports.fetchView(page, signal);
        if (signal.aborted) return;
        onView(view);
        if (hasEnded(view)) open.delete(page);
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof RefusedError && error.isForGood)) continue;
        open.delete(page);
        onGone(page, error.fault);
      }
    }
    if (open.size > 0) await ports.pause(ROUND_MS, signal);
  }
}
