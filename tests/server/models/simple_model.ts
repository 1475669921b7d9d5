import type { Model } from "../../../server/models/model.ts";

/** A small model with one control of each kind, as a model's JSON file would describe it. */
export function simpleModel(changes: Partial<Model> = {}): Model {
  return {
    id: "simple-model",
    name: "Simple Model",
    maker: "Somebody",
    label: "AI video by Simple Model",
    summary: "Makes videos.",
    hubId: "somebody/simple-model",
    licence: { name: "MIT", url: "https://licences.example/mit" },
    prompt: { need: "required", default: "It moves.", maxLength: 20 },
    sizes: [{ width: 1280, height: 720 }, { width: 720, height: 1280 }],
    controls: [
      {
        kind: "number",
        id: "fps",
        name: "Frames a second",
        isAdvanced: false,
        min: 5,
        max: 30,
        step: 1,
        default: 7,
        unit: "frames a second",
      },
      {
        kind: "number",
        id: "noise",
        name: "Noise",
        isAdvanced: true,
        min: 0.1,
        max: 1,
        step: 0.05,
        default: 0.5,
      },
      {
        kind: "choice",
        id: "resolution",
        name: "Resolution",
        isAdvanced: false,
        options: [{ value: "480p", name: "480p" }, { value: "720p", name: "720p" }],
        default: "480p",
      },
      { kind: "switch", id: "audio", name: "Sound", isAdvanced: false, default: false },
      {
        kind: "text",
        id: "negative_prompt",
        name: "Leave out",
        isAdvanced: true,
        maxLength: 10,
        default: "",
      },
    ],
    fixed: { frames: 70 },
    presets: [{ id: "still", name: "Still", settings: { noise: 0.1 }, prompt: "It is still." }],
    usualSeconds: { low: 10, high: 60 },
    routes: [{
      provider: "fal-ai",
      providerModel: "fal-ai/simple-model",
      parameters: { prompt: { name: "prompt" }, fps: { name: "frames_per_second" } },
      price: { kind: "unknown" },
    }],
    ...changes,
  };
}
