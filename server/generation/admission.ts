import type { AddOutcome, GenerationStore, NewGeneration } from "../stores/generation_store.ts";
import type { PictureStore } from "../stores/picture_store.ts";
import type { Picture } from "../providers/provider.ts";
import type { VideoStore } from "../stores/video_store.ts";
import { keyReused, notRetryable, queueFull, quotaUsedUp } from "./admission_failures.ts";
import type { Generation, PictureFacts, Recipe } from "./generation.ts";
import type { GenerationNews } from "./generation_news.ts";
import type { SubmitRequest, Submitted } from "./generations.ts";
import { findOffer, type Offers } from "./offer.ts";
import { fingerprintOf, makeRecipe, repeatRecipe } from "./recipe.ts";
import type { StorageQuota } from "./storage_quota.ts";
import { Turns } from "./turns.ts";
import type { UsualDurations } from "./usual_durations.ts";

/** A second click within this time joins the first. */
const JOIN_MS = 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What decides on admission. */
export interface AdmissionDependencies {
  readonly store: GenerationStore;
  readonly videos: VideoStore;
  readonly pictures: PictureStore;
  readonly news: GenerationNews;
  readonly quota: StorageQuota;
  readonly durations: UsualDurations;
  readonly offers: Offers;
  /** Reads a picture's header; throws `InputError` for what is none or cannot be used. */
  readonly openPicture: (path: string) => Promise<Picture>;
  readonly maxQueuedPerVisitor: number;
  /** 0 keeps films for ever. */
  readonly retentionDays: number;
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What is asked for, wherever the picture comes from. */
interface Application {
  readonly visitorId: string;
  readonly picture: PictureFacts;
  readonly recipe: Recipe;
  readonly batch?: string | undefined;
  readonly idempotency?: NewGeneration["idempotency"] | undefined;
  readonly isFresh: boolean;
  /** Puts the picture where the generation `id` finds it. */
  keepPicture(id: string): Promise<void>;
}

/**
 * Takes in new generations. Files are placed before the row that needs them is added: a crash in
 * between leaves a file without a row, which housekeeping removes, never a row without its file.
 */
export class Admission {
  readonly #dependencies: AdmissionDependencies;
  readonly #turns = new Turns();

  constructor(dependencies: AdmissionDependencies) {
    this.#dependencies = dependencies;
  }

  /** As `Generations.submit`. */
  async submit(request: SubmitRequest): Promise<Submitted> {
    const { offers, openPicture, pictures } = this.#dependencies;
    const { model } = findOffer(offers, request.modelId);
    await openPicture(request.picture.path);
    const { path, sha256, bytes } = request.picture;
    const picture = { sha256, bytes };
    const { visitorId, batch, isFresh, idempotencyKey: key } = request;
    return await this.#admit({
      visitorId,
      picture,
      recipe: makeRecipe(model.id, request.seed),
      batch,
      idempotency: key === undefined
        ? undefined
        : { key, fingerprint: await fingerprintOf(picture, request) },
      isFresh,
      keepPicture: (id) => pictures.keep(id, path),
    });
  }

  /** As `Generations.retry`, for a generation that was found to be the viewer's. */
  async retry(generation: Generation): Promise<Submitted> {
    const { offers, pictures } = this.#dependencies;
    const { id, visitorId, picture, recipe, batch, state } = generation;
    const hasFailed = state === "failed" || state === "canceled";
    if (!hasFailed || !await pictures.has(id)) throw notRetryable({ hasFailed });
    findOffer(offers, recipe.modelId);
    return await this.#admit({
      visitorId,
      picture,
      recipe: repeatRecipe(recipe),
      batch,
      isFresh: false,
      keepPicture: (newId) => pictures.copy(id, newId),
    });
  }

  /** One at a time for each visitor, or both of two clicks would find that there is no other. */
  async #admit(application: Application): Promise<Submitted> {
    return await this.#turns.take(application.visitorId, async () => {
      const joined = await this.#findRunning(application);
      if (joined) return { id: joined.id, kind: "joined" };
      return await this.#addCached(application) ?? await this.#addQueued(application);
    });
  }

  async #findRunning(application: Application): Promise<Generation | undefined> {
    if (application.idempotency || application.isFresh) return undefined;
    const { store, now } = this.#dependencies;
    return await store.findSameRequest(application, now() - JOIN_MS);
  }

  /** A stored film of the same picture and recipe stands in, at once and for nothing. */
  async #addCached(application: Application): Promise<Submitted | undefined> {
    const { store, videos, newId } = this.#dependencies;
    const { picture, recipe, isFresh } = application;
    if (isFresh || !recipe.isSeedExplicit) return undefined;
    const earlier = await store.findSameFilm(picture, recipe);
    if (earlier?.state !== "succeeded") return undefined;
    const id = newId();
    if (!await videos.copy(earlier.id, id)) return undefined;
    // What a copied film takes was counted before, so neither limit applies.
    const row = { ...this.#rowOf(id, application), cachedFilm: earlier.film };
    const outcome = await store.add(row, { maxQueued: Number.MAX_SAFE_INTEGER });
    if (outcome.kind !== "added") await videos.remove(id);
    return await this.#answer(outcome, { id, kind: "cached" });
  }

  /**
   * Puts it in line. With no room left nothing is queued any more, but a key still finds its stored
   * answer. When `add` throws, nobody knows whether the row is there, so the picture stays.
   */
  async #addQueued(application: Application): Promise<Submitted> {
    const { store, pictures, quota, newId, maxQueuedPerVisitor } = this.#dependencies;
    const isFull = await quota.isUsedUp();
    const id = newId();
    await application.keepPicture(id);
    const outcome = await store.add(this.#rowOf(id, application), {
      maxQueued: isFull ? 0 : maxQueuedPerVisitor,
    });
    if (outcome.kind !== "added") await pictures.remove(id);
    if (isFull && outcome.kind === "queue-full") throw quotaUsedUp();
    return await this.#answer(outcome, { id, kind: "created" });
  }

  async #answer(outcome: AddOutcome, added: Submitted): Promise<Submitted> {
    const { news, durations, maxQueuedPerVisitor, offers } = this.#dependencies;
    if (outcome.kind === "key-used") {
      if (!outcome.isSameRequest) throw keyReused();
      return { id: outcome.generation.id, kind: "replayed" };
    }
    if (outcome.kind === "queue-full") {
      const usual = await durations.rangeOf(offers[0].model.id);
      throw queueFull(maxQueuedPerVisitor, usual?.high);
    }
    news.announce(added.id);
    news.announceWork();
    return added;
  }

  #rowOf(id: string, application: Application): NewGeneration {
    const { offers, retentionDays, now } = this.#dependencies;
    const { visitorId, recipe, picture, batch, idempotency } = application;
    const createdAt = now();
    return {
      id,
      visitorId,
      providerId: findOffer(offers, recipe.modelId).provider.id,
      recipe,
      picture,
      createdAt,
      ...(batch === undefined ? {} : { batch }),
      ...(retentionDays === 0 ? {} : { expiresAt: createdAt + retentionDays * DAY_MS }),
      ...(idempotency ? { idempotency } : {}),
    };
  }
}
