import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { StudioFacts } from "../../contract/site_facts.ts";
import { titlePrefix } from "./status_words.ts";
import type { StudioState } from "./studio_state.ts";
import { usePageTitle } from "./use_page_title.ts";
import { type PictureDrop, usePictureDrop } from "./use_picture_drop.ts";
import { type Studio, useStudio } from "./use_studio.ts";

/** The elements that focus and scrolling go to. */
interface StageRefs {
  readonly input: RefObject<HTMLInputElement>;
  readonly screen: RefObject<HTMLElement>;
  readonly button: RefObject<HTMLButtonElement>;
  readonly line: RefObject<HTMLDivElement>;
}

interface Stage {
  readonly studio: Studio;
  readonly drop: PictureDrop;
  readonly refs: StageRefs;
}

/** The studio's state tied to the page around it: drops, tab title, focus and scrolling. */
export function useStage(facts: StudioFacts): Stage {
  const studio = useStudio(facts);
  const refs: StageRefs = {
    input: useRef(null),
    screen: useRef(null),
    button: useRef(null),
    line: useRef(null),
  };
  const kind = studio.state.value.kind;
  const previous = useRef<StudioState["kind"]>(kind);

  useEffect(() => {
    attend(refs, { from: previous.current, to: kind });
    previous.current = kind;
  }, [kind]);
  usePageTitle(titlePrefix(studio.state.value));

  return { studio, drop: usePictureDrop(studio.choose), refs };
}

interface Change {
  readonly from: StudioState["kind"];
  readonly to: StudioState["kind"];
}

/** Keeps the focus on something that exists, and what has changed in view. */
function attend(refs: StageRefs, { from, to }: Change): void {
  if (from === to) return;
  if (to === "uploading") refs.line.current?.scrollIntoView({ block: "nearest" });
  if (to === "done") {
    refs.screen.current?.focus({ preventScroll: true });
    refs.screen.current?.scrollIntoView({ block: "nearest" });
  }
  if (to === "failed" || (to === "ready" && from !== "empty")) {
    refs.button.current?.focus({ preventScroll: true });
    refs.line.current?.scrollIntoView({ block: "nearest" });
  }
  if (to === "empty") {
    // The same file may be chosen again, which the input only reports after a reset.
    if (refs.input.current !== null) refs.input.current.value = "";
    refs.input.current?.focus({ preventScroll: true });
  }
}
