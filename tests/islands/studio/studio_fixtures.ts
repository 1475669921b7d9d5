import type { GenerationProgress, GenerationResult } from "../../../contract/generation.ts";
import type { Problem } from "../../../contract/problem.ts";
import type {
  ChosenPicture,
  StudioAction,
  StudioState,
} from "../../../islands/studio/studio_state.ts";
import { EMPTY, reduceStudio } from "../../../islands/studio/studio_state.ts";

export const PICTURE: ChosenPicture = {
  file: new File(["picture"], "photo.jpg", { type: "image/jpeg" }),
  previewUrl: "blob:preview",
};

export const PROGRESS: GenerationProgress = {
  stage: "generating",
  message: "Drawing frame 3 of 25.",
  frame: 3,
  frames: 25,
};

export const RESULT: GenerationResult = {
  id: "9b2d1c0e-7a44-4c1e-8a53-0f6f3b2f9a11",
  url: "/videos/9b2d1c0e-7a44-4c1e-8a53-0f6f3b2f9a11.mp4",
  page: "/v/9b2d1c0e-7a44-4c1e-8a53-0f6f3b2f9a11",
  model: "local-motion",
  provider: "local-engine",
  label: "Local motion preview",
  width: 1024,
  height: 576,
  bytes: 812_345,
  elapsedMs: 3421,
};

export const PROBLEM: Problem = {
  type: "/problems/image-unreadable",
  title: "The picture is damaged",
  status: 422,
  detail: "The picture is cut off.",
  instance: "/generate",
  code: "image-unreadable",
  charged: "no",
  retryable: false,
  requestId: "1",
};

/** The state after `actions`, from the start. */
export function after(...actions: StudioAction[]): StudioState {
  return actions.reduce(reduceStudio, EMPTY);
}

export const picked: StudioAction = { type: "picked", picture: PICTURE };
export const submitted: StudioAction = { type: "submitted", at: 1000 };
export const progressed: StudioAction = { type: "progressed", progress: PROGRESS };
export const finished: StudioAction = { type: "finished", result: RESULT };
export const failed: StudioAction = {
  type: "failed",
  fault: { detail: PROBLEM.detail, explanation: PROBLEM.type },
};
