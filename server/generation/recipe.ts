import { isInRange, numberRange } from "../../contract/control_range.ts";
import { type Crop, CROP_RANGES, DEFAULT_CROP, isSameCrop } from "../../contract/crop.ts";
import { type Shape, shapesOf } from "../../contract/frame_size.ts";
import { randomSeed } from "../../contract/seed.ts";
import type { Model } from "../models/model.ts";
import { settingsSent } from "../models/route_settings.ts";
import { defaultSettings, keepWhatApplies, readPrompt, readSettings } from "../models/settings.ts";
import { InputError } from "../errors.ts";
import type { PictureFacts, Recipe } from "./generation.ts";
import type { AvailableModel } from "./available_models.ts";

/** The settings of a request as the visitor gave them; blank ones are left out. */
export interface GivenSettings {
  readonly modelId?: string | undefined;
  readonly seed?: number | undefined;
  readonly prompt?: string | undefined;
  readonly shape?: Shape | undefined;
  readonly crop?: Crop | undefined;
  /** By control id, as text. */
  readonly settings: Readonly<Record<string, string>>;
}

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

/**
 * What tells one request from another under the same `Idempotency-Key`: SHA-256, in hexadecimal, of
 * the picture and the settings as they were given, before anything was decided for the visitor.
 */
export async function fingerprintOf(picture: PictureFacts, given: GivenSettings): Promise<string> {
  const { modelId, seed, prompt, shape, crop } = given;
  const settings = Object.entries(given.settings).sort(([one], [other]) => one < other ? -1 : 1);
  const more = [prompt, settings.length > 0 ? settings : undefined, shape, crop];
  // Keys of the time when there was nothing more go on to find their answers.
  const isMore = more.some((value) => value !== undefined);
  const facts = [picture.sha256, modelId ?? null, seed ?? null, ...(isMore ? more : [])];
  const digest = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(JSON.stringify(facts)),
  );
  return new Uint8Array(digest).toHex();
}

function checkShape(model: Model, shape: Shape): void {
  const shapes = shapesOf(model.sizes);
  if (shapes.includes(shape)) return;
  throw new InputError("invalid-setting", {
    kind: "shape-of-model",
    shapes,
    modelName: model.name,
  }, { field: "shape" });
}

/** Absent for the middle of the picture, which is what is sent without a crop. */
function readCrop(crop: Crop | undefined): Crop | undefined {
  if (crop === undefined) return undefined;
  for (const name of ["x", "y", "zoom"] as const) {
    if (isInRange(CROP_RANGES[name], crop[name])) continue;
    const [field, range] = [`crop_${name}`, numberRange(CROP_RANGES[name])];
    throw new InputError("invalid-setting", { kind: "range", name: field, legal: range }, {
      field,
    });
  }
  const { x, y, zoom } = crop;
  return isSameCrop(crop, DEFAULT_CROP) ? undefined : { x, y, zoom };
}
