import type { EventView, GenerationView, ShownEvent } from "../../../contract/generation.ts";
import type { Problem } from "../../../contract/problem.ts";

export const ID = "9b2d1c0e-7a44-4c1e-8a53-0f6f3b2f9a11";

/** When the generations of these tests are made, in milliseconds since 1970. */
export const STARTED_AT = Date.UTC(2026, 10, 22, 20, 0, 0);

export const PROBLEM: Problem = {
  type: "/problems/provider-failed",
  title: "The provider failed",
  status: 502,
  detail: "The provider stopped in the middle. Nothing was charged. You can try again.",
  instance: `/v/${ID}`,
  code: "provider-failed",
  charged: "no",
  retryable: true,
  next: { kind: "try-again", text: "Try again" },
  requestId: "1",
};

/** A generation of this visitor that has just been accepted. */
export const QUEUED: GenerationView = {
  id: ID,
  state: "queued",
  lastEvent: 1,
  model: "local-motion",
  modelName: "Local motion",
  provider: "local-engine",
  label: "Local motion preview",
  seed: 7,
  settings: { fps: 12 },
  createdAt: new Date(STARTED_AT).toISOString(),
  page: `/v/${ID}`,
  queuePosition: 1,
  cancelOutlook: "free",
  isCancelRequested: false,
  receipt: {
    model: "local-motion",
    provider: "local-engine",
    payer: "nobody",
    charged: "no",
    reason: "Nothing has been sent to the model yet.",
    keptUntil: new Date(STARTED_AT + 30 * 86_400_000).toISOString(),
  },
  isCached: false,
  isPublic: false,
  isOwner: true,
};

const { queuePosition: _, ...rest } = QUEUED;

export const RUNNING: GenerationView = {
  ...rest,
  state: "running",
  lastEvent: 2,
  startedAt: new Date(STARTED_AT).toISOString(),
};

export const VIDEO = { width: 1024, height: 576, frames: 25, durationSeconds: 3.6, bytes: 51_288 };

export const SUCCEEDED: GenerationView = {
  ...rest,
  state: "succeeded",
  lastEvent: 7,
  startedAt: new Date(STARTED_AT).toISOString(),
  endedAt: new Date(STARTED_AT + 11_900).toISOString(),
  cancelOutlook: "too-late",
  url: `/videos/${ID}.mp4`,
  video: VIDEO,
  receipt: { ...QUEUED.receipt, elapsedMs: 11_900, reason: "The built-in engine costs nothing." },
};

export const FAILED: GenerationView = {
  ...rest,
  state: "failed",
  lastEvent: 3,
  endedAt: new Date(STARTED_AT + 1_500).toISOString(),
  cancelOutlook: "too-late",
  problem: PROBLEM,
};

export const CANCELED: GenerationView = {
  ...rest,
  state: "canceled",
  lastEvent: 3,
  endedAt: new Date(STARTED_AT + 1_500).toISOString(),
  cancelOutlook: "too-late",
};

/** Everything that can happen on the way to a video, with a stop of the server in between. */
export const EVENTS: readonly ShownEvent[] = numbered([
  { type: "queued" },
  { type: "started", attempt: 1 },
  { type: "released" },
  { type: "started", attempt: 2 },
  { type: "progress", progress: { stage: "preparing", message: "Preparing the picture." } },
  { type: "progress", progress: { stage: "waiting", message: "Waking", estimatedSeconds: 20 } },
  { type: "progress", progress: { stage: "generating", message: "Frame 1", frame: 1, frames: 25 } },
  { type: "progress", progress: { stage: "generating", message: "Frame 2", frame: 2, frames: 25 } },
  { type: "saving" },
  { type: "succeeded", video: VIDEO, charged: "no" },
]);

/** `events` with their numbers, a second apart. */
export function numbered(events: readonly EventView[]): ShownEvent[] {
  return events.map((event, index) => ({
    seq: index + 1,
    at: STARTED_AT + index * 1000,
    event,
  }));
}

/** The server's own view after the first `count` of `EVENTS`, told state by state. */
export function serverView(count: number): GenerationView {
  const shared = { ...rest, lastEvent: count, usualSeconds: { low: 5, high: 9 } };
  const startedAt = new Date(STARTED_AT + (count < 4 ? 1 : 3) * 1000).toISOString();
  if (count === 1 || count === 3) return { ...shared, queuePosition: 1 };
  if (count === EVENTS.length) return { ...SUCCEEDED, lastEvent: count };
  const isSaving = count === EVENTS.length - 1;
  const latest = EVENTS[count - (isSaving ? 2 : 1)]?.event;
  return {
    ...shared,
    state: isSaving ? "saving" : "running",
    startedAt,
    ...(latest?.type === "progress" ? { progress: latest.progress } : {}),
  };
}
