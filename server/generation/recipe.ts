import { randomSeed } from "../../contract/seed.ts";
import type { Model } from "../models/model.ts";
import { settingsSent } from "../models/route_settings.ts";
import { defaultSettings, keepWhatApplies, readPrompt, readSettings } from "../models/settings.ts";
import type { Recipe } from "./generation.ts";
import type { AvailableModel } from "./available_models.ts";
import { checkShape, type GivenSettings, readCrop } from "./given_settings.ts";

/**
 * The settings with everything decided that the visitor left open: those that go out over the route
 * that is expected to serve it.
 *
 * @throws {InputError} `prompt-missing`, or `invalid-setting` naming what is not legal for the model
 *   or is not sent over that route
 */
export function makeRecipe(
  available: Pick<AvailableModel, "model" | "routes">,
  given: GivenSettings,
): Recipe {
  const { model } = available;
  const { seed, shape } = given;
  const prompt = readPrompt(model, given.prompt);
  const settings = settingsSent(available, readSettings(model, given.settings));
  const crop = readCrop(given.crop);
  if (shape !== undefined) checkShape(model, shape);
  return {
    modelId: model.id,
    seed: seed ?? randomSeed(),
    isSeedExplicit: seed !== undefined,
    ...(prompt === undefined ? {} : { prompt }),
    settings,
    ...(shape === undefined ? {} : { shape }),
    ...(crop === undefined ? {} : { crop }),
  };
}

/**
 * The recipe for another try: a chosen seed stays, any other is drawn anew. Settings that the model
 * has got since then, or that are no longer legal, are at their defaults.
 */
export function repeatRecipe(model: Model, recipe: Recipe): Recipe {
  const values = Object.entries(recipe.settings).map(([id, value]) => [id, String(value)]);
  const { settings } = keepWhatApplies(model, { settings: Object.fromEntries(values) });
  return { ...recipe, settings, seed: recipe.isSeedExplicit ? recipe.seed : randomSeed() };
}

/** Whether nothing was set but model and seed, or everything as it would have been anyway. */
export function isPlain({ prompt, settings, shape, crop }: Recipe, model: Model): boolean {
  const isBare = prompt === undefined && shape === undefined && crop === undefined;
  const defaults = defaultSettings(model);
  return isBare && Object.entries(settings).every(([id, value]) => defaults[id] === value);
}
