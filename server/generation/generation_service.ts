import type { GenerationProgress, GenerationResult } from "../../contract/generation.ts";
import type { Log } from "../log.ts";
import { type Model, nearestSize } from "../models/model.ts";
import type { FrameSize, Picture, VideoProvider } from "../providers/provider.ts";
import type { VideoDraft, VideoStore } from "../stores/video_store.ts";
import { startDeadline } from "./deadline.ts";
import { InputError, LoungeError } from "./errors.ts";

/** A model together with the provider that runs it on this instance. */
export interface Offer {
  readonly model: Model;
  readonly provider: VideoProvider;
}

/** What a visitor asks for. */
export interface GenerationRequest {
  /** Path of the uploaded picture, as it came. */
  readonly picturePath: string;
  /** Id of the model; the instance's default when absent. */
  readonly modelId?: string | undefined;
  /** Whole number from 0 to `MAX_SEED`; a random one when absent. */
  readonly seed?: number | undefined;
}

/** Who listens to a generation, and how it is stopped. */
export interface GenerationCall {
  readonly signal: AbortSignal;
  report(progress: GenerationProgress): void;
}

/** Everything that the service is handed. */
export interface GenerationDependencies {
  /** The ways of making films, the default first. */
  readonly offers: readonly [Offer, ...Offer[]];
  readonly videos: VideoStore;
  readonly openPicture: (path: string) => Promise<Picture>;
  readonly inspectFilm: (path: string) => Promise<FrameSize>;
  readonly log: Log;
  readonly timeoutMs: number;
  readonly maxFilmBytes: number;
  readonly newId: () => string;
  /** Milliseconds on a clock that only runs forward. */
  readonly now: () => number;
}

/** Largest seed: 2³¹ − 1. */
export const MAX_SEED = 2 ** 31 - 1;

/** A request that was found good; nothing is started before `run`. */
export interface AcceptedGeneration {
  /** UUID of the generation. */
  readonly id: string;
  /**
   * Makes the film and resolves when it is stored and visible.
   *
   * @throws {InputError} when the picture turns out to be damaged
   * @throws {ProviderError} when no good film came back in time
   * @throws {StorageError} when the film could not be kept
   * @throws {CanceledError} when `call.signal` aborts
   */
  run(call: GenerationCall): Promise<GenerationResult>;
}

interface Job extends Offer {
  readonly id: string;
  readonly picture: Picture;
  readonly seed: number;
}

/** Makes films of pictures and keeps them. */
export class GenerationService {
  readonly #dependencies: GenerationDependencies;

  constructor(dependencies: GenerationDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Checks a request as far as that is possible without decoding the picture.
   *
   * @throws {InputError} for an unknown model or a picture that cannot be used
   */
  async accept(request: GenerationRequest): Promise<AcceptedGeneration> {
    const offer = this.#findOffer(request.modelId);
    const picture = await this.#dependencies.openPicture(request.picturePath);
    const id = this.#dependencies.newId();
    const job: Job = { ...offer, id, picture, seed: request.seed ?? randomSeed() };
    return { id, run: (call) => this.#run(job, call) };
  }

  #findOffer(modelId: string | undefined): Offer {
    const { offers } = this.#dependencies;
    if (modelId === undefined) return offers[0];
    const offer = offers.find(({ model }) => model.id === modelId);
    if (offer) return offer;
    const known = offers.map(({ model }) => model.id).join(", ");
    throw new InputError(
      "unknown-model",
      `This instance does not run that model; it runs ${known}.`,
    );
  }

  async #run(job: Job, call: GenerationCall): Promise<GenerationResult> {
    const { log, now, timeoutMs } = this.#dependencies;
    const facts = { id: job.id, model: job.model.id, provider: job.provider.id };
    const startedAt = now();
    const elapsedMs = () => Math.round(now() - startedAt);
    using deadline = startDeadline(call.signal, timeoutMs);
    try {
      const film = await this.#makeFilm(job, { ...call, signal: deadline.signal });
      log.info("generation succeeded", { ...facts, bytes: film.bytes, elapsedMs: elapsedMs() });
      return {
        ...facts,
        ...film,
        ...addressesOf(job.id),
        label: job.model.label,
        elapsedMs: elapsedMs(),
      };
    } catch (error) {
      const failure = failureOf(error, deadline.signal);
      const code = failure instanceof LoungeError ? failure.code : "internal-error";
      log.info("generation failed", { ...facts, code, elapsedMs: elapsedMs() });
      throw failure;
    }
  }

  async #makeFilm(job: Job, call: GenerationCall): Promise<StoredFilm> {
    const { picture, seed } = job;
    call.report({ stage: "preparing", message: "Preparing your picture" });
    const size = nearestSize(job.model, picture);
    const film = await job.provider.start({ picture, size, seed }, call);
    const { videos, maxFilmBytes } = this.#dependencies;
    const draft = await videos.write(job.id, film.bytes, { maxBytes: maxFilmBytes });
    return await this.#keep(draft, call);
  }

  async #keep(draft: VideoDraft, call: GenerationCall): Promise<StoredFilm> {
    try {
      call.report({ stage: "saving", message: "Saving your video" });
      const { width, height } = await this.#dependencies.inspectFilm(draft.path);
      call.signal.throwIfAborted();
      await draft.publish();
      return { width, height, bytes: draft.size };
    } catch (error) {
      await draft.discard();
      throw error;
    }
  }
}

interface StoredFilm extends FrameSize {
  readonly bytes: number;
}

function addressesOf(id: string): Pick<GenerationResult, "url" | "page"> {
  return { url: `/videos/${id}.mp4`, page: `/v/${id}` };
}

/** A failure that knows itself is told; whatever else an abort broke, its reason is what matters. */
function failureOf(error: unknown, signal: AbortSignal): unknown {
  return signal.aborted && !(error instanceof LoungeError) ? signal.reason : error;
}

function randomSeed(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value & MAX_SEED;
}
