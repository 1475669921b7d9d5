import { join } from "node:path";
import type { GenerationEvent } from "../../../contract/generation.ts";
import type { Generation, Submission } from "../../../server/generation/generation.ts";
import { GenerationNotifier } from "../../../server/generation/generation_notifier.ts";
import { Runner, type RunnerOptions } from "../../../server/generation/runner.ts";
import type { LogFacts } from "../../../server/log.ts";
import { finishVideo } from "../../../server/videos/video_finishing.ts";
import type { Model } from "../../../server/models/model.ts";
import { VisitorTokens } from "../../../server/generation/visitor_tokens.ts";
import type { PictureLook } from "../../../server/generation/ports/picture_store.ts";
import type { Picture, VideoProvider } from "../../../server/generation/ports/provider.ts";
import { DiskVideoStore } from "../../../server/stores/disk_video_store.ts";
import type { NewGeneration } from "../../../server/generation/ports/admission_store.ts";
import type { ClaimToken } from "../../../server/generation/ports/queue_store.ts";
import { DiskPictureStore } from "../../../server/stores/disk_picture_store.ts";
import {
  openSqliteStores,
  type SqliteStores,
} from "../../../server/stores/sqlite/sqlite_stores.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";
import { PATIENCE_MS } from "../../patience.ts";
import { smallVideo } from "../../small_video.ts";
import { availableModel, ENDPOINT_MODEL, modelsOf } from "./sample_models.ts";

/** The lease of every runner in the studio, in milliseconds. */
export const LEASE_MS = 15_000;
/** Time that a video may take, in milliseconds. */
export const TIMEOUT_MS = 600_000;
/** The picture that `openPicture` opens, whatever the file holds. */
const JPEG = new TextEncoder().encode("a picture");
/** What `encodeFrame` makes of any frame. */
const FIRST_FRAME = new TextEncoder().encode("a first frame");

/** A real store, real folders, and the levers of a test. */
export class RunnerHarness implements AsyncDisposable {
  readonly clock = new ManualClock();
  readonly notifier = new GenerationNotifier();
  readonly tokens = new VisitorTokens(this.clock);
  readonly loggedErrors: unknown[] = [];
  /** Everything but errors, as sentence and facts. */
  readonly loggedInfos: [sentence: string, facts: LogFacts | undefined][] = [];
  readonly videos: DiskVideoStore;
  readonly pictures: DiskPictureStore;
  readonly stores: SqliteStores;
  readonly #directory: string;
  readonly #runners: Runner[] = [];

  private constructor(directory: string, stores: SqliteStores) {
    this.#directory = directory;
    this.stores = stores;
    this.videos = new DiskVideoStore({ directory: join(directory, "videos") });
    this.pictures = new DiskPictureStore({ directory: join(directory, "pictures") });
  }

  static async open(): Promise<RunnerHarness> {
    const directory = await Deno.makeTempDir({ prefix: "runner-" });
    const stores = await openSqliteStores({ path: join(directory, "lounge.db") });
    const harness = new RunnerHarness(directory, stores);
    await harness.pictures.open();
    await Deno.mkdir(join(directory, "videos"));
    return harness;
  }

