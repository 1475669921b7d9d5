import type { NextStep } from "../../contract/problem.ts";
import { moodOf, nextStepOf, picturesOf, type StudioState } from "./studio_state.ts";

/** What the main button does: send the form, or what the next step says. */
export interface MainAct {
  readonly kind: "submit" | "look-again" | "try-again" | "choose-picture" | "link";
  readonly text: string;
  /** Of a link. */
  readonly href?: string;
}

/**
 * The one thing to do next; after an error what the error advises. With a picture at hand, other
 * settings are sent right here, so that the way elsewhere stands beside the error.
 */
export function mainActOf(state: StudioState): MainAct {
  const { kind, text = "Make another", href = "/" }: Partial<NextStep> = nextStepOf(state) ?? {};
  const isAtHand = picturesOf(state).length > 0;
  const isFollowed = state.kind === "following" && moodOf(state) !== "working";
  const isRepetition = kind === "look-again" || kind === "try-again";
  if (isRepetition && isFollowed || kind === "choose-picture" && isAtHand) {
    return { kind, text };
  }
  return isFollowed && !isAtHand
    ? { kind: "link", text, href }
    : { kind: "submit", text: submitText(state) };
}

function submitText(state: StudioState): string {
  if (state.kind === "uploading") return "Uploading…";
  const mood = moodOf(state);
  if (mood === "working") {
    return WORK_TEXT[state.kind === "following" ? state.view.state : "running"];
  }
  if (mood === "done") return "Another take";
  const next = nextStepOf(state);
  return next?.kind === "try-again" ? next.text : "Generate";
}

const WORK_TEXT = {
  queued: "Queued…",
  running: "Generating…",
  saving: "Saving…",
  succeeded: "",
  failed: "",
  canceled: "",
} as const;
