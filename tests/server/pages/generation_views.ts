import type { GenerationView, VideoFacts } from "../../../contract/generation.ts";

/** What a short video is. */
export const VIDEO: VideoFacts = {
  width: 1024,
  height: 576,
  frames: 25,
  durationSeconds: 3.57,
  bytes: 9,
};

const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";

/** A generation's view: queued and the asker's own, but for these changes. */
export function viewWith(changes: Partial<GenerationView> = {}): GenerationView {
  const id = changes.id ?? ID;
  return {
    id,
    state: "queued",
    lastEvent: 1,
    model: "local-motion",
    modelName: "Local motion",
    provider: "local-engine",
    label: "Local motion preview",
    seed: 7,
    settings: { move: "auto" },
    createdAt: "2026-11-22T12:00:00.000Z",
    page: `/v/${id}`,
    cancelOutlook: "free",
    isCancelRequested: false,
    receipt: {
      model: "local-motion",
      provider: "local-engine",
      payer: "nobody",
      charged: "no",
      reason: "The built-in engine costs nothing.",
    },
    isCached: false,
    isPublic: false,
    isOwner: true,
    ...changes,
  };
}

/** The view of a finished video. */
export function finishedView(changes: Partial<GenerationView> = {}): GenerationView {
  const id = changes.id ?? ID;
  return viewWith({
    state: "succeeded",
    lastEvent: 4,
    startedAt: "2026-11-22T12:00:01.000Z",
    endedAt: "2026-11-22T12:00:03.000Z",
    cancelOutlook: "too-late",
    url: `/videos/${id}.mp4`,
    video: VIDEO,
    ...changes,
  });
}
