import { asOffered } from "../models/route_settings.ts";
import type { AddOutcome, GenerationStore, NewGeneration } from "./ports/generation_store.ts";
import type { PictureStore } from "./ports/picture_store.ts";
import type { Picture } from "./ports/provider.ts";
import type { VideoStore } from "./ports/video_store.ts";
import {
  keyReused,
  notRetryable,
  queueFull,
  quotaUsedUp,
  tokenNeededAgain,
} from "./admission_failures.ts";
import { InputError } from "../errors.ts";
import type { Generation, PictureFacts, Recipe } from "./generation.ts";
import type { GenerationNews } from "./generation_news.ts";
import type { SubmitRequest, Submitted } from "./generations.ts";
import type { Offer, Offers, Purse } from "./offer.ts";
import { fingerprintOf, isPlain, makeRecipe, repeatRecipe } from "./recipe.ts";
import { estimateOf, type SpendCaps, spendLimitReached, spendLimitsOf } from "./spend_caps.ts";
import { routeFactsOf } from "./route_facts.ts";
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
  /** What the operator pays for in one day at most. */
  readonly caps: SpendCaps;
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
  readonly offer: Offer;
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
    const offer = await offers.find(request.modelId, request.purse);
    const recipe = makeRecipe(offer, request);
    await openPicture(request.picture.path);
    const { path, sha256, bytes } = request.picture;
    const picture = { sha256, bytes };
    const { visitorId, batch, isFresh, idempotencyKey: key } = request;
    return await this.#admit({
      visitorId,
      picture,
      recipe,
      offer,
      batch,
      idempotency: key === undefined
        ? undefined
        : { key, fingerprint: await fingerprintOf(picture, request) },
      isFresh,
      keepPicture: (id) => pictures.keep(id, path),
    });
  }

  /** As `Generations.retry`, for a generation that was found to be the viewer's. */
  async retry(generation: Generation, purse: Purse): Promise<Submitted> {
    const { pictures } = this.#dependencies;
    const { id, visitorId, picture, recipe, batch, state } = generation;
    const hasFailed = state === "failed" || state === "canceled";
    if (!hasFailed || !await pictures.has(id)) throw notRetryable({ hasFailed });
    const offer = await this.#offerAgain(generation, purse);
    return await this.#admit({
      visitorId,
      picture,
      recipe: repeatRecipe(asOffered(offer), recipe),
      offer,
      batch,
      isFresh: false,
      keepPicture: (newId) => pictures.copy(id, newId),
    });
  }

  /** Who pays is decided anew: the visitor's token may be gone, or may be here now. */
  async #offerAgain({ recipe, payer }: Generation, purse: Purse): Promise<Offer> {
    const { offers } = this.#dependencies;
    try {
      return await offers.find(recipe.modelId, purse);
    } catch (error) {
      const isTokenGone = payer === "visitor" && !purse.hasToken &&
        error instanceof InputError && error.code === "model-unavailable";
      const name = offers.model(recipe.modelId)?.name ?? recipe.modelId;
      throw isTokenGone ? tokenNeededAgain(name) : error;
    }
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
    const { videos, newId, store } = this.#dependencies;
    if (application.isFresh || !application.recipe.isSeedExplicit) return undefined;
    const earlier = await this.#findFilm(application);
    if (earlier?.state !== "succeeded") return undefined;
    const id = newId();
    if (!await videos.copy(earlier.id, id)) return undefined;
    const { providerId, servedBy, route, film } = earlier;
    // What a copied film takes was counted before, so neither limit applies.
    const outcome = await store.add({
      ...this.#rowOf(id, application),
      providerId,
      ...(servedBy === undefined ? {} : { servedBy }),
      ...(route === undefined ? {} : { route }),
      payer: "nobody",
      cachedFilm: film,
    }, { maxQueued: Number.MAX_SAFE_INTEGER });
    if (outcome.kind !== "added") await videos.remove(id);
    return await this.#answer(outcome, { added: { id, kind: "cached" }, application });
  }

  /** Films from before models had settings were made with what are the defaults now. */
  async #findFilm({ picture, recipe, offer }: Application): Promise<Generation | undefined> {
    const { store } = this.#dependencies;
    const film = await store.findSameFilm(picture, recipe);
    if (film || !isPlain(recipe, offer.model)) return film;
    return await store.findSameFilm(picture, { ...recipe, settings: {} });
  }

  /**
   * Puts it in line. With no room left nothing is queued any more, but a key still finds its stored
   * answer. When `add` throws, nobody knows whether the row is there, so the picture stays.
   */
  async #addQueued(application: Application): Promise<Submitted> {
    const { store, pictures, quota, newId, now, caps, maxQueuedPerVisitor } = this.#dependencies;
    const { offer, recipe } = application;
    const estimate = estimateOf(offer, recipe.settings, caps);
    const isFull = await quota.isUsedUp();
    const id = newId();
    await application.keepPicture(id);
    const outcome = await store.add({ ...this.#rowOf(id, application), ...estimate }, {
      maxQueued: isFull ? 0 : maxQueuedPerVisitor,
      spend: spendLimitsOf(caps, now()),
    });
    if (outcome.kind !== "added") await pictures.remove(id);
    if (isFull && outcome.kind === "queue-full") throw quotaUsedUp();
    return await this.#answer(outcome, { added: { id, kind: "created" }, application });
  }

  async #answer(
    outcome: AddOutcome,
    { added, application }: { readonly added: Submitted; readonly application: Application },
  ): Promise<Submitted> {
    const { news, durations, maxQueuedPerVisitor, now } = this.#dependencies;
    if (outcome.kind === "key-used") {
      if (!outcome.isSameRequest) throw keyReused();
      return { id: outcome.generation.id, kind: "replayed" };
    }
    if (outcome.kind === "queue-full") {
      const usual = await durations.rangeOf(application.recipe.modelId);
      throw queueFull(maxQueuedPerVisitor, usual?.high);
    }
    if (outcome.kind === "spend-limit") {
      throw spendLimitReached(outcome, { now: now(), offer: application.offer });
    }
    news.announce(added.id);
    news.announceWork();
    return added;
  }

  #rowOf(id: string, application: Application): NewGeneration {
    const { retentionDays, now } = this.#dependencies;
    const { visitorId, recipe, picture, offer, batch, idempotency } = application;
    const createdAt = now();
    return {
      id,
      visitorId,
      providerId: offer.provider.id,
      payer: offer.payer,
      route: routeFactsOf(offer.routes[0], offer.model, recipe.settings),
      recipe,
      picture,
      createdAt,
      ...(batch === undefined ? {} : { batch }),
      ...(retentionDays === 0 ? {} : { expiresAt: createdAt + retentionDays * DAY_MS }),
      ...(idempotency ? { idempotency } : {}),
    };
  }
}
