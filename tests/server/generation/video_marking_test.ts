import { assert, assertEquals } from "@std/assert";
import type { Generation } from "../../../server/generation/generation.ts";
import { videoMarksOf } from "../../../server/generation/run/video_marking.ts";
import type { Model } from "../../../server/models/model.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import { labelWords } from "../../../server/wording/labels.ts";

const REGISTRY = await openRegistry({ directory: undefined });
const STABLE_VIDEO_DIFFUSION_XT = modelNamed("stable-video-diffusion-xt");

function modelNamed(id: string): Model {
  const model = REGISTRY.find(id);
  assert(model, id);
  return model;
}

const GENERATION: Generation = {
  id: "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b",
  state: "queued",
  visitorId: "anna",
  providerId: "scripted",
  payer: "instance",
  recipe: {
    modelId: "stable-video-diffusion-xt",
    seed: 5,
    isSeedExplicit: true,
    settings: { fps: 7 },
    shape: "portrait",
    crop: { x: 0.25, y: 0.5, zoom: 2 },
  },
  picture: { sha256: "ab".repeat(32), bytes: 3 },
  createdAt: 1000,
  attempt: 1,
  lastSeq: 4,
  isCached: false,
  isPublic: false,
  isPromptShared: false,
  fileName: "b1f2b8c1-7a4d-4e5f-9b6a-0c1d2e3f4a5b",
  unsharedAt: 0,
  isCancelRequested: false,
};

Deno.test("a video is marked with what made it, and with nothing about its visitor", () => {
  assertEquals(videoMarksOf(GENERATION, STABLE_VIDEO_DIFFUSION_XT), {
    title: STABLE_VIDEO_DIFFUSION_XT.label,
    recipe: {
      v: 1,
      app: "AI Lounge After Dark",
      model: "stable-video-diffusion-xt",
      seed: 5,
      settings: { fps: 7 },
      shape: "portrait",
      crop: { x: 0.25, y: 0.5, zoom: 2 },
      picture: "ab".repeat(32),
    },
    source: "trained-model",
  });
});

Deno.test("what the provider says of this very video comes before its model's label", () => {
  const local = modelNamed("local-motion");
  assertEquals(videoMarksOf(GENERATION, local).title, local.label);
  assertEquals(
    videoMarksOf(GENERATION, local, "simulated-move").title,
    labelWords("simulated-move"),
  );
});

Deno.test("only the built-in engine's videos count as altered pictures", () => {
  assertEquals(videoMarksOf(GENERATION, modelNamed("local-motion")).source, "altered-picture");
  assertEquals(videoMarksOf(GENERATION, modelNamed("wan-2.2-a14b")).source, "trained-model");
});
