import { ordinal } from "../../contract/ordinal.ts";
import type { CancelOutlook, GenerationView } from "../../contract/generation.ts";
import { COST_SENTENCES } from "../../contract/cost_words.ts";
import type { Fault } from "./fault.ts";
import { formatSeconds, formatSecondsRange } from "../../contract/units.ts";

/** The milestones in the order in which a generation passes them. */
export const MILESTONES = ["Upload", "Queue", "Wake", "Generate", "Save"] as const;

/** What went wrong, and what it has cost where that is known. */
export function faultSentence({ detail, charged }: Fault): string {
  return charged === undefined ? detail : `${detail} ${COST_SENTENCES[charged]}`;
}

/** How many milestones are behind the visitor. */
export function milestonesPassed({ state, progress }: GenerationView): number {
  if (state === "queued") return 1;
  if (state === "running") return progress?.stage === "generating" ? 3 : 2;
  return state === "saving" ? 4 : MILESTONES.length;
}

/** One sentence on where the generation stands; `now` in the server's milliseconds since 1970. */
export function viewSentence(view: GenerationView, now: number): string {
  switch (view.state) {
    case "queued":
      return queueSentence(view);
    case "running":
      return runningSentence(view, now);
    case "saving":
      return "Saving your video";
    case "succeeded":
      return view.isCached ? "Ready at once: this video was made before" : "Ready";
    case "failed":
      // A stranger is not told why.
      return `Error: ${view.problem?.detail ?? "No video this time."}`;
    case "canceled":
      return `Canceled. ${COST_SENTENCES[view.receipt.charged]}`;
  }
}

/** The same for screen readers, which need not hear every second and every frame. */
export function spokenSentence(view: GenerationView): string {
  if (view.state === "succeeded") return "Success! Your video is ready.";
  if (view.state !== "running" || view.isCancelRequested) return viewSentence(view, 0);
  const { progress } = view;
  if (progress === undefined) return "Starting";
  return progress.stage === "generating" ? "Generating video…" : bare(progress.message);
}

/** What canceling would cost, or `undefined` when it is too late for it. */
export function cancelSentence(outlook: CancelOutlook): string | undefined {
  switch (outlook) {
    case "free":
      return "Canceling now costs nothing.";
    case "may-be-charged":
      return "Canceling now may still be charged.";
    case "too-late":
      return undefined;
  }
}

/** What goes in front of the page's title. */
export function viewTitlePrefix({ state }: GenerationView): string {
  switch (state) {
    case "queued":
      return "Queued: ";
    case "running":
      return "Generating… ";
    case "saving":
      return "Saving… ";
    case "succeeded":
      return "Ready: ";
    case "failed":
      return "Failed: ";
    case "canceled":
      return "Canceled: ";
  }
}

function queueSentence({ queuePosition, usualSeconds }: GenerationView): string {
  if (queuePosition === undefined) return "Queued";
  const place = queuePosition === 1
    ? "Next in the queue"
    : `${ordinal(queuePosition)} in the queue`;
  if (usualSeconds === undefined) return place;
  const seconds = queuePosition * (usualSeconds.low + usualSeconds.high) / 2;
  const inFives = Math.max(1, Math.ceil(seconds / 5)) * 5;
  return `${place}, about ${formatSecondsRange({ low: inFives, high: inFives })}`;
}

function runningSentence(view: GenerationView, now: number): string {
  const { progress, startedAt, usualSeconds, isCancelRequested } = view;
  if (isCancelRequested) return "Stopping… we've asked the provider to cancel";
  if (progress === undefined) return "Starting";
  if (progress.stage !== "generating") return bare(progress.message);
  if (startedAt === undefined) return "Generating";
  const seconds = Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1000));
  const { step, steps } = progress;
  const at = step !== undefined && steps !== undefined ? `, step ${step} of ${steps}` : "";
  const soFar = `Generating${at}, ${formatSeconds(seconds)} so far`;
  if (usualSeconds === undefined) return soFar;
  const range = formatSecondsRange(usualSeconds);
  return seconds > usualSeconds.high
    ? `${soFar}; longer than the usual ${range}`
    : `${soFar}; this model usually takes ${range}`;
}

/** Messages come with and without a full stop; the status line has none. */
function bare(message: string): string {
  return message.replace(/\.$/, "");
}
