import { join } from "node:path";
import type { SiteFacts } from "../contract/site_facts.ts";
import { type Identity, openIdentity } from "./visitors/identity.ts";
import type { Config } from "./config.ts";
import { ExampleStore } from "./example_store.ts";
import { capsOf, openModels } from "./open_models.ts";
import { CanceledError } from "./errors.ts";
import { GenerationNotifier } from "./generation/generation_notifier.ts";
import { GenerationService } from "./generation/generation_service.ts";
import type { Generations } from "./generation/generations.ts";
import { Housekeeping } from "./generation/housekeeping.ts";
import type { AvailableModels } from "./generation/available_models.ts";
import { Runner } from "./generation/runner.ts";
import { StorageQuota } from "./generation/storage_quota.ts";
import { TrackRecord } from "./generation/track_record.ts";
import { UsualDurations } from "./generation/usual_durations.ts";
import { VisitorTokens } from "./generation/visitor_tokens.ts";
import { problemOfFailure } from "./problems/problem.ts";
import { openSignatures, type Signatures } from "./visitors/signatures.ts";
import { UploadFolder } from "./submission/upload_form.ts";
import { createConsoleLog, type Log } from "./log.ts";
import { finishVideo } from "./videos/video_finishing.ts";
import { PictureProcessor } from "./pictures/picture_processor.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Example, EXAMPLES } from "./providers/local/examples/example_list.ts";
import { LocalEngine } from "./providers/local/local_engine.ts";
import { describeSite } from "./pages/site_facts.ts";
import type { AccountStore } from "./visitors/account_store.ts";
import { DiskVideoStore } from "./stores/disk_video_store.ts";
import { DiskPictureStore } from "./stores/disk_picture_store.ts";
import { openSqliteStores } from "./stores/sqlite/sqlite_stores.ts";
import type { OpenOptions, PictureSource } from "./generation/ports/picture_store.ts";
import type { VideoStore } from "./generation/ports/video_store.ts";
import { stored } from "./storage_failure.ts";

/** Everything that requests are served with. */
export interface Services {
  readonly config: Config;
  readonly log: Log;
  readonly videos: VideoStore;
  readonly uploads: UploadFolder;
  readonly generations: Generations;
  /** Signs the visitors' cookies and the keys in addresses. */
  readonly signatures: Signatures;
  /** What the built-in engine can do, to look at. */
  readonly examples: ExampleStore;
  /** The models of this instance. */
  readonly models: AvailableModels;
  readonly durations: UsualDurations;
  readonly trackRecord: TrackRecord;
  /** Signing in, and what is locked into cookies. */
  readonly identity: Identity;
  readonly accounts: AccountStore;
  /** What visitors brought along to pay with. */
  readonly visitorTokens: VisitorTokens;
  readonly clock: Clock;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
  /** How many generations wait and run, over all processes on the database. */
  countWork(): Promise<{ readonly queued: number; readonly running: number }>;
  /** Facts for the pages; `origin` stands in where `SITE_URL` is not set. */
  describeSite(origin: string): SiteFacts;
  /** Takes the workers' first slow steps, so that no visitor waits for them. Never rejects. */
  warmUp(): Promise<void>;
  /** Starts to make videos and to clean up. */
  start(): void;
  /**
   * Takes up no work any more and, within `graceMs` milliseconds, finishes what cannot be handed
   * over; then ends everyone who follows or waits, so that their requests end.
   */
  stop(options: { readonly graceMs: number }): Promise<void>;
  /** Closes the database and the workers, after `stop` and after the last request. */
  close(): Promise<void>;
}

/** The threads that read pictures and draw videos. Their first job takes a second or two. */
export interface Workers {
  readonly pictures: PictureProcessor;
  readonly engine: LocalEngine;
}

/** What tests hand in. */
export interface ServicesOptions {
  /** Stay open in the end. */
  readonly lent?: Workers;
  /** Time of the providers' own waits and deadlines; dates and leases go by the machine's. */
  readonly providerClock?: Clock;
  /** The example videos to make; all where it is left out. */
  readonly exampleList?: readonly Example[];
}

/** A signal that never aborts: uploads are looked at whether their client waits or not. */
const NEVER = new AbortController().signal;

/** How long a dead process's work waits for another to take it over. */
const LEASE_MS = 15_000;

/**
 * Builds everything from the configuration, makes the folders and opens the database. No video is
 * made before `start`.
 */
