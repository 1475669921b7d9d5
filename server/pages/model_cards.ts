import { shapesOf } from "../../contract/frame_size.ts";
import type { Control, ModelCard } from "../../contract/model.ts";
import { providerWord } from "../../contract/provider_names.ts";
import {
  type AvailableModel,
  type AvailableModels,
  lackParameters,
  type ListedModel,
  type PaymentMeans,
} from "../generation/available_models.ts";
import type { GenerationServices } from "../generation/generation_services.ts";
import type { UsualDurations } from "../generation/usual_durations.ts";
import { isOwnServer, type Model, type ProviderId, type Route } from "../models/model.ts";
import { failureWords } from "../wording/failure_words.ts";
import { priceFacts } from "../models/price.ts";
import { asAvailable } from "../models/route_settings.ts";

/** What cards are made of. */
export interface CardSources extends Pick<GenerationServices, "room" | "budget"> {
  readonly models: Pick<AvailableModels, "list">;
  readonly durations: Pick<UsualDurations, "rangeOf">;
}

/**
 * All models as this instance has them for a visitor, the default first. What would be paid for is
 * closed while its video could not be stored, or today's money does not reach for it.
 */
export async function describeModels(
  { models, durations, room, budget }: CardSources,
  paymentMeans: PaymentMeans,
): Promise<ModelCard[]> {
  const entries = await models.list(paymentMeans);
  const lacks = await room.lacks(entries.map(({ model }) => model.id));
  return await Promise.all(entries.map(async (entry) => {
    const { model } = entry;
    const usualSeconds = await durations.rangeOf(model.id) ?? model.usualSeconds;
    // On one that is not available, all that it can do.
    const settable = "available" in entry ? asAvailable(entry.available) : model;
    const card = { ...describeModel(settable), ...describeEntry(entry), usualSeconds };
    const lack = lacks.get(model.id);
    const isClosed = lack && card.needs === undefined &&
      (card.payer !== "nobody" || lack.code === "new-videos-off");
    if (isClosed) return { ...card, needs: failureWords(lack, "guest").what };
    const isSpent = "available" in entry && !await budget.reachesFor(entry.available);
    return isSpent ? { ...card, needs: TODAY_IS_SPENT } : card;
  }));
}

/** What a model lacks for whose usual video the operator's money of today does not reach. */
const TODAY_IS_SPENT = failureWords({ code: "daily-spend-limit", parameters: {} }, "guest").what;

/** What could be set on a video of that model; nothing where the registry has it no more. */
export function controlsOf(
  models: Pick<AvailableModels, "model">,
  modelId: string,
): readonly Control[] {
  return models.model(modelId)?.controls ?? [];
}

/** What holds wherever the model runs. */
function describeModel(model: Model) {
  const { id, name, maker, label, summary, licence, prompt, controls, presets, sizes } = model;
  const known = { id, name, maker, label, summary, licence, prompt, controls, presets, sizes };
  return { ...known, shapes: shapesOf(sizes) } satisfies Partial<ModelCard>;
}

/** How it runs here, or would if what it needs were there. */
function describeEntry(entry: ListedModel) {
  const { model } = entry;
  const { routes, payer } = "available" in entry ? entry.available : likelyRoute(model);
  const [{ provider }, ...standIns] = routes;
  const isLocal = provider === "local-engine";
  return {
    isLocal,
    leavesThisServer: !isLocal,
    canRunOnOwnServer: model.routes.some((route) => isOwnServer(route.provider)),
    whoProcesses: PROCESSORS[provider],
    ...(standIns.length === 0 ? {} : { whoMayStepIn: standInWord(provider, standIns) }),
    payer,
    price: priceFacts({ routes, model, payer }),
    ...("needs" in entry ? { needs: needWords(entry) } : {}),
  };
}

/** What a model lacks, as the failure says it that comes of it. */
function needWords(entry: Extract<ListedModel, { readonly needs: unknown }>): string {
  const failure = { code: "model-unavailable", parameters: lackParameters(entry) };
  return failureWords(failure, "guest").what;
}

/** A model that is not available lacks an endpoint, which the operator pays for, or a token. */
function likelyRoute({ routes: [route] }: Model): Pick<AvailableModel, "routes" | "payer"> {
  if (route.provider === "local-engine") return { routes: [route], payer: "nobody" };
  return { routes: [route], payer: isOwnServer(route.provider) ? "instance" : "visitor" };
}

/** "WaveSpeed or Together AI if fal.ai cannot". */
function standInWord(provider: ProviderId, standIns: readonly Route[]): string {
  const names = standIns.map((standIn) => providerWord(standIn.provider));
  return `${names.join(" or ")} if ${providerWord(provider)} cannot`;
}

const PROCESSORS: Readonly<Record<ProviderId, string>> = {
  "local-engine": "this server",
  "raw-endpoint": "the operator's video endpoint",
  "comfyui": providerWord("comfyui"),
  "videos-api": providerWord("videos-api"),
  "fal-ai": "fal.ai through Hugging Face",
  "wavespeed": "WaveSpeed through Hugging Face",
  "together": "Together AI through Hugging Face",
};
