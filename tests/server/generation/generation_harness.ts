import { join } from "node:path";
import { GenerationNotifier } from "../../../server/generation/generation_notifier.ts";
import {
  GenerationService,
  type GenerationServiceDependencies,
} from "../../../server/generation/generation_service.ts";
import type { SubmitRequest } from "../../../server/generation/generations.ts";
import { Runner } from "../../../server/generation/runner.ts";
import { StorageRoom } from "../../../server/generation/storage_room.ts";
import { UsualDurations } from "../../../server/generation/usual_durations.ts";
import { problemOfFailure } from "../../../server/problems/problem.ts";
import { VisitorTokens } from "../../../server/generation/visitor_tokens.ts";
import type { Log, LogFacts } from "../../../server/log.ts";
import type { Model } from "../../../server/models/model.ts";
import { systemClock } from "../../../server/clock.ts";
import type { PictureLook, PictureSource } from "../../../server/generation/ports/picture_store.ts";
import type {
  Picture,
  ProviderCall,
  VideoProvider,
  VideoRequest,
} from "../../../server/generation/ports/provider.ts";
import { DiskVideoStore } from "../../../server/stores/disk_video_store.ts";
import { DiskPictureStore } from "../../../server/stores/disk_picture_store.ts";
import {
  openSqliteStores,
  type SqliteStores,
} from "../../../server/stores/sqlite/sqlite_stores.ts";
import { availableModel, ENDPOINT_MODEL, modelsOf } from "./sample_models.ts";

/** What the scripted provider does with one request. */
export type Script = (request: VideoRequest, call: ProviderCall) => Promise<string>;

/** What differs from the ordinary harness. */
export interface HarnessOptions extends Partial<GenerationServiceDependencies> {
  /**
   * Where the files are; a new folder when absent. Two harnesses on one folder are two processes.
   */
  readonly directory?: string;
  readonly script?: Script;
  readonly isRepeatable?: boolean;
  readonly maxQuotaBytes?: number;
  /** What the disk has left; by default it has no end. Videos are expected to take five bytes. */
  readonly freeBytes?: () => Promise<number>;
  readonly maxRunning?: number;
  /** What the scripted provider makes; the first is the default. */
  readonly modelList?: readonly Model[];
}

/** A service and a runner on a real database and real files, with a scripted provider. */
export interface Harness extends AsyncDisposable {
  readonly directory: string;
  readonly service: GenerationService;
  readonly runner: Runner;
  readonly stores: SqliteStores;
  readonly videos: DiskVideoStore;
  readonly pictures: DiskPictureStore;
  readonly notifier: GenerationNotifier;
  readonly tokens: VisitorTokens;
  readonly logged: string[];
  /** Everything but errors, as sentence and facts. */
  readonly told: [sentence: string, facts: LogFacts | undefined][];
  readonly requests: VideoRequest[];
  /** A request with a new upload of these bytes. */
  request(changes?: Partial<SubmitRequest> & { bytes?: string }): Promise<SubmitRequest>;
  /** Submits and runs it to its end. */
  finish(changes?: Partial<SubmitRequest> & { bytes?: string }): Promise<string>;
}

export const ANNA = { visitorId: "anna" };
export const BEN = { visitorId: "ben" };
/** A signal that never aborts. */
export const FOREVER = new AbortController().signal;