export async function openServices(
  config: Config,
  log: Log = createConsoleLog(),
  { lent, providerClock = systemClock, exampleList = EXAMPLES }: ServicesOptions = {},
): Promise<Services> {
  const workers = lent ?? openWorkers();
  const models = await openModels(config, { engine: workers.engine, clock: providerClock, log });
  const storage = await openStorage(config);
  const shared = {
    ...storage,
    models,
    log,
    clock: systemClock,
    now: systemClock.now,
    notifier: new GenerationNotifier(),
    openPicture: (source: PictureSource, options: OpenOptions) =>
      workers.pictures.open(source, options),
  };
  const quota = new StorageQuota({
    maxBytes: config.VIDEOS_QUOTA_BYTES,
    usedBytes: () => storage.videos.usedBytes(),
    now: systemClock.now,
  });
  const durations = new UsualDurations(storage.history, systemClock.now);
  const visitorTokens = new VisitorTokens({ now: systemClock.now });
  const generations = new GenerationService({
    ...shared,
    quota,
    durations,
    caps: capsOf(config),
    maxQueuedPerVisitor: config.MAX_QUEUED_PER_VISITOR,
    retentionDays: config.RETENTION_DAYS,
    newId: () => crypto.randomUUID(),
    lookAtUpload: ({ path, bytes }) =>
      workers.pictures.look({ bytes, read: () => stored(Deno.readFile(path)) }, NEVER),
    toProblem: (failure, { id, payer }) => {
      const audience = payer === "visitor" ? "payer" : "guest";
      return problemOfFailure(failure, { path: `/v/${id}`, requestId: id, audience });
    },
  });
  const runner = new Runner({
    ...shared,
    tokens: visitorTokens,
    finishVideo,
    encodeFrame: (frame, signal) => workers.pictures.encode(frame, signal),
    owner: crypto.randomUUID(),
    leaseMs: LEASE_MS,
    timeoutMs: config.GENERATION_TIMEOUT_SECONDS * 1000,
    maxVideoBytes: config.MAX_VIDEO_BYTES,
    maxRunning: config.MAX_RUNNING_GENERATIONS,
    maxRunningPerVisitor: config.MAX_RUNNING_PER_VISITOR,
  });
  const examples = new ExampleStore({
    directory: join(config.DATA_DIR, "examples"),
    examples: exampleList,
    engine: workers.engine,
    log,
    clock: systemClock,
  });
  const housekeeping = new Housekeeping({ ...shared, onFreed: () => quota.forget() });
  return {
    config,
    log,
    videos: storage.videos,
    uploads: storage.uploads,
    signatures: storage.signatures,
    generations,
    examples,
    models,
    durations,
    trackRecord: new TrackRecord(storage.history, systemClock.now),
    identity: openIdentity(config, {
      cipherKey: storage.signatures.cipherKey,
      fetch,
      now: systemClock.now,
    }),
    accounts: storage.accounts,
    visitorTokens,
    clock: systemClock,
    startedAt: systemClock.now(),
    countWork: () => storage.history.count(),
    describeSite: (origin) => describeSite(config, { origin }),
    async warmUp() {
      try {
        const isLocal = !config.HF_ENDPOINT_URL && !config.HF_API_TOKEN;
        // Asks the Hub who serves what, so that the first page need not wait for the answer.
        const knowing = isLocal ? undefined : models.list({ hasToken: false });
        await workers.pictures.warm();
        if (isLocal) await workers.engine.warm();
        await knowing;
      } catch (error) {
        if (!(error instanceof CanceledError)) log.error("warm-up failed", { error });
      }
    },
    start() {
      runner.start();
      housekeeping.start();
    },
    async stop(options) {
      await Promise.all([runner.stop(options), housekeeping.stop(), examples.close()]);
      generations.close();
    },
    async close() {
      if (!lent) closeWorkers(workers);
      await storage.close();
    },
  };
}

/** Starts no thread yet: that is for the first job, or `warmUp`. */
export function openWorkers(): Workers {
  return { pictures: new PictureProcessor(), engine: new LocalEngine() };
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
  const pictures = new DiskPictureStore({ directory: join(DATA_DIR, "pictures") });
  await Promise.all([DATA_DIR, VIDEOS_DIR].map((path) => Deno.mkdir(path, { recursive: true })));
  await Promise.all([uploads.open(), pictures.open(), videos.sweepDrafts()]);
  const signatures = await openSignatures({
    secret: COOKIE_SECRET,
    keyFile: join(DATA_DIR, "cookie.key"),
  });
  const stores = await openSqliteStores({ path: join(DATA_DIR, "lounge.sqlite") });
  return { videos, uploads, pictures, signatures, ...stores };
}
