import type { GenerationStage } from "../../contract/generation.ts";
import type { StudioFault } from "./studio_fault.ts";
import type { StudioState } from "./studio_state.ts";

/** The milestones in the order in which a generation passes them. */
export const MILESTONES = ["Upload", "Prepare", "Generate", "Save"] as const;

const STAGE_MILESTONE: Readonly<Record<GenerationStage, number>> = {
  preparing: 1,
  waiting: 1,
  generating: 2,
  saving: 3,
};

const CHARGE_SENTENCE = {
  no: "Nothing was charged.",
  yes: "The attempt was charged.",
  unknown: "Whether the attempt was charged is not known.",
} as const;

/** How many milestones are behind the visitor. */
export function milestonesPassed(state: StudioState): number {
  switch (state.kind) {
    case "generating":
      return STAGE_MILESTONE[state.progress.stage];
    case "done":
      return MILESTONES.length;
    default:
      return 0;
  }
}

/** The sentence on the status line. */
export function statusSentence(state: StudioState): string {
  switch (state.kind) {
    case "empty":
      return state.notice === "" ? "Waiting for a picture." : state.notice;
    case "ready":
      return state.notice === "" ? "Picture on stage. Press Generate." : state.notice;
    case "uploading":
      return `Uploading… ${state.percent}%`;
    case "generating":
      return `Generating video… ${state.progress.message}`;
    case "done":
      return state.notice === "" ? "Success! Your film is ready." : state.notice;
    case "failed":
      return failureSentence(state.fault);
  }
}

function failureSentence({ detail, charged }: StudioFault): string {
  return charged === undefined
    ? `Error: ${detail}`
    : `Error: ${detail} ${CHARGE_SENTENCE[charged]}`;
}

/** What a screen reader hears: changes that matter, not every percent and frame. */
export function announcement(state: StudioState): string {
  switch (state.kind) {
    case "uploading":
      return "Uploading…";
    case "generating":
      return state.progress.frame === undefined
        ? `Generating video… ${state.progress.message}`
        : "Generating video…";
    default:
      return statusSentence(state);
  }
}

/** What goes in front of the page's title while something happens, "" otherwise. */
export function titlePrefix(state: StudioState): string {
  switch (state.kind) {
    case "uploading":
      return `${state.percent}% `;
    case "generating":
      return "Generating… ";
    case "done":
      return "Ready: ";
    case "failed":
      return "Failed: ";
    default:
      return "";
  }
}
