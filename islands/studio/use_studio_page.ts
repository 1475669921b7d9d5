import type { RefObject } from "preact";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { StudioPanel } from "../panel/studio_panel.ts";
import { type StudioOpening, type StudioSignals, useStudioSignals } from "./studio_opening.ts";
import { type Mood, moodOf } from "./studio_state.ts";
import { titlePrefix } from "./studio_words.ts";
import { type PictureDrop, usePictureDrop } from "./use_picture_drop.ts";
import { type StudioHandle, useStudio } from "./use_studio.ts";

/** The elements that focus and scrolling go to. */
interface PageRefs {
  readonly input: RefObject<HTMLInputElement>;
  readonly screen: RefObject<HTMLElement>;
  readonly button: RefObject<HTMLElement>;
  readonly line: RefObject<HTMLDivElement>;
}

interface StudioPage {
  /** Whether the script runs, rather than the server or the browser without it. */
  readonly isAlive: boolean;
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
  const signals = useStudioSignals(opening);
  const panel = usePanel(opening, signals);
  const studio = useStudio(opening, signals, panel);
  const isAlive = useSignal(false);
  useEffect(() => {
    isAlive.value = true;
  }, []);
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

  return {
    isAlive: isAlive.value,
    signals,
    studio,
    drop: usePictureDrop(studio.choose),
    panel,
    refs,
  };
}

function usePanel(
  { panel: view }: StudioOpening,
  { state, framing }: StudioSignals,
): StudioPanel | undefined {
  const panel = useMemo(() => {
    const videoSeed = () => state.value.kind === "following" ? state.value.view.seed : undefined;
    return view && new StudioPanel(view, { framing, videoSeed });
  }, []);
  useEffect(() => panel?.start(), []);
  return panel;
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

/** Puts `prefix` in front of the page's own title, so that a tab in the background tells its state. */
function usePageTitle(prefix: string): void {
  const ownTitle = useRef("");
  useEffect(() => {
    ownTitle.current = document.title;
    return () => {
      document.title = ownTitle.current;
    };
  }, []);
  useEffect(() => {
    if (ownTitle.current !== "") document.title = prefix + ownTitle.current;
  }, [prefix]);
}
