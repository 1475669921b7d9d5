import type { ReadonlySignal } from "@preact/signals";
import { hasEnded } from "../../contract/generation_state.ts";
import { useEffect, useRef } from "preact/hooks";
import { postCancel, postLook, postRetry, RefusedError } from "../following/generation_calls.ts";
import { pollViews } from "../following/poll_views.ts";
import {
  type BatchEntry,
  type ChosenPicture,
  picturesOf,
  type StudioAction,
  type StudioState,
} from "./studio_state.ts";
import type { Accepted } from "./submission.ts";
import { faultOfProblem, isProblem } from "../following/fault.ts";
import type { GenerationView } from "../../contract/generation.ts";
import { type FollowListener, GenerationFollower } from "../following/generation_follower.ts";

/** What the studio does with generations once the server has them. */
export interface FollowedGenerations {
  /** Goes on with what the server took: one is followed closely, several are asked for in turn. */
  accept(accepted: Accepted): void;
  cancel(): void;
  retry(): void;
  lookAgain(): void;
}

export function useGenerations(
  state: ReadonlySignal<StudioState>,
  dispatch: (action: StudioAction) => void,
): FollowedGenerations {
  const leaving = useRef(new AbortController());
  const showAddress = useAddress();
  const { follow, nudge } = useFollower({
    onView: (view, clockAheadMs) => dispatch({ type: "viewed", view, clockAheadMs }),
    onReach: (isReachable) => dispatch({ type: "reached", isReachable }),
    onGone: (fault) => dispatch({ type: "gone", fault }),
  });
  useEffect(() => {
    if (state.value.kind === "following" && !hasEnded(state.value.view)) {
      // The address may carry the key that opens the page.
      follow(location.pathname + location.search, state.value.view);
    }
    return () => leaving.current.abort();
  }, []);

  const open = (page: string) => {
    showAddress(page);
    follow(page);
  };
  /** Runs a call about the followed generation; a refusal becomes the notice beside it. */
  const ask = async (call: (page: string) => Promise<void>) => {
    if (state.value.kind !== "following") return;
    try {
      await call(state.value.view.page);
    } catch (error) {
      dispatch({
        type: "noticed",
        notice: error instanceof RefusedError ? error.message : UNREACHABLE,
      });
    }
  };

  return {
    accept(accepted) {
      if (accepted.kind === "one") return open(accepted.page);
      const entries = entriesOf(accepted, picturesOf(state.value));
      dispatch({ type: "split", batch: accepted.batch, entries });
      // After a reload the library shows the same pictures on their way.
      showAddress("/library");
      pollViews(entries.flatMap((entry) => "page" in entry ? [entry.page] : []), {
        signal: leaving.current.signal,
        onView: (view) => dispatch({ type: "batch-viewed", view }),
      });
    },
    cancel() {
      ask(async (page) => {
        await postCancel(page);
        nudge();
      });
    },
    retry() {
      ask(async (page) => open((await postRetry(page)).page));
    },
    lookAgain() {
      ask(async (page) => {
        const view = await postLook(page);
        const clockAheadMs = state.value.kind === "following" ? state.value.clockAheadMs : 0;
        dispatch({ type: "viewed", view, clockAheadMs });
        open(page);
      });
    },
  };
}

/** Said when a call about the work was not answered. */
export const UNREACHABLE = "The server cannot be reached. Check your network, then try again.";

/** One entry a picture, in the order of the pictures. */
export function entriesOf(
  { generations }: Extract<Accepted, { kind: "several" }>,
  pictures: readonly ChosenPicture[],
): BatchEntry[] {
  return generations.map((answer, index) => {
    const name = pictures[index]?.file.name ?? `Picture ${index + 1}`;
    return isProblem(answer)
      ? { name, fault: faultOfProblem(answer) }
      : { name, page: answer.page };
  });
}

/** Shows `path` in the address bar; going back from it opens what was there before. */
function useAddress(): (path: string) => void {
  const shown = useRef("");
  useEffect(() => {
    shown.current = location.pathname;
    const onPopState = () => {
      // A jump within the page is one too.
      if (location.pathname !== shown.current) location.reload();
    };
    globalThis.addEventListener("popstate", onPopState);
    return () => globalThis.removeEventListener("popstate", onPopState);
  }, []);
  return (path) => {
    if (path === location.pathname) return;
    history.pushState(null, "", path);
    shown.current = location.pathname;
  };
}

/** Follows one generation at a time, whose page is the address in the bar. */
interface Follower {
  /** Follows the generation of `page`, and no other any more. */
  follow(page: string, known?: GenerationView): void;
  /** Has the view fetched at once. */
  nudge(): void;
}

function useFollower(listener: FollowListener): Follower {
  const follower = useRef<GenerationFollower | null>(null);

  useEffect(() => {
    // Coming back to the tab, or out of a tunnel, should not wait for the next poll.
    const nudge = () => follower.current?.nudge();
    document.addEventListener("visibilitychange", nudge);
    globalThis.addEventListener("online", nudge);
    return () => {
      document.removeEventListener("visibilitychange", nudge);
      globalThis.removeEventListener("online", nudge);
      follower.current?.stop();
    };
  }, []);

  return {
    follow(page, known) {
      follower.current?.stop();
      follower.current = new GenerationFollower(page, listener);
      follower.current.run(known);
    },
    nudge: () => follower.current?.nudge(),
  };
}
