import type { RefObject } from "preact";
import { mainActOf } from "./main_act.ts";
import { RetryButton } from "./RetryButton.tsx";
import { moodOf, type StudioState } from "./studio_state.ts";

interface MainButtonProps {
  readonly state: StudioState;
  readonly button: RefObject<HTMLElement>;
  retry(): void;
  lookAgain(): void;
  /** Opens the choice of a picture. */
  choosePicture(): void;
}

/** The one thing to do next. */
export function MainButton({ state, button, retry, lookAgain, choosePicture }: MainButtonProps) {
  const { kind, text, href } = mainActOf(state);
  const ref = button as RefObject<HTMLButtonElement>;
  const mood = moodOf(state);
  switch (kind) {
    case "link":
      return <a ref={button as RefObject<HTMLAnchorElement>} class={LINK} href={href}>{text}</a>;
    case "look-again":
    case "try-again": {
      const [path, act] = kind === "look-again" ? ["look", lookAgain] : ["retry", retry];
      return state.kind === "following"
        ? (
          <RetryButton
            action={`${state.view.page}/${path}`}
            text={text}
            look={READY}
            button={button}
            act={act}
          />
        )
        : null;
    }
    case "choose-picture":
      return <button ref={ref} type="button" class={READY} onClick={choosePicture}>{text}</button>;
    case "submit":
      return (
        <button
          ref={ref}
          type="submit"
          class={mood === "working" ? WORKING : mood === "idle" || mood === "done" ? IDLE : READY}
          aria-disabled={mood === "working"}
        >
          {text}
        </button>
      );
  }
}

const IDLE = "tube w-full lg:w-60 h-13 px-6 font-sign tracking-sign font-bold text-body";
const WORKING =
  "tube tube-working w-full lg:w-60 h-13 px-6 font-sign tracking-sign font-bold text-body";
const READY =
  "tube tube-ready w-full lg:w-60 h-13 px-6 font-sign tracking-sign font-bold text-body";
const LINK =
  "tube flex items-center justify-center w-full lg:w-60 h-13 px-6 font-sign tracking-sign font-bold text-body";
