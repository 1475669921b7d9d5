import type { RefObject } from "preact";
import { Elapsed } from "./Elapsed.tsx";
import { announcement, MILESTONES, milestonesPassed, statusSentence } from "./status_words.ts";
import { isWorking, type StudioState } from "./studio_state.ts";

interface StatusLineProps {
  readonly state: StudioState;
  readonly line: RefObject<HTMLDivElement>;
  cancel(): void;
  clear(): void;
}

/** One sentence about now, the way behind and ahead, and what can be done about it. */
export function StatusLine({ state, line, cancel, clear }: StatusLineProps) {
  return (
    <div ref={line} class="status mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 min-h-touch">
      <p class="quiet" role="status" aria-live="polite">{announcement(state)}</p>
      {isWorking(state) && <Milestones state={state} />}
      <p aria-hidden="true" class={SENTENCE_CLASS[state.kind]}>{statusSentence(state)}</p>
      {isWorking(state) && (
        <>
          <Elapsed startedAt={state.startedAt} />
          <button type="button" class="button" onClick={cancel}>Cancel</button>
        </>
      )}
      {state.kind === "failed" && state.fault.explanation !== undefined && (
        <a class="button flex-1 lg:flex-none" href={state.fault.explanation}>What happened?</a>
      )}
      {state.kind === "done" && (
        <>
          <a
            class="button button-strong w-full lg:w-auto"
            href={state.result.url}
            download={fileName(state.result.id)}
          >
            Download MP4
          </a>
          <a class="button flex-1 lg:flex-none" href={state.result.page}>Its page</a>
        </>
      )}
      {(state.kind === "done" || state.kind === "failed" || state.kind === "ready") && (
        <button type="button" class="button flex-1 lg:flex-none" onClick={clear}>Start over</button>
      )}
      {isWorking(state) && <Meter state={state} />}
    </div>
  );
}

function fileName(id: string): string {
  return `ai-lounge-${id.slice(0, 8)}.mp4`;
}

function Milestones({ state }: { readonly state: StudioState }) {
  const passed = milestonesPassed(state);
  return (
    <ol class="flex w-full lg:w-auto gap-3 text-fine" aria-label="Milestones">
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
  if (state.kind === "uploading") {
    return <progress class="meter" max={100} value={state.percent} aria-label="Upload" />;
  }
  if (state.kind !== "generating") return null;
  const { frame, frames } = state.progress;
  return frame !== undefined && frames !== undefined
    ? <progress class="meter" max={frames} value={frame} aria-label="Frames" />
    : <progress class="meter" aria-label="Generating" />;
}

const PLAIN = "min-w-0 w-full lg:w-auto lg:flex-1 text-note text-text";

const SENTENCE_CLASS: Readonly<Record<StudioState["kind"], string>> = {
  empty: "min-w-0 w-full lg:w-auto lg:flex-1 text-note text-muted",
  ready: PLAIN,
  uploading: PLAIN,
  generating: PLAIN,
  done: "min-w-0 w-full lg:w-auto lg:flex-1 text-note text-green",
  failed: "min-w-0 w-full lg:w-auto lg:flex-1 text-note text-coral",
};
