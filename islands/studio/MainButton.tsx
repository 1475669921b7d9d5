import type { RefObject } from "preact";
import { moodOf, picturesOf, type StudioState } from "./studio_state.ts";

interface MainButtonProps {
  readonly state: StudioState;
  readonly button: RefObject<HTMLElement>;
  retry(): void;
}

/** The one thing to do next. */
export function MainButton({ state, button, retry }: MainButtonProps) {
  const mood = moodOf(state);
  const hasPicture = picturesOf(state).length > 0;
  if (state.kind === "following" && canRetry(state.view)) {
    return (
      <button
        ref={button as RefObject<HTMLButtonElement>}
        type="submit"
        class={READY}
        formAction={`${state.view.page}/retry`}
        formEncType="application/x-www-form-urlencoded"
        formNoValidate
        onClick={(event) => {
          event.preventDefault();
          retry();
        }}
      >
        Try again
      </button>
    );
  }
  if (state.kind === "following" && (mood === "stopped" || !hasPicture) && mood !== "working") {
    return (
      <a ref={button as RefObject<HTMLAnchorElement>} class={LINK} href="/" aria-current="false">
        Make another
      </a>
    );
  }
  return (
    <button
      ref={button as RefObject<HTMLButtonElement>}
      type="submit"
      class={mood === "working" ? WORKING : mood === "idle" || mood === "done" ? IDLE : READY}
      aria-disabled={mood === "working"}
    >
      {textOf(state)}
    </button>
  );
}

type View = Extract<StudioState, { kind: "following" }>["view"];

/** The same picture once more makes sense only where another try may end better. */
function canRetry({ state, isOwner, problem }: View): boolean {
  return isOwner && (state === "canceled" || (state === "failed" && problem?.retryable !== false));
}

function textOf(state: StudioState): string {
  if (state.kind === "uploading") return "Uploading…";
  const mood = moodOf(state);
  if (mood === "working") {
    return WORK_TEXT[state.kind === "following" ? state.view.state : "running"];
  }
  if (mood === "done") return "Another take";
  return mood === "failed" ? "Try again" : "Generate";
}

const WORK_TEXT: Readonly<Record<View["state"], string>> = {
  queued: "Queued…",
  running: "Generating…",
  saving: "Saving…",
  succeeded: "",
  failed: "",
  canceled: "",
};

const IDLE = "tube w-full lg:w-60 h-13 px-6 font-sign tracking-sign font-bold text-body";
const WORKING =
  "tube tube-working w-full lg:w-60 h-13 px-6 font-sign tracking-sign font-bold text-body";
const READY =
  "tube tube-ready w-full lg:w-60 h-13 px-6 font-sign tracking-sign font-bold text-body";
const LINK =
  "tube flex items-center justify-center w-full lg:w-60 h-13 px-6 font-sign tracking-sign font-bold text-body";