/** Opens the harness; nothing runs before `runner.start()`. */
export async function openHarness(options: HarnessOptions = {}): Promise<Harness> {
  const directory = options.directory ?? await Deno.makeTempDir({ prefix: "harness-" });
  const requests: VideoRequest[] = [];
  const logged: string[] = [];
  const told: Harness["told"] = [];
  const provider = scriptedProvider(options, requests);
  const { modelList = [ENDPOINT_MODEL] } = options;
  const models = options.models ??
    modelsOf(...modelList.map((model) => availableModel(model, provider)));
  const videos = new DiskVideoStore({ directory: join(directory, "videos") });
  const pictures = new DiskPictureStore({ directory: join(directory, "pictures") });
  await pictures.open();
  await Deno.mkdir(join(directory, "videos"), { recursive: true });
  const stores = await openSqliteStores({ path: join(directory, "lounge.sqlite") });
  const notifier = new GenerationNotifier();
  const tokens = new VisitorTokens(systemClock);
  const now = options.now ?? systemClock.now;
  const log: Log = {
    info: (sentence, facts) => void told.push([sentence, facts]),
    error: (sentence, facts) => void logged.push(`${sentence} ${Deno.inspect(facts)}`),
  };
  const room = new StorageRoom({
    quotaBytes: options.maxQuotaBytes ?? 0,
    minFreeBytes: 0,
    assumedBytes: 5,
    files: {
      usedBytes: () => videos.usedBytes(),
      freeBytes: options.freeBytes ?? (() => Promise.resolve(Infinity)),
    },
    history: stores.history,
    ...{ log, now },
  });
  const shared = { ...stores, videos, pictures, notifier, models, openPicture, log, room };
  const service = new GenerationService({
    ...shared,
    now,
    lookAtUpload,
    newId: () => crypto.randomUUID(),
    durations: new UsualDurations(stores.history, now),
    maxQueuedPerVisitor: 20,
    retentionDays: 30,
    caps: {},
    toProblem: (failure, { id }) =>
      problemOfFailure(failure, { path: `/v/${id}`, requestId: id, audience: "guest" }),
    pollMs: 20,
    ...options,
  });
  const runner = new Runner({
    ...shared,
    tokens,
    clock: systemClock,
    finishVideo: (path) => inspect(path),
    encodeFrame: unused,
    owner: crypto.randomUUID(),
    leaseMs: 15_000,
    timeoutMs: 60_000,
    maxVideoBytes: 1000,
    maxRunning: options.maxRunning ?? 10,
    maxRunningPerVisitor: options.maxRunning ?? 10,
  });
  const request: Harness["request"] = async ({ bytes = "picture", ...changes } = {}) => {
    const path = join(directory, `${crypto.randomUUID()}.upload`);
    await Deno.writeTextFile(path, bytes);
    const picture = { path, sha256: await hashOf(bytes), bytes: bytes.length };
    const paymentMeans = { hasToken: false };
    return {
      ...{ visitorId: ANNA.visitorId, picture, isFresh: false, settings: {}, paymentMeans },
      ...changes,
    };
  };
  return {
    ...{ directory, service, runner, stores, videos, pictures, notifier, tokens, logged, told },
    ...{ requests, request },
    async finish(changes) {
      const asked = await request(changes);
      const { id } = await service.submit(asked);
      await service.waitUntilEnded(id, { visitorId: asked.visitorId }, FOREVER);
      return id;
    },
    async [Symbol.asyncDispose]() {
      await runner.stop({ graceMs: 0 });
      service.close();
      await stores.close();
      if (options.directory === undefined) await Deno.remove(directory, { recursive: true });
    },
  };
}

/** A promise that the test settles by hand. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

/** Names of the files in a folder of the studio. */
export function filesIn(harness: Harness, folder: string): string[] {
  return [...Deno.readDirSync(join(harness.directory, folder))].map(({ name }) => name);
}

/** Rejects with the signal's reason as soon as it aborts. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

function scriptedProvider(
  { script = () => Promise.resolve("video"), isRepeatable = false }: HarnessOptions,
  requests: VideoRequest[],
): VideoProvider {
  return {
    id: "scripted",
    isRepeatable,
    async start(request, call) {
      requests.push(request);
      const bytes = new TextEncoder().encode(await script(request, call));
      return { kind: "video", bytes: ReadableStream.from([bytes]) };
    },
  };
}

async function inspect(path: string) {
  const { size: bytes } = await Deno.stat(path);
  return { codec: "avc1", width: 576, height: 1024, frames: 25, durationSeconds: 3.5, bytes };
}

async function lookAtUpload({ path }: SubmitRequest["picture"]): Promise<PictureLook> {
  await Deno.stat(path);
  return { type: "image/png", width: 300, height: 400, isPlain: false };
}

async function openPicture(source: PictureSource): Promise<Picture> {
  await source.read();
  return { width: 300, height: 400, jpeg: unused, rgb: unused };
}

function unused(): never {
  throw new Error("the scripted provider does not look at the picture");
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}
