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
import { cookiesComeBack } from "./without_cookies.ts";
import type { Accepted } from "./submission.ts";
import { type Fault, faultOfProblem, isProblem } from "../following/fault.ts";
import { useFollower } from "./use_follower.ts";

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
    onGone: (page, fault) => dispatch({ type: "gone", fault: unseenFault(page, fault) }),
  });
  useEffect(() => {
    if (state.value.kind === "following" && !hasEnded(state.value.view)) {
      // The address may carry the key that opens the page.
      follow(location.pathname + location.search, state.value.view);
    }
    return () => leaving.current.abort();
  }, []);

  /** The key is the only way back where there are no cookies, and nobody's business where there are. */
  const open = async ({ page, status }: Reachable) => {
    showAddress(await cookiesComeBack() ? page : status);
    follow(status);
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
    async accept(accepted) {
      if (accepted.kind === "one") return await open(accepted.generation);
      const hasLibrary = await cookiesComeBack();
      const entries = entriesOf(accepted, { pictures: picturesOf(state.value), hasLibrary });
      dispatch({ type: "split", batch: accepted.batch, entries });
      // After a reload the library shows the same pictures on their way.
      if (hasLibrary) showAddress("/library");
      pollViews(entries.flatMap((entry) => "page" in entry ? [entry.address] : []), {
        signal: leaving.current.signal,
        onView: (view) => dispatch({ type: "batch-viewed", view }),
        onGone: (address, fault) =>
          dispatch({ type: "batch-gone", address, fault: unseenFault(address, fault) }),
      });
    },
    cancel() {
      ask(async (page) => {
        await postCancel(page);
        nudge();
      });
    },
    retry() {
      ask(async (page) => await open(await postRetry(page)));
    },
    lookAgain() {
      ask(async (page) => {
        const view = await postLook(page);
        const clockAheadMs = state.value.kind === "following" ? state.value.clockAheadMs : 0;
        dispatch({ type: "viewed", view, clockAheadMs });
        follow(page);
      });
    },
  };
}

/** Said when a call about the work was not answered. */
export const UNREACHABLE = "The server cannot be reached. Check your network, then try again.";

/** Where an accepted generation is found, with and without a cookie. */
type Reachable = Extract<Accepted, { kind: "one" }>["generation"];

/** What was taken is on its way, so that only its own page can tell what it costs. */
function unseenFault(page: string, { charged: _unknown, next: _again, ...known }: Fault): Fault {
  return { ...known, next: { kind: "link", text: "Open its page", href: page } };
}

/** One entry a picture, in the order of the pictures. */
export function entriesOf(
  { generations }: Extract<Accepted, { kind: "several" }>,
  { pictures, hasLibrary }: {
    readonly pictures: readonly ChosenPicture[];
    readonly hasLibrary: boolean;
  },
): BatchEntry[] {
  return generations.map((answer, index) => {
    const name = pictures[index]?.file.name ?? `Picture ${index + 1}`;
    return isProblem(answer)
      ? { name, fault: faultOfProblem(answer) }
      : { name, page: answer.page, address: hasLibrary ? answer.page : answer.status };
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
