import type { PanelFacts } from "../../contract/panel.ts";
import type { ModelCard } from "../../contract/model.ts";

/** The engine built into the server. */
export const LOCAL: ModelCard = {
  id: "local-motion",
  name: "Local motion",
  maker: "Epic Tech AIGent",
  label: "Local motion preview: simulated depth, no AI video model",
  summary: "A smooth camera move across your picture, made by this server. No AI video model.",
  isLocal: true,
  leavesThisServer: false,
  canRunOnOwnServer: false,
  whoProcesses: "this server",
  payer: "nobody",
  price: { charged: "no", sentence: "Made on this server at no cost.", usd: 0 },
  usualSeconds: { low: 2, high: 5 },
  licence: { name: "MIT", url: "https://lounge.example/licence" },
  prompt: { need: "none" },
  controls: [{
    kind: "choice",
    id: "camera",
    name: "Camera",
    isAdvanced: false,
    options: [{ value: "drift", name: "Drift" }, { value: "push", name: "Push in" }],
    default: "drift",
  }],
  presets: [
    { id: "gentle", name: "Gentle", settings: { camera: "drift" } },
    { id: "lively", name: "Lively", settings: { camera: "push" } },
  ],
  sizes: [{ width: 1024, height: 576 }, { width: 576, height: 1024 }],
  shapes: ["landscape", "portrait"],
};

/** A model that is told in words what to do, with a control of every kind. */
export const WORDED: ModelCard = {
  id: "wan-2.2",
  name: "Wan 2.2 A14B",
  maker: "Wan-AI",
  label: "Made with AI: Wan 2.2",
  summary: "Follows words well and keeps faces. The best choice for people.",
  isLocal: false,
  leavesThisServer: true,
  canRunOnOwnServer: false,
  whoProcesses: "fal.ai through Hugging Face",
  payer: "instance",
  price: {
    charged: "yes",
    sentence: "About $0.40 a video, paid by the host of this site.",
    usd: 0.4,
    source: { url: "https://fal.example/pricing", readOn: "2026-11-20" },
  },
  usualSeconds: { low: 70, high: 110 },
  licence: { name: "Apache 2.0", url: "https://apache.example/licence" },
  prompt: { need: "required", default: "The picture comes to life.", maxLength: 800 },
  controls: [
    {
      kind: "number",
      id: "fps",
      name: "Frames a second",
      hint: "More is smoother and shorter.",
      isAdvanced: false,
      min: 4,
      max: 60,
      step: 1,
      default: 16,
      unit: "fps",
    },
    {
      kind: "choice",
      id: "resolution",
      name: "Resolution",
      isAdvanced: false,
      options: [{ value: "480p", name: "480p" }, { value: "720p", name: "720p" }],
      default: "720p",
    },
    {
      kind: "switch",
      id: "interpolate",
      name: "Fill in frames",
      hint: "Smoother, a little slower.",
      isAdvanced: true,
      default: true,
    },
    {
      kind: "text",
      id: "negative_prompt",
      name: "Not in the video",
      isAdvanced: true,
      maxLength: 200,
      default: "",
    },
    {
      kind: "number",
      id: "budget",
      name: "Budget",
      isAdvanced: true,
      min: 0,
      max: 10_000,
      step: 1,
      default: 500,
    },
  ],
  presets: [
    { id: "still", name: "Still", settings: { fps: 8 } },
    { id: "lively", name: "Lively", settings: { fps: 24 }, prompt: "Everything moves at once." },
  ],
  sizes: [
    { width: 1280, height: 720 },
    { width: 720, height: 1280 },
    { width: 960, height: 960 },
  ],
  shapes: ["landscape", "portrait", "square"],
};

/** A model that cannot be used here now. */
export const SHUT: ModelCard = {
  ...LOCAL,
  id: "stable-video-diffusion-xt",
  name: "Stable Video Diffusion XT",
  maker: "Stability AI",
  needs: "Needs an inference endpoint that runs it: the operator sets HF_ENDPOINT_URL.",
  isLocal: false,
  leavesThisServer: true,
  canRunOnOwnServer: false,
  whoProcesses: "the operator’s endpoint",
  payer: "instance",
  price: { charged: "yes", sentence: "The endpoint’s owner pays for its running time." },
  licence: {
    name: "Stability AI Community",
    url: "https://stability.example/licence",
    note: "Companies above a revenue need a licence of their own.",
  },
};

const MODELS = [LOCAL, WORDED, SHUT];

/** A panel on that model, with all its defaults unless others are given. */
export function panelOf(model: ModelCard, given: Partial<PanelFacts> = {}): PanelFacts {
  const settings = Object.fromEntries(model.controls.map(({ id, default: value }) => [id, value]));
  return {
    siteUrl: "https://lounge.example",
    models: MODELS,
    model,
    settings,
    price: model.price,
    ...(model.prompt.need === "none" ? {} : { prompt: model.prompt.default }),
    ...given,
  };
}
