import { join } from "node:path";
import type { SiteFacts } from "../contract/site_facts.ts";
import type { Config } from "./config.ts";
import { CanceledError } from "./generation/errors.ts";
import { GenerationNews } from "./generation/generation_news.ts";
import { GenerationService } from "./generation/generation_service.ts";
import type { Generations } from "./generation/generations.ts";
import { Housekeeping } from "./generation/housekeeping.ts";
import type { Offer, Offers } from "./generation/offer.ts";
import { Runner } from "./generation/runner.ts";
import { StorageQuota } from "./generation/storage_quota.ts";
import { UsualDurations } from "./generation/usual_durations.ts";
import { problemOfFailure } from "./http/problem.ts";
import { openSeals, type Seals } from "./http/seals.ts";
import { UploadFolder } from "./http/upload_form.ts";
import { createConsoleLog, type Log } from "./log.ts";
import { inspectFilm } from "./media/film_inspection.ts";
import { openUpload } from "./media/open_upload.ts";
import { PictureStudio } from "./media/picture_studio.ts";
import { LOCAL_MOTION, STABLE_VIDEO_DIFFUSION_XT } from "./models/model.ts";
import { systemClock } from "./clock.ts";
import { LocalEngine } from "./providers/local/local_engine.ts";
import { RawEndpointProvider } from "./providers/raw_endpoint.ts";
import { describeSite } from "./site_facts.ts";
import { DiskVideoStore } from "./stores/disk_video_store.ts";
import { PictureStore } from "./stores/picture_store.ts";
import { SqliteGenerationStore } from "./stores/sqlite/sqlite_generation_store.ts";
import type { VideoStore } from "./stores/video_store.ts";

/** Everything that requests are served with. */
export interface Services {
  readonly config: Config;
  readonly log: Log;
  readonly videos: VideoStore;
  readonly uploads: UploadFolder;
  readonly generations: Generations;
  /** Signs the visitors' cookies and the keys in addresses. */
  readonly seals: Seals;
  /** The ways of making films on this instance, the default first. */
  readonly offers: Offers;
  /** Facts for the pages; `origin` stands in where `SITE_URL` is not set. */
  describeSite(origin: string): SiteFacts;
  /** Takes the workers' first slow steps, so that no visitor waits for them. Never rejects. */
  warmUp(): Promise<void>;
  /** Starts to make films and to keep house. */
  start(): void;
  /**
   * Takes up no work any more and, within `graceMs` milliseconds, finishes what cannot be handed
   * over; then ends everyone who follows or waits, so that their requests end.
   */
  stop(options: { readonly graceMs: number }): Promise<void>;
  /** Closes the database and the workers, after `stop` and after the last request. */
  close(): Promise<void>;
}

/** The threads that read pictures and draw films. Their first job takes a second or two. */
export interface Workers {
  readonly pictures: PictureStudio;
  readonly engine: LocalEngine;
}

/** The provider's own deadline comes first: it can say what it was waiting for. */
const PROVIDER_HEAD_START_MS = 2000;
/** How long a dead process's work waits for another to take it over. */
const LEASE_MS = 15_000;

/**
 * Builds everything from the configuration, makes the folders and opens the database. No film is
 * made before `start`. Workers that are lent to it stay open in the end.
 */
