import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type Mood, moodOf } from "./studio_state.ts";
import { titlePrefix } from "./studio_words.ts";
import { type PanelListeners, usePanel } from "./use_panel.ts";
import { type PictureDrop, usePictureDrop } from "./use_picture_drop.ts";
import { type StudioHandle, type StudioOpening, useStudio } from "./use_studio.ts";

/** The elements that focus and scrolling go to. */
interface PageRefs {
  readonly form: RefObject<HTMLFormElement>;
  readonly input: RefObject<HTMLInputElement>;
  readonly screen: RefObject<HTMLElement>;
  readonly button: RefObject<HTMLElement>;
  readonly line: RefObject<HTMLDivElement>;
}

interface StudioPage {
  readonly studio: StudioHandle;
  readonly drop: PictureDrop;
  readonly panel: PanelListeners;
  readonly refs: PageRefs;
}

/** The studio's state tied to the page around it: drops, tab title, focus and scrolling. */
export function useStudioPage(opening: StudioOpening): StudioPage {
  const refs: PageRefs = {
    form: useRef(null),
    input: useRef(null),
    screen: useRef(null),
    button: useRef(null),
    line: useRef(null),
  };
  const studio = useStudio(opening, refs.form);
  const panel = usePanel(studio, refs.form);
  const mood = moodOf(studio.state.value);
  const previous = useRef<Mood>(mood);

  useEffect(() => {
    attend(refs, { from: previous.current, to: mood });
    previous.current = mood;
  }, [mood]);
  usePageTitle(titlePrefix(studio.state.value));

  return { studio, drop: usePictureDrop(studio.choose), panel, refs };
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