  /** A second connection to the same database, as another process has one. */
  async openSecondStores(): Promise<AsyncDisposable & { readonly stores: SqliteStores }> {
    const stores = await openSqliteStores({ path: join(this.#directory, "lounge.db") });
    return { stores, [Symbol.asyncDispose]: () => stores.close() };
  }

  /** A runner that is not started yet; it is stopped with the harness. */
  runner(provider: VideoProvider, changes: Partial<RunnerOptions> = {}): Runner {
    const { stores: { queue, library }, videos, pictures, notifier, clock } = this;
    const runner = new Runner({
      queue,
      library,
      videos,
      pictures,
      notifier,
      clock,
      tokens: this.tokens,
      room: { lackForBeginning: () => Promise.resolve(undefined), noteStored() {} },
      models: modelsOf(availableModel(ENDPOINT_MODEL, provider)),
      openPicture: () => Promise.resolve(PICTURE),
      finishVideo,
      encodeFrame: () => Promise.resolve(FIRST_FRAME),
      log: {
        info: (sentence, facts) => void this.loggedInfos.push([sentence, facts]),
        error: (sentence, facts) => void this.loggedErrors.push(sentence, facts),
      },
      owner: crypto.randomUUID(),
      leaseMs: LEASE_MS,
      timeoutMs: TIMEOUT_MS,
      maxVideoBytes: 1_000_000,
      maxRunning: 4,
      maxRunningPerVisitor: 4,
      ...changes,
    });
    this.#runners.push(runner);
    return runner;
  }

  /** Starts a runner of the provider. */
  start(provider: VideoProvider, changes: Partial<RunnerOptions> = {}): Runner {
    const runner = this.runner(provider, changes);
    runner.start();
    return runner;
  }

  /** Queues a generation with a picture of its own and returns its id. */
  async queue(
    { visitorId = "visitor", model = ENDPOINT_MODEL, providerId = "scripted", ...changes }: {
      visitorId?: string;
      model?: Model;
      providerId?: string;
      payer?: NewGeneration["payer"];
      recipe?: Partial<NewGeneration["recipe"]>;
      look?: PictureLook | undefined;
    } = {},
  ): Promise<string> {
    const look = "look" in changes ? changes.look : LOOK;
    const id = crypto.randomUUID();
    const upload = join(this.#directory, `${id}.upload`);
    await Deno.writeFile(upload, JPEG);
    await this.pictures.keep(id, upload);
    await this.stores.admissions.add({
      id,
      visitorId,
      providerId,
      payer: changes.payer ?? "instance",
      recipe: {
        modelId: model.id,
        seed: 7,
        isSeedExplicit: false,
        settings: {},
        ...changes.recipe,
      },
      picture: { sha256: id, bytes: JPEG.length, ...(look && { look }) },
      createdAt: this.clock.now(),
    }, { maxQueued: 1000 });
    this.notifier.notifyWork();
    return id;
  }

  /** Queues a generation and leaves it as a process would that died with this submission. */
  async leaveBehind(
    submission: Submission,
    changes: Parameters<RunnerHarness["queue"]>[0] = {},
  ): Promise<{ id: string; token: ClaimToken }> {
    const id = await this.queue(changes);
    const limits = { maxRunning: 1000, maxRunningPerVisitor: 1000, leaseMs: LEASE_MS };
    const owner = "a process that died";
    await this.stores.queue.claim({ ...limits, owner, now: this.clock.now() });
    const token = { id, owner, attempt: 1 };
    await this.stores.queue.noteSubmission(token, submission);
    return { id, token };
  }

  async find(id: string): Promise<Generation> {
    const generation = await this.stores.library.find(id);
    if (!generation) throw new Error("The generation vanished.");
    return generation;
  }

  /** Resolves with the generation once it is in that state. */
  async until<State extends Generation["state"]>(
    id: string,
    state: State,
  ): Promise<Extract<Generation, { readonly state: State }>> {
    using listener = this.notifier.listen(id);
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const generation = await this.find(id);
      if (isIn(generation, state)) return generation;
      if (deadline.aborted) throw new Error(`It is ${generation.state}, not ${state}.`);
      await listener.next({ signal: deadline, timeoutMs: PATIENCE_MS });
    }
  }

  async events(id: string): Promise<GenerationEvent[]> {
    return (await this.stores.library.eventsOf(id, 0)).map(({ event }) => event);
  }

  async eventTypes(id: string): Promise<GenerationEvent["type"][]> {
    return (await this.events(id)).map(({ type }) => type);
  }

  /** Names of the videos, drafts and their locks included. */
  listVideos(): string[] {
    return [...Deno.readDirSync(join(this.#directory, "videos"))].map(({ name }) => name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stopped = this.#runners.map((runner) => runner.stop({ graceMs: 0 }));
    this.clock.advance(0);
    await Promise.all(stopped);
    await this.stores.close();
    await Deno.remove(this.#directory, { recursive: true });
    if (this.loggedErrors.length > 0) throw new Error(Deno.inspect(this.loggedErrors));
    if (this.clock.pending > 0) throw new Error(`${this.clock.pending} timers are left.`);
    if (this.notifier.listenerCount > 0) throw new Error("Listeners are left.");
    if (this.tokens.waitingCount > 0) throw new Error("Someone waits for a token.");
  }
}

/** A video's bytes as providers hand them over. */
export async function video(): Promise<
  { kind: "video"; bytes: ReadableStream<Uint8Array<ArrayBuffer>> }
> {
  return { kind: "video", bytes: ReadableStream.from([await smallVideo()]) };
}

/** A provider that does what the test says; it makes a video at once unless told otherwise. */
export function scripted(script: Partial<VideoProvider> = {}): VideoProvider {
  return { id: "scripted", isRepeatable: false, start: video, ...script };
}

/** Never resolves; rejects when the signal aborts, as a provider does. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new Error("the call was aborted"));
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  return promise;
}

/** Lets everything happen that needs no time to pass. */
export async function turnOfTheLoop(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, 0);
  await promise;
}

/** What was seen of the picture when it was accepted. */
export const LOOK = { type: "image/jpeg", width: 1600, height: 900, isPlain: false } as const;

const PICTURE: Picture = {
  width: 1600,
  height: 900,
  jpeg: () => Promise.resolve(JPEG),
  rgb: () => Promise.reject(new Error("Nobody asks for pixels.")),
};

function isIn<State extends Generation["state"]>(
  generation: Generation,
  state: State,
): generation is Extract<Generation, { readonly state: State }> {
  return generation.state === state;
}
