import { shapesOf } from "../../contract/frame_size.ts";
import type { Control, ModelCard } from "../../contract/model.ts";
import { serviceWord } from "../../contract/provider_names.ts";
import type { Offer, Offers, Purse, Standing } from "../generation/offer.ts";
import type { UsualDurations } from "../generation/usual_durations.ts";
import type { Model, Route, RouteProvider } from "../models/model.ts";
import { priceFacts } from "../models/price.ts";
import { asOffered } from "../models/route_settings.ts";

/** What cards are made of. */
export interface CardSources {
  readonly offers: Pick<Offers, "list">;
  readonly durations: Pick<UsualDurations, "rangeOf">;
}

/** All models as this instance offers them to a visitor, the default first. */
export async function describeModels(
  { offers, durations }: CardSources,
  purse: Purse,
): Promise<ModelCard[]> {
  const standings = await offers.list(purse);
  return await Promise.all(standings.map(async (standing) => {
    const { model } = standing;
    const usualSeconds = await durations.rangeOf(model.id) ?? model.usualSeconds;
    // On one that is not offered, all that it can do.
    const settable = "offer" in standing ? asOffered(standing.offer) : model;
    return { ...describeModel(settable), ...describeStanding(standing), usualSeconds };
  }));
}

/** What could be set on a video of that model; nothing where the registry has it no more. */
export function controlsOf(offers: Pick<Offers, "model">, modelId: string): readonly Control[] {
  return offers.model(modelId)?.controls ?? [];
}

/** What holds wherever the model runs. */
function describeModel(model: Model) {
  const { id, name, maker, label, summary, licence, prompt, controls, presets, sizes } = model;
  const known = { id, name, maker, label, summary, licence, prompt, controls, presets, sizes };
  return { ...known, shapes: shapesOf(sizes) } satisfies Partial<ModelCard>;
}

/** How it runs here, or would if what it needs were there. */
function describeStanding(standing: Standing) {
  const { model } = standing;
  const { routes, payer } = "offer" in standing ? standing.offer : likelyWay(model);
  const [{ provider }, ...standIns] = routes;
  const isLocal = provider === "local-engine";
  return {
    isLocal,
    leavesThisServer: !isLocal,
    whoProcesses: PROCESSORS[provider],
    ...(standIns.length === 0 ? {} : { whoMayStepIn: standInWord(provider, standIns) }),
    payer,
    price: priceFacts({ routes, model, payer }),
    ...("needs" in standing ? { needs: standing.needs } : {}),
  };
}

/** A model that is not offered lacks an endpoint, which the operator pays for, or a token. */
function likelyWay({ routes: [route] }: Model): Pick<Offer, "routes" | "payer"> {
  if (route.provider === "local-engine") return { routes: [route], payer: "nobody" };
  return { routes: [route], payer: route.provider === "raw-endpoint" ? "instance" : "visitor" };
}

/** "WaveSpeed or Together AI if fal.ai cannot". */
function standInWord(provider: RouteProvider, standIns: readonly Route[]): string {
  const names = standIns.map((standIn) => serviceWord(standIn.provider));
  return `${names.join(" or ")} if ${serviceWord(provider)} cannot`;
}

const PROCESSORS: Readonly<Record<RouteProvider, string>> = {
  "local-engine": "this server",
  "raw-endpoint": "the operator's video endpoint",
  "fal-ai": "fal.ai through Hugging Face",
  "wavespeed": "WaveSpeed through Hugging Face",
  "together": "Together AI through Hugging Face",
};
