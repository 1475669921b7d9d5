import type { Application } from "./application.ts";
import type { Generation } from "./generation.ts";
import type { AddOutcome, AdmissionStore, NewGeneration } from "./ports/admission_store.ts";
import type { PictureStore } from "./ports/picture_store.ts";
import type { VideoStore } from "./ports/video_store.ts";
import { isPlain } from "./recipe.ts";
import { routeFactsOf } from "./route_facts.ts";
import { estimateOf, type SpendCaps, spendLimitsOf } from "./spend_caps.ts";
import type { StorageRoom } from "./storage_room.ts";

/** What additions take. */
export interface AdditionDependencies {
  readonly admissions: AdmissionStore;
  readonly videos: VideoStore;
  readonly pictures: PictureStore;
  readonly room: Pick<StorageRoom, "forget" | "lackFor" | "noteStored">;
  /** What the operator pays for in one day at most. */
  readonly caps: SpendCaps;
  readonly maxQueuedPerVisitor: number;
  readonly maxQueued?: number | undefined;
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What became of an addition, and the id that it has if it was added. */
export interface Addition {
  readonly id: string;
  readonly kind: "created" | "cached";
  readonly outcome: AddOutcome;
}

/**
 * Adds applications to the store. Files are placed before the row that needs them is added: a crash
 * in between leaves a file without a row, which housekeeping removes, never a row without its file.
 */
export class Additions {
  readonly #dependencies: AdditionDependencies;

  constructor(dependencies: AdditionDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * A stored video of the visitor's, of the same picture and recipe, stands in, at once and for nothing; `undefined` where
   * there is none.
   */
  async addCached(application: Application): Promise<Addition | undefined> {
    const { videos, newId, admissions, maxQueuedPerVisitor } = this.#dependencies;
    if (application.isFresh || !application.recipe.isSeedExplicit) return undefined;
    const earlier = await this.#findVideo(application);
    if (earlier?.state !== "succeeded") return undefined;
    const id = newId();
    if (!await videos.copy(earlier.id, id)) return undefined;
    const { providerId, servedBy, route, video } = earlier;
    // What a copied video takes was counted before; how many of them a visitor has is.
    const outcome = await admissions.add({
      ...this.#rowOf(id, application),
      providerId,
      ...(servedBy === undefined ? {} : { servedBy }),
      ...(route === undefined ? {} : { route }),
      payer: "nobody",
      cachedVideo: video,
    }, { maxQueued: maxQueuedPerVisitor });
    if (outcome.kind !== "added") await videos.remove(id);
    return { id, kind: "cached", outcome };
  }

  /** Videos from before models had settings were made with what are the defaults now. */
  async #findVideo(
    { visitorId, picture, recipe, available }: Application,
  ): Promise<Generation | undefined> {
    const { admissions } = this.#dependencies;
    const video = await admissions.findSameVideo({ visitorId, picture, recipe });
    if (video || !isPlain(recipe, available.model)) return video;
    return await admissions.findSameVideo({
      ...{ visitorId, picture },
      recipe: { ...recipe, settings: {} },
    });
  }

  /**
   * Puts it in the queue. With no room left nothing is queued any more, but a key still finds its
   * stored answer. When `add` throws, nobody knows whether the row is there, so the picture stays.
   *
   * @throws {LoungeError} `storage-full`, `storage-quota` or `new-videos-off`
   */
  async addQueued(application: Application): Promise<Addition> {
    const { admissions, pictures, room, newId, now, caps } = this.#dependencies;
    const { maxQueuedPerVisitor, maxQueued } = this.#dependencies;
    const estimate = estimateOf(application.available, application.recipe.settings, caps);
    const lack = await room.lackFor(application.recipe.modelId, application.picture);
    const id = newId();
    await application.keepPicture(id);
    room.noteStored(application.picture.bytes);
    const outcome = await admissions.add({ ...this.#rowOf(id, application), ...estimate }, {
      maxQueued: lack ? 0 : maxQueuedPerVisitor,
      maxQueuedOfAll: maxQueued,
      spend: spendLimitsOf(caps, now()),
    });
    if (outcome.kind !== "added") await pictures.remove(id);
    if (lack && outcome.kind === "queue-full") throw lack;
    return { id, kind: "created", outcome };
  }

  #rowOf(id: string, application: Application): NewGeneration {
    const { now } = this.#dependencies;
    const { visitorId, line, recipe, picture, available, batch, idempotency } = application;
    return {
      id,
      visitorId,
      line,
      providerId: available.provider.id,
      payer: available.payer,
      route: routeFactsOf(available.routes[0], available.model, recipe.settings),
      recipe,
      picture,
      createdAt: now(),
      ...(batch === undefined ? {} : { batch }),
      ...(idempotency ? { idempotency } : {}),
    };
  }
}
