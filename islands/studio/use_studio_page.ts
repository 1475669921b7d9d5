import type { RefObject } from "preact";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { StudioPanel } from "../panel/studio_panel.ts";
import { usePanel } from "../panel/use_panel.ts";
import type { Framing } from "../picture/framing.ts";
import { openingState } from "./studio_reducer.ts";
import { type Mood, moodOf, type StudioState } from "./studio_state.ts";
import { titlePrefix } from "./studio_words.ts";
import { usePageTitle } from "./use_page_title.ts";
import { type PictureDrop, usePictureDrop } from "./use_picture_drop.ts";
import {
  type StudioHandle,
  type StudioOpening,
  type StudioSignals,
  useStudio,
} from "./use_studio.ts";

/** The elements that focus and scrolling go to. */
interface PageRefs {
  readonly input: RefObject<HTMLInputElement>;
  readonly screen: RefObject<HTMLElement>;
  readonly button: RefObject<HTMLElement>;
  readonly line: RefObject<HTMLDivElement>;
}

interface StudioPage {
  readonly signals: StudioSignals;
  readonly studio: StudioHandle;
  readonly drop: PictureDrop;
  readonly panel: StudioPanel | undefined;
  readonly refs: PageRefs;
}

/** The studio's state tied to the page around it: drops, tab title, focus and scrolling. */
export function useStudioPage(opening: StudioOpening): StudioPage {
  const refs: PageRefs = {
    input: useRef(null),
    screen: useRef(null),
    button: useRef(null),
    line: useRef(null),
  };
  const signals = {
    state: useSignal<StudioState>(openingState(opening.view)),
    framing: useSignal<Framing>({ sendsOriginal: false }),
  };
  const panel = usePanel(opening.panel, signals);
  const studio = useStudio(opening, signals, panel);
  const mood = moodOf(signals.state.value);
  const previous = useRef<Mood>(mood);

  useEffect(() => {
    attend(refs, { from: previous.current, to: mood });
    previous.current = mood;
  }, [mood]);
  // After the above, because the control takes the focus from the button.
  useEffect(() => {
    const state = signals.state.value;
    if (state.kind !== "refused" || state.fault.field === undefined) return;
    panel?.showFault(state.fault.field, state.fault.detail);
  }, [signals.state.value.kind]);
  usePageTitle(titlePrefix(signals.state.value));

  return { signals, studio, drop: usePictureDrop(studio.choose), panel, refs };
}

/** Keeps the focus on something that exists, and what has changed in view. */
function attend(refs: PageRefs, { from, to }: { readonly from: Mood; readonly to: Mood }): void {
  if (from === to) return;
  if (to === "working") refs.line.current?.scrollIntoView({ block: "nearest" });
  if (to === "done") {
    refs.screen.current?.focus({ preventScroll: true });
    refs.screen.current?.scrollIntoView({ block: "nearest" });
  }
  if (to === "failed" || to === "stopped" || (to === "armed" && from !== "idle")) {
    refs.button.current?.focus({ preventScroll: true });
    refs.line.current?.scrollIntoView({ block: "nearest" });
  }
}
