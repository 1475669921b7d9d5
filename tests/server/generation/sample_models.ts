import { InputError } from "../../../server/errors.ts";
import type {
  AvailableModel,
  AvailableModels,
} from "../../../server/generation/available_models.ts";
import type { Model } from "../../../server/models/model.ts";

const LANDSCAPE = { width: 1024, height: 576 };
const PORTRAIT = { width: 576, height: 1024 };
/** Where the prices stand. */
export const SOURCE = { url: "https://prices.example", readOn: "2026-11-20" };

const FPS = {
  id: "fps",
  name: "Frames a second",
  isAdvanced: false,
  kind: "number",
  min: 5,
  max: 30,
  step: 1,
  default: 7,
} as const;

const PARAMETERS = { fps: { name: "fps" } };

/** Takes no prompt; runs on an endpoint that is billed by its running time. */
export const ENDPOINT_MODEL: Model = {
  id: "endpoint-model",
  name: "Endpoint Model",
  maker: "Somebody",
  label: "AI video by Endpoint Model",
  summary: "For tests.",
  licence: { name: "MIT", url: "https://licence.example" },
  prompt: { need: "none" },
  sizes: [LANDSCAPE, PORTRAIT],
  controls: [FPS],
  presets: [],
  usualSeconds: { low: 10, high: 60 },
  routes: [{ provider: "raw-endpoint", parameters: PARAMETERS, price: { kind: "running-time" } }],
};

/** Needs a prompt; a video costs 20 cents. */
export const ROUTED_MODEL: Model = {
  ...ENDPOINT_MODEL,
  id: "routed-model",
  name: "Routed Model",
  label: "AI video by Routed Model",
  prompt: { need: "required", default: "It moves.", maxLength: 100 },
  sizes: [LANDSCAPE],
  routes: [{
    provider: "fal-ai",
    parameters: PARAMETERS,
    price: { kind: "per-video", usd: 0.2, source: SOURCE },
  }],
};

/** Costs nothing. */
export const LOCAL_MODEL: Model = {
  ...ENDPOINT_MODEL,
  id: "local-model",
  name: "Local Model",
  label: "Local Model: no AI video model",
  routes: [{ provider: "local-engine", parameters: {}, price: { kind: "free" } }],
};

/** The model, available over all its routes. */
export function availableModel(
  model: Model,
  provider: AvailableModel["provider"],
  changes: Partial<AvailableModel> = {},
): AvailableModel {
  const { routes } = model;
  const payer = routes[0].price.kind === "free" ? "nobody" : "instance";
  return { model, provider, routes, payer, ...changes };
}

/** These models, the first by default; whoever brings a token pays for what is not free. */
export function modelsOf(...models: readonly AvailableModel[]): AvailableModels {
  const withPayer = (available: AvailableModel, hasToken: boolean): AvailableModel =>
    hasToken && available.payer !== "nobody" ? { ...available, payer: "visitor" } : available;
  return {
    list: ({ hasToken }) =>
      Promise.resolve(
        models.map((available) => ({
          model: available.model,
          available: withPayer(available, hasToken),
        })),
      ),
    find(modelId, { hasToken }) {
      const found = models.find(({ model }) => model.id === (modelId ?? model.id));
      if (found?.payer === "visitor" && !hasToken) return Promise.reject(unavailable());
      return found ? Promise.resolve(withPayer(found, hasToken)) : Promise.reject(unknown());
    },
    of: ({ recipe, providerId, payer }) => {
      const found = models.find(({ model, provider }) =>
        model.id === recipe.modelId && provider.id === providerId
      );
      return found && { ...found, payer };
    },
    model: (id) => models.find(({ model }) => model.id === id)?.model,
  };
}

function unavailable(): InputError {
  return new InputError("model-unavailable");
}

function unknown(): InputError {
  return new InputError("unknown-model");
}
