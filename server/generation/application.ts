import { asAvailable } from "../models/route_settings.ts";
import { InputError } from "../errors.ts";
import { notRetryable, tokenNeededAgain } from "./admission_failures.ts";
import type { Generation, PictureFacts, Recipe } from "./generation.ts";
import type { SubmitRequest } from "./generations.ts";
import type { AvailableModel, AvailableModels, PaymentMeans } from "./available_models.ts";
import type { NewGeneration } from "./ports/admission_store.ts";
import type { PictureLook, PictureStore } from "./ports/picture_store.ts";
import { fingerprintOf } from "./given_settings.ts";
import { makeRecipe, repeatRecipe } from "./recipe.ts";

/** What is asked for, checked, wherever the picture comes from. */
export interface Application {
  readonly visitorId: string;
  readonly line?: string | undefined;
  readonly picture: PictureFacts;
  readonly recipe: Recipe;
  readonly available: AvailableModel;
  readonly batch?: string | undefined;
  readonly idempotency?: NewGeneration["idempotency"] | undefined;
  readonly isFresh: boolean;
  /** Puts the picture where the generation `id` finds it. */
  keepPicture(id: string): Promise<void>;
}

/** What applications are checked with. */
export interface ApplicationDependencies {
  readonly pictures: PictureStore;
  readonly models: AvailableModels;
  /** Reads an upload's header; throws `InputError` for what is no picture or cannot be used. */
  readonly lookAtUpload: (upload: SubmitRequest["picture"]) => Promise<PictureLook>;
}

/** @throws {InputError} for a picture, a model or settings that cannot be used, as `Generations.submit` */
export async function applicationOf(
  request: SubmitRequest,
  { models, lookAtUpload, pictures }: ApplicationDependencies,
): Promise<Application> {
  const available = await models.find(request.modelId, request.paymentMeans);
  const recipe = makeRecipe(available, request);
  const { path, sha256, bytes } = request.picture;
  const picture = { sha256, bytes, look: await lookAtUpload(request.picture) };
  const { visitorId, line, batch, isFresh, idempotencyKey: key } = request;
  const idempotency = key === undefined
    ? undefined
    : { key, fingerprint: await fingerprintOf(picture, request) };
  return {
    ...{ visitorId, line, picture, recipe, available, batch, idempotency, isFresh },
    keepPicture: (id) => pictures.keep(id, path),
  };
}

/**
 * The application for another try with the same picture and recipe. Who pays is decided anew: the
 * visitor's token may be gone, or may be here now.
 *
 * @throws {InputError} as `Generations.retry`
 */
export async function applicationAgain(
  generation: Generation,
  { line, paymentMeans }: Pick<SubmitRequest, "line" | "paymentMeans">,
  { models, pictures }: ApplicationDependencies,
): Promise<Application> {
  const { id, visitorId, picture, recipe, batch, state } = generation;
  const hasFailed = state === "failed" || state === "canceled";
  if (!hasFailed || !await pictures.has(id)) throw notRetryable({ hasFailed });
  const available = await findAgain(generation, paymentMeans, models);
  return {
    ...{ visitorId, line, picture, available, batch, isFresh: false },
    recipe: repeatRecipe(asAvailable(available), recipe),
    keepPicture: (newId) => pictures.copy(id, newId),
  };
}

async function findAgain(
  { recipe, payer }: Generation,
  paymentMeans: PaymentMeans,
  models: AvailableModels,
): Promise<AvailableModel> {
  try {
    return await models.find(recipe.modelId, paymentMeans);
  } catch (error) {
    const isTokenGone = payer === "visitor" && !paymentMeans.hasToken &&
      error instanceof InputError && error.code === "model-unavailable";
    const name = models.model(recipe.modelId)?.name ?? recipe.modelId;
    throw isTokenGone ? tokenNeededAgain(name) : error;
  }
}
