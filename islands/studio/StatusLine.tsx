import type { RefObject } from "preact";
import { MILESTONES } from "../following/view_words.ts";
import { ProviderSaid } from "../../components/problems/ProviderSaid.tsx";
import { EndButtons } from "./EndButtons.tsx";
import { moodOf, type StudioState } from "./studio_state.ts";
import { announcement, passedMilestones, statusSentence } from "./studio_words.ts";
import { useReadyNotice } from "./use_ready_notice.ts";
import { WorkButtons } from "./WorkButtons.tsx";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

interface StatusLineProps {
  readonly state: StudioState;
  readonly line: RefObject<HTMLDivElement>;
  cancel(): void;
  retry(): void;
}

/** One sentence about now, the way behind and ahead, and what can be done about it. */
export function StatusLine({ state, line, cancel, retry }: StatusLineProps) {
  const mood = moodOf(state);
  const isWorking = mood === "working";
  const now = useClock(isWorking);
  const notice = useReadyNotice(mood);
  const providerSaid = state.kind === "following" ? state.view.problem?.providerSaid : undefined;
  return (
    <div
      ref={line}
      class="status order-2 lg:order-none flex flex-wrap items-center gap-x-3 gap-y-2 min-h-touch"
    >
      <p class="quiet" role="status" aria-live="polite">{announcement(state)}</p>
      {isWorking && state.kind !== "batch" && <Milestones passed={passedMilestones(state)} />}
      <p aria-hidden="true" class={SENTENCE_CLASS[mood]}>{statusSentence(state, now)}</p>
      {isWorking && <Meter state={state} />}
      {providerSaid !== undefined && <ProviderSaid words={providerSaid} />}
      {isWorking
        ? <WorkButtons state={state} notice={notice} cancel={cancel} />
        : <EndButtons state={state} retry={retry} />}
    </div>
  );
}

function Milestones({ passed }: { readonly passed: number }) {
  return (
    <ol
      class="flex w-full justify-between gap-x-2 lg:gap-x-6 lg:justify-start text-fine"
      aria-label="Milestones"
    >
      {MILESTONES.map((name, index) => (
        <li
          key={name}
          aria-current={index === passed ? "step" : undefined}
          class={index < passed ? PASSED : index === passed ? CURRENT : AHEAD}
        >
          {name}
        </li>
      ))}
    </ol>
  );
}

const PASSED = "milestone text-green";
const CURRENT = "milestone text-amber";
const AHEAD = "milestone milestone-ahead text-muted";

/** The share that is known to be done; without one the bar keeps moving. */
function Meter({ state }: { readonly state: StudioState }) {
  if (state.kind === "uploading" && state.percent < 100) {
    return <progress class="meter" max={100} value={state.percent} aria-label="Upload" />;
  }
  const progress = state.kind === "following" ? state.view.progress : undefined;
  const { frame, frames, step, steps } = progress ?? {};
  if (frame !== undefined && frames !== undefined) {
    return <progress class="meter" max={frames} value={frame} aria-label="Frames" />;
  }
  return step !== undefined && steps !== undefined
    ? <progress class="meter" max={steps} value={step} aria-label="Steps" />
    : <progress class="meter" aria-label="Generating" />;
}

const PLAIN = "min-w-0 w-full lg:w-auto lg:flex-1 text-note text-text";

const SENTENCE_CLASS = {
  idle: "min-w-0 w-full lg:w-auto lg:flex-1 text-note text-muted",
  armed: PLAIN,
  // A row of its own, of two lines on a phone, so that nothing moves while the seconds count.
  working: "w-full min-h-[48px] lg:min-h-0 text-note text-text",
  stopped: PLAIN,
  done: "min-w-0 w-full lg:w-auto lg:flex-auto text-note text-green",
  failed: "min-w-0 w-full lg:w-auto lg:flex-auto text-note text-coral",
} as const;

/** This machine's clock in milliseconds since 1970, moving every second while `isRunning`. */
function useClock(isRunning: boolean): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    if (!isRunning) return;
    const tick = () => {
      now.value = Date.now();
    };
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now.value;
}
