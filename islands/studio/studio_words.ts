import { hasEnded } from "../../contract/generation_state.ts";
import {
  faultSentence,
  milestonesPassed,
  spokenSentence,
  viewSentence,
  viewTitlePrefix,
} from "../following/view_words.ts";
import type { BatchEntry, FollowingState, StudioState } from "./studio_state.ts";

/** The sentence on the status line; `now` is this machine's clock in milliseconds since 1970. */
export function statusSentence(state: StudioState, now: number): string {
  switch (state.kind) {
    case "empty":
      return state.notice === "" ? "Waiting for a picture." : state.notice;
    case "ready":
      return state.notice === "" ? readySentence(state.pictures.length) : state.notice;
    case "uploading":
      return state.percent < 100
        ? `Uploading… ${state.percent}%`
        : "Uploaded, checking the picture";
    case "refused":
      return `Error: ${faultSentence(state.fault)}`;
    case "following":
      return followingSentence(state, viewSentence(state.view, now + state.clockAheadMs));
    case "batch":
      return batchSentence(state.entries);
  }
}

/** What a screen reader hears: changes that matter, not every percent, second and frame. */
export function announcement(state: StudioState): string {
  if (state.kind === "uploading" && state.percent < 100) return "Uploading…";
  if (state.kind === "following") return followingSentence(state, spokenSentence(state.view));
  return statusSentence(state, 0);
}

/** What goes in front of the page's title while something happens, "" otherwise. */
export function titlePrefix(state: StudioState): string {
  switch (state.kind) {
    case "uploading":
      return `${state.percent}% `;
    case "refused":
      return "Failed: ";
    case "following":
      return viewTitlePrefix(state.view);
    case "batch": {
      const { ended, all } = count(state.entries);
      return ended < all ? `${ended} of ${all} ` : "Ready: ";
    }
    default:
      return "";
  }
}

/** How many milestones are behind the visitor. */
export function passedMilestones(state: StudioState): number {
  return state.kind === "following" ? milestonesPassed(state.view) : 0;
}

function followingSentence(
  { view, isReachable, notice }: FollowingState,
  sentence: string,
): string {
  if (notice !== "") return notice;
  if (isReachable || hasEnded(view)) return sentence;
  return "No connection. The generation goes on without it; trying to reach the server again";
}

function readySentence(pictures: number): string {
  return pictures === 1
    ? "Picture ready. Press Generate."
    : `${pictures} pictures ready, one video each. Press Generate.`;
}

function batchSentence(entries: readonly BatchEntry[]): string {
  const { ended, ready, all } = count(entries);
  const progress = `${ready} of ${all} videos ready`;
  if (ended < all) return progress;
  if (ready === all) return `All ${all} videos are ready`;
  return `${progress}; the others say what happened`;
}

/** `ended` counts those that need no more waiting, videos and failures alike. */
function count(entries: readonly BatchEntry[]) {
  const views = entries.flatMap((entry) => "view" in entry && entry.view ? [entry.view] : []);
  const refused = entries.filter((entry) => "fault" in entry).length;
  return {
    all: entries.length,
    ready: views.filter(({ state }) => state === "succeeded").length,
    ended: refused + views.filter(hasEnded).length,
  };
}
