import type { PanelFacts } from "../../contract/panel.ts";
import { type Shape, SHAPES } from "../../contract/frame_size.ts";
import type { ModelCard } from "../../contract/model.ts";
import { readSeed } from "../../contract/seed.ts";
import type { AvailableModels, PaymentMeans } from "../generation/available_models.ts";
import { type CardSources, describeModels } from "./model_cards.ts";
import { priceFacts } from "../models/price.ts";
import { applyPreset, keepWhatApplies, type ModelSettings } from "../models/settings.ts";

/** What a panel is made from. */
export interface PanelSources extends CardSources {
  readonly models: AvailableModels;
  readonly paymentMeans: PaymentMeans;
  /** Origin of this instance, without a trailing slash. */
  readonly siteUrl: string;
}

/**
 * The studio's settings panel for the fields of an address: those of `POST /generate`, `preset` to
 * lay one over them, and `from`, the model that they were set for. Never throws for what a visitor
 * wrote: what is not legal is at its default.
 */
export async function readPanel(
  query: URLSearchParams,
  { siteUrl, paymentMeans, ...sources }: PanelSources,
): Promise<PanelFacts> {
  const models = await describeModels(sources, paymentMeans);
  const { model, notice } = chooseModel(models, query.get("model"));
  const state = readState(query, { model, models: sources.models });
  const seed = readSeed(query.get("seed") ?? "");
  return {
    siteUrl,
    models,
    model,
    ...state,
    ...(seed === undefined ? {} : { seed }),
    price: await priceOf(model, { models: sources.models, paymentMeans, settings: state.settings }),
    ...(notice === undefined ? {} : { notice }),
  };
}

/** The one that is asked for, or the first that can be used. */
function chooseModel(
  models: readonly ModelCard[],
  wanted: string | null,
): { readonly model: ModelCard; readonly notice?: string } {
  const first = models.find(({ needs }) => needs === undefined) ?? models[0];
  if (first === undefined) throw new Error("There are no models.");
  if (wanted === null || wanted === "") return { model: first };
  const asked = models.find(({ id }) => id === wanted);
  if (asked === undefined) {
    return { model: first, notice: `That model is not known here. ${first.name} takes its place.` };
  }
  return asked.needs === undefined ? { model: asked } : { model: first, notice: asked.needs };
}

function readState(
  query: URLSearchParams,
  { model, models }: { readonly model: ModelCard; readonly models: AvailableModels },
): ModelSettings {
  // Of a repeated field the last counts, as in the form.
  const { prompt, shape, ...others } = withoutDefaults(Object.fromEntries(query), models);
  const kept = keepWhatApplies(model, { settings: others, prompt, shape: readShape(shape) });
  const preset = model.presets.find(({ id }) => id === query.get("preset"));
  if (preset === undefined) return kept;
  const words = preset.prompt === undefined || model.prompt.need === "none"
    ? {}
    : { prompt: preset.prompt };
  return { ...kept, ...words, settings: applyPreset(kept.settings, preset) };
}

/** What a plain form sends along from another model, without what nobody has chosen there. */
function withoutDefaults(
  given: Readonly<Record<string, string>>,
  models: AvailableModels,
): Readonly<Record<string, string>> {
  const from = given.from === undefined ? undefined : models.model(given.from);
  if (from === undefined || from.id === given.model) return given;
  const defaults = new Map(from.controls.map((control) => [control.id, String(control.default)]));
  if (from.prompt.need !== "none") defaults.set("prompt", from.prompt.default);
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => defaults.get(name) !== value),
  );
}

async function priceOf(
  model: ModelCard,
  { models, paymentMeans, settings }:
    & Pick<PanelSources, "models" | "paymentMeans">
    & Pick<ModelSettings, "settings">,
): Promise<ModelCard["price"]> {
  if (model.needs !== undefined) return model.price;
  return priceFacts(await models.find(model.id, paymentMeans), settings);
}

function readShape(text: string | undefined): Shape | undefined {
  return SHAPES.find((shape) => shape === text);
}
