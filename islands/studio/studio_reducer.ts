import { hasEnded } from "../../contract/generation_state.ts";
import type { GenerationView } from "../../contract/generation.ts";
import {
  type BatchEntry,
  moodOf,
  picturesOf,
  type StudioAction,
  type StudioState,
} from "./studio_state.ts";

/** The state in which a page opens: on nothing, or on a generation that was started earlier. */
export function openingState(view?: GenerationView): StudioState {
  return view === undefined
    ? { kind: "empty", notice: "" }
    : { kind: "following", view, clockAheadMs: 0, isReachable: true, isGone: false, notice: "" };
}

/** The next state. An action that does not fit the state, such as a second submit, changes nothing. */
export function reduceStudio(state: StudioState, action: StudioAction): StudioState {
  switch (action.type) {
    case "picked":
      return moodOf(state) === "working"
        ? state
        : { kind: "ready", pictures: action.pictures, notice: action.notice };
    case "noticed":
      return notice(state, action.notice);
    case "submitted":
      return submit(state);
    case "uploaded":
      return state.kind === "uploading" ? { ...state, percent: action.percent } : state;
    case "stopped":
      return state.kind === "uploading" ? stopUpload(state) : state;
    case "refused":
    case "gone":
      if (state.kind === "uploading") {
        return { kind: "refused", pictures: state.pictures, fault: action.fault };
      }
      return state.kind === "following"
        ? { ...state, isGone: true, notice: action.fault.detail }
        : state;
    case "viewed":
      return showView(state, action);
    case "reached":
      return state.kind === "following" ? { ...state, isReachable: action.isReachable } : state;
    case "split":
      return state.kind === "uploading"
        ? { kind: "batch", pictures: state.pictures, batch: action.batch, entries: action.entries }
        : state;
    case "batch-viewed":
      return state.kind === "batch"
        ? { ...state, entries: state.entries.map((entry) => withView(entry, action.view)) }
        : state;
    case "batch-gone":
      return state.kind === "batch"
        ? { ...state, entries: state.entries.map((entry) => withFault(entry, action)) }
        : state;
  }
}

function stopUpload(
  { pictures, percent }: Extract<StudioState, { kind: "uploading" }>,
): StudioState {
  const notice = percent < 100
    ? "Stopped. Nothing was sent."
    : "Stopped. Look into your library: the picture may have arrived before.";
  return { kind: "ready", pictures, notice };
}

function withView(entry: BatchEntry, view: GenerationView): BatchEntry {
  return "page" in entry && entry.page === view.page ? { ...entry, view } : entry;
}

function withFault(
  entry: BatchEntry,
  { address, fault }: Extract<StudioAction, { type: "batch-gone" }>,
): BatchEntry {
  return "page" in entry && entry.address === address ? { name: entry.name, fault } : entry;
}

function notice(state: StudioState, notice: string): StudioState {
  if (state.kind === "empty" || state.kind === "ready") return { ...state, notice };
  if (state.kind === "refused") return { kind: "ready", pictures: state.pictures, notice };
  return state.kind === "following" ? { ...state, notice } : state;
}

function submit(state: StudioState): StudioState {
  if (moodOf(state) === "working") return state;
  const [first, ...others] = picturesOf(state);
  if (first === undefined) {
    return state.kind === "empty" ? { ...state, notice: "Choose a picture first." } : state;
  }
  return { kind: "uploading", pictures: [first, ...others], percent: 0 };
}

function showView(
  state: StudioState,
  { view, clockAheadMs }: Extract<StudioAction, { type: "viewed" }>,
): StudioState {
  if (state.kind === "following") {
    const notice = state.view.id === view.id && !hasEnded(view) ? state.notice : "";
    return { ...state, view, clockAheadMs, notice };
  }
  if (state.kind !== "uploading") return state;
  const [picture] = state.pictures;
  return {
    kind: "following",
    view,
    picture,
    clockAheadMs,
    isReachable: true,
    isGone: false,
    notice: "",
  };
}
