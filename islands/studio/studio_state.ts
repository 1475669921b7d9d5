import { hasEnded } from "../../contract/generation_state.ts";
import type { GenerationView } from "../../contract/generation.ts";
import { type NextStep, TRY_AGAIN } from "../../contract/problem.ts";
import type { Fault } from "../following/fault.ts";

/** A picture in the studio. */
export interface ChosenPicture {
  readonly file: File;
  /** Object URL of the file; the studio revokes it when the picture leaves. */
  readonly previewUrl: string;
}

/** One of several pictures that were sent at once: on its way, or turned away. */
export type BatchEntry =
  | {
    readonly name: string;
    readonly page: string;
    /** Opens the page, perhaps by a key. */
    readonly address: string;
    readonly view?: GenerationView;
  }
  | { readonly name: string; readonly fault: Fault };

/** Where the studio stands. */
export type StudioState =
  | { readonly kind: "empty"; readonly notice: string }
  | { readonly kind: "ready"; readonly pictures: Pictures; readonly notice: string }
  | { readonly kind: "uploading"; readonly pictures: Pictures; readonly percent: number }
  /** The server did not take the pictures: there is no generation. */
  | { readonly kind: "refused"; readonly pictures: Pictures; readonly fault: Fault }
  | {
    readonly kind: "following";
    readonly view: GenerationView;
    /** Missing where the page was opened on a generation that was started elsewhere. */
    readonly picture?: ChosenPicture;
    readonly clockAheadMs: number;
    readonly isReachable: boolean;
    /** True once it cannot be seen any more, as after its erasure. */
    readonly isGone: boolean;
    readonly notice: string;
  }
  | {
    readonly kind: "batch";
    readonly batch: string;
    readonly pictures: Pictures;
    readonly entries: readonly BatchEntry[];
  };

export type Pictures = readonly [ChosenPicture, ...ChosenPicture[]];
export type FollowingState = Extract<StudioState, { kind: "following" }>;

export type StudioAction =
  | { readonly type: "picked"; readonly pictures: Pictures; readonly notice: string }
  /** Something to say that changes nothing else. */
  | { readonly type: "noticed"; readonly notice: string }
  | { readonly type: "submitted" }
  | { readonly type: "uploaded"; readonly percent: number }
  | { readonly type: "stopped" }
  | { readonly type: "refused"; readonly fault: Fault }
  | { readonly type: "viewed"; readonly view: GenerationView; readonly clockAheadMs: number }
  | { readonly type: "reached"; readonly isReachable: boolean }
  /** The followed generation cannot be seen any more. */
  | { readonly type: "gone"; readonly fault: Fault }
  | { readonly type: "split"; readonly batch: string; readonly entries: readonly BatchEntry[] }
  | { readonly type: "batch-viewed"; readonly view: GenerationView }
  | { readonly type: "batch-gone"; readonly address: string; readonly fault: Fault };

/** What the studio looks like, whatever it is busy with. */
export type Mood = "idle" | "armed" | "working" | "done" | "stopped" | "failed";

export function moodOf(state: StudioState): Mood {
  switch (state.kind) {
    case "empty":
      return "idle";
    case "ready":
      return "armed";
    case "uploading":
      return "working";
    case "refused":
      return "failed";
    case "following":
      return state.isGone ? "failed" : moodOfView(state.view);
    case "batch":
      return moodOfBatch(state.entries);
  }
}

/** The pictures in the studio. */
export function picturesOf(state: StudioState): readonly ChosenPicture[] {
  if (state.kind === "empty") return [];
  if (state.kind !== "following") return state.pictures;
  return state.picture === undefined ? [] : [state.picture];
}

/** What the visitor can do about what went wrong or was stopped. */
export function nextStepOf(state: StudioState): NextStep | undefined {
  if (state.kind === "refused") return state.fault.next;
  if (state.kind !== "following" || !state.view.isOwner) return undefined;
  return state.view.state === "canceled" ? TRY_AGAIN : state.view.problem?.next;
}

/**
 * Whether the next video will be made of what is in the studio: another try repeats the last one.
 */
export function isFramable(state: StudioState): boolean {
  return state.kind === "ready" || state.kind === "refused" || moodOf(state) === "done";
}

function moodOfView(view: GenerationView): Mood {
  if (!hasEnded(view)) return "working";
  if (view.state === "succeeded") return "done";
  return view.state === "canceled" ? "stopped" : "failed";
}

/** What the line of one of several pictures looks like. */
export function moodOfEntry(entry: BatchEntry): Mood {
  if ("fault" in entry) return "failed";
  return entry.view === undefined ? "working" : moodOfView(entry.view);
}

function moodOfBatch(entries: readonly BatchEntry[]): Mood {
  const moods = entries.map(moodOfEntry);
  if (moods.includes("working")) return "working";
  return moods.includes("done") ? "done" : "failed";
}
