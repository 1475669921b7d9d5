import type { GenerationProgress, GenerationResult } from "../../contract/generation.ts";
import type { StudioFault } from "./studio_fault.ts";

/** The picture on the stage. */
export interface ChosenPicture {
  readonly file: File;
  /** Object URL of the file; the studio revokes it when the picture leaves. */
  readonly previewUrl: string;
}

/** Where the studio stands. Times are `performance.now()` milliseconds. */
export type StudioState =
  | { readonly kind: "empty"; readonly notice: string }
  | { readonly kind: "ready"; readonly picture: ChosenPicture; readonly notice: string }
  | {
    readonly kind: "uploading";
    readonly picture: ChosenPicture;
    readonly percent: number;
    readonly startedAt: number;
  }
  | {
    readonly kind: "generating";
    readonly picture: ChosenPicture;
    readonly progress: GenerationProgress;
    readonly startedAt: number;
  }
  | {
    readonly kind: "done";
    readonly picture: ChosenPicture;
    readonly result: GenerationResult;
    readonly notice: string;
  }
  | { readonly kind: "failed"; readonly picture: ChosenPicture; readonly fault: StudioFault };

export type StudioAction =
  | { readonly type: "picked"; readonly picture: ChosenPicture }
  | { readonly type: "refused"; readonly notice: string }
  | { readonly type: "submitted"; readonly at: number }
  | { readonly type: "uploaded"; readonly percent: number }
  | { readonly type: "progressed"; readonly progress: GenerationProgress }
  | { readonly type: "finished"; readonly result: GenerationResult }
  | { readonly type: "failed"; readonly fault: StudioFault }
  | { readonly type: "canceled" }
  | { readonly type: "cleared" };

export const EMPTY: StudioState = { kind: "empty", notice: "" };

const RECEIVED: GenerationProgress = { stage: "preparing", message: "The picture has arrived." };

/** The picture on the stage, if there is one. */
export function pictureOf(state: StudioState): ChosenPicture | undefined {
  return state.kind === "empty" ? undefined : state.picture;
}

/** True while a request is out. */
export function isWorking(
  state: StudioState,
): state is Extract<StudioState, { kind: "uploading" | "generating" }> {
  return state.kind === "uploading" || state.kind === "generating";
}

/** The next state. An action that does not fit the state, such as a second submit, changes nothing. */
export function reduceStudio(state: StudioState, action: StudioAction): StudioState {
  return isWorking(state) ? reduceWorking(state, action) : reduceResting(state, action);
}

type WorkingState = Extract<StudioState, { kind: "uploading" | "generating" }>;

function reduceResting(
  state: Exclude<StudioState, WorkingState>,
  action: StudioAction,
): StudioState {
  switch (action.type) {
    case "picked":
      return { kind: "ready", picture: action.picture, notice: "" };
    case "refused":
      if (state.kind !== "failed") return { ...state, notice: action.notice };
      return { kind: "ready", picture: state.picture, notice: action.notice };
    case "submitted":
      if (state.kind === "empty") return { kind: "empty", notice: "Choose a picture first." };
      return { kind: "uploading", picture: state.picture, percent: 0, startedAt: action.at };
    case "cleared":
      return EMPTY;
    default:
      return state;
  }
}

function reduceWorking(state: WorkingState, action: StudioAction): StudioState {
  const { picture, startedAt } = state;
  switch (action.type) {
    case "uploaded":
      if (state.kind === "generating") return state;
      if (action.percent < 100) return { ...state, percent: action.percent };
      return { kind: "generating", picture, startedAt, progress: RECEIVED };
    case "progressed":
      return { kind: "generating", picture, startedAt, progress: action.progress };
    case "finished":
      return { kind: "done", picture, result: action.result, notice: "" };
    case "failed":
      return { kind: "failed", picture, fault: action.fault };
    case "canceled":
      return {
        kind: "ready",
        picture,
        notice: "Canceled. The picture is still here.",
      };
    default:
      return state;
  }
}
