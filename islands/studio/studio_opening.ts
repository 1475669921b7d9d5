import { type Signal, useSignal } from "@preact/signals";
import type { FrameSource } from "../../contract/frame_source.ts";
import type { GenerationView } from "../../contract/generation.ts";
import type { PanelView } from "../../contract/panel.ts";
import type { StudioFacts } from "../../contract/site_facts.ts";
import type { Framing } from "../picture/framing.ts";
import { openingState } from "./studio_reducer.ts";
import type { StudioState } from "./studio_state.ts";

/** What the studio starts with. */
export interface StudioOpening {
  readonly facts: StudioFacts;
  /** The generation to follow from the start. */
  readonly view?: GenerationView | undefined;
  /** What can be set; absent where nothing is to be. */
  readonly panel?: PanelView | undefined;
  /** The frame of a video that is to be the picture. */
  readonly frame?: FrameSource | undefined;
}

/** What the studio's parts share. */
export interface StudioSignals {
  readonly state: Signal<StudioState>;
  readonly framing: Signal<Framing>;
}

export function useStudioSignals({ view }: StudioOpening): StudioSignals {
  return {
    state: useSignal<StudioState>(openingState(view)),
    framing: useSignal<Framing>({ sendsOriginal: false }),
  };
}