export async function openServices(
  config: Config,
  log: Log = createConsoleLog(),
  { lent }: { readonly lent?: Workers } = {},
): Promise<Services> {
  const workers = lent ?? openWorkers();
  const offers = createOffers(config, workers.engine);
  const storage = await openStorage(config);
  const shared = {
    ...storage,
    offers,
    log,
    clock: systemClock,
    now: systemClock.now,
    news: new GenerationNews(),
    openPicture: (path: string) => openUpload(workers.pictures, path),
  };
  const quota = new StorageQuota({
    maxBytes: config.VIDEOS_QUOTA_BYTES,
    usedBytes: () => storage.videos.usedBytes(),
    now: systemClock.now,
  });
  const generations = new GenerationService({
    ...shared,
    quota,
    durations: new UsualDurations(storage.store, systemClock.now),
    maxQueuedPerVisitor: config.MAX_QUEUED_PER_VISITOR,
    retentionDays: config.RETENTION_DAYS,
    newId: () => crypto.randomUUID(),
    toProblem: (failure, id) => problemOfFailure(failure, { path: `/v/${id}`, requestId: id }),
  });
  const runner = new Runner({
    ...shared,
    inspectFilm,
    owner: crypto.randomUUID(),
    leaseMs: LEASE_MS,
    timeoutMs: config.GENERATION_TIMEOUT_SECONDS * 1000,
    maxFilmBytes: config.MAX_VIDEO_BYTES,
    maxRunning: config.MAX_RUNNING_GENERATIONS,
    maxRunningPerVisitor: config.MAX_RUNNING_PER_VISITOR,
  });
  const housekeeping = new Housekeeping({ ...shared, onFreed: () => quota.forget() });
  return {
    config,
    log,
    videos: storage.videos,
    uploads: storage.uploads,
    seals: storage.seals,
    generations,
    offers,
    describeSite: (origin) => describeSite(config, { offer: offers[0], origin }),
    async warmUp() {
      try {
        await workers.pictures.warm();
        if (offers[0].provider === workers.engine) await workers.engine.warm();
      } catch (error) {
        if (!(error instanceof CanceledError)) log.error("warm-up failed", { error });
      }
    },
    start() {
      runner.start();
      housekeeping.start();
    },
    async stop(options) {
      await Promise.all([runner.stop(options), housekeeping.stop()]);
      generations.close();
    },
    async close() {
      if (!lent) closeWorkers(workers);
      await storage.store.close();
    },
  };
}

/** Starts no thread yet: that is for the first job, or `warmUp`. */
export function openWorkers(): Workers {
  return { pictures: new PictureStudio(), engine: new LocalEngine() };
}

/** Ends the threads at once; what they work on fails as canceled. */
export function closeWorkers({ pictures, engine }: Workers): void {
  pictures.close();
  engine.close();
}

/** The folders, the database and the key that signs. */
async function openStorage({ DATA_DIR, VIDEOS_DIR, MAX_IMAGE_BYTES, COOKIE_SECRET }: Config) {
  const videos = new DiskVideoStore({ directory: VIDEOS_DIR });
  const uploads = new UploadFolder({
    directory: join(DATA_DIR, "uploads"),
    maxImageBytes: MAX_IMAGE_BYTES,
  });
  const pictures = new PictureStore({ directory: join(DATA_DIR, "pictures") });
  await Promise.all([DATA_DIR, VIDEOS_DIR].map((path) => Deno.mkdir(path, { recursive: true })));
  await Promise.all([uploads.open(), pictures.open(), videos.sweepDrafts()]);
  const seals = await openSeals({ secret: COOKIE_SECRET, keyFile: join(DATA_DIR, "cookie.key") });
  const store = await SqliteGenerationStore.open({ path: join(DATA_DIR, "lounge.sqlite") });
  return { videos, uploads, pictures, seals, store };
}

function createOffers(config: Config, engine: LocalEngine): Offers {
  const local: Offer = { model: LOCAL_MOTION, provider: engine };
  const remote = remoteOffer(config);
  return remote ? [remote, local] : [local];
}

/** Stable Video Diffusion, once there is a token or an endpoint to run it at. */
function remoteOffer(config: Config): Offer | undefined {
  const { HF_API_TOKEN, HF_ENDPOINT_URL, HF_ROUTER_URL } = config;
  if (!HF_API_TOKEN && !HF_ENDPOINT_URL) return undefined;
  const provider = new RawEndpointProvider({
    url: HF_ENDPOINT_URL ??
      `${HF_ROUTER_URL}/hf-inference/models/stabilityai/stable-video-diffusion-img2vid-xt`,
    ...(HF_API_TOKEN ? { token: HF_API_TOKEN } : {}),
    fetch,
    clock: systemClock,
    random: Math.random,
    timeoutMs: config.GENERATION_TIMEOUT_SECONDS * 1000 - PROVIDER_HEAD_START_MS,
    maxFilmBytes: config.MAX_VIDEO_BYTES,
    scaleUpTimeoutSeconds: config.GENERATION_TIMEOUT_SECONDS,
  });
  return { model: STABLE_VIDEO_DIFFUSION_XT, provider };
}
