import { ProviderError } from "../../generation/errors.ts";
import { WorkerFaultError } from "../../media/job_worker.ts";
import { WorkerQueue } from "../../media/worker_queue.ts";
import type { FilmFile, FilmJob, FilmProgress } from "./film_jobs.ts";
import type {
  FilmRequest,
  FrameSize,
  ProviderCall,
  ProviderFilm,
  VideoProvider,
} from "../provider.ts";

export { LOCAL_ENGINE_LABEL } from "./label.ts";

/** Options of a `LocalEngine`. */
export interface LocalEngineOptions {
  /** Frames of each film. Default 25. */
  readonly frames?: number;
  /** Default 7. */
  readonly framesPerSecond?: number;
  /** How long one film may take to draw, in milliseconds. Default two minutes. */
  readonly timeoutMs?: number;
}

/** How much larger than a frame the picture is, so that the camera can move without enlarging it. */
const ROOM = 1.25;
const WARM_SIZE = { width: 1024, height: 576 };
const WARM_FRAMES = 5;

/**
 * Makes films here, without key, network or model: a camera moves over the picture. One worker draws
 * one film after the other; the same picture, size and seed give the same frames.
 */
export class LocalEngine implements VideoProvider {
  readonly id = "local-engine";
  readonly isRepeatable = true;
  readonly #frames: number;
  readonly #framesPerSecond: number;
  readonly #queue: WorkerQueue<FilmJob, FilmFile, FilmProgress>;

  constructor(options: LocalEngineOptions = {}) {
    const { frames = 25, framesPerSecond = 7, timeoutMs = 120_000 } = options;
    this.#frames = frames;
    this.#framesPerSecond = framesPerSecond;
    this.#queue = new WorkerQueue({
      url: new URL("./film_worker.ts", import.meta.url),
      permissions: "none",
      timeoutMs,
    });
  }

  /**
   * Draws the film and hands it over whole.
   *
   * @throws {ProviderError} `engine-failed` when the worker broke; the next film has a new one
   * @throws {CanceledError} when the call's signal aborts or the engine is closed
   * @throws {InputError} `image-unreadable` when the picture turns out to be damaged
   */
  async start(
    request: FilmRequest,
    call: Pick<ProviderCall, "signal" | "report">,
  ): Promise<ProviderFilm> {
    const isBusy = this.#queue.length > 0;
    if (isBusy) call.report({ stage: "waiting", message: "Waiting for the films before this one" });
    const film = await this.#draw(async () => {
      if (isBusy) call.report({ stage: "preparing", message: "Preparing your picture" });
      const source = await request.picture.rgb(withRoom(request.size), call.signal);
      return { ...this.#plan(request), source };
    }, call);
    return { kind: "film", bytes: ReadableStream.from([film]) };
  }

  /** Starts the worker and draws a few frames for nobody, so that no visitor waits for that. */
  async warm(): Promise<void> {
    const signal = new AbortController().signal;
    const size = withRoom(WARM_SIZE);
    const source = { ...size, data: new Uint8Array(size.width * size.height * 3) };
    const plan = { ...this.#plan({ size: WARM_SIZE, seed: 0 }), frames: WARM_FRAMES };
    await this.#draw(() => ({ ...plan, source }), { signal, report: () => {} });
  }

  /** Ends the worker; films in work are canceled. */
  close(): void {
    this.#queue.close();
  }

  #plan({ size, seed }: { size: FrameSize; seed: number }): Omit<FilmJob, "source"> {
    return { size, seed, frames: this.#frames, framesPerSecond: this.#framesPerSecond };
  }

  async #draw(
    makeJob: () => FilmJob | Promise<FilmJob>,
    call: Pick<ProviderCall, "signal" | "report">,
  ): Promise<FilmFile> {
    const prepare = async () => {
      const input = await makeJob();
      return { input, transfer: [input.source.data.buffer] };
    };
    const report = (frame: FilmProgress) =>
      call.report({
        stage: "generating",
        message: `Drawing frame ${frame} of ${this.#frames}`,
        frame,
        frames: this.#frames,
      });
    try {
      return await this.#queue.run(prepare, { signal: call.signal, report });
    } catch (error) {
      throw error instanceof WorkerFaultError ? engineFailed(error) : error;
    }
  }
}

function engineFailed(error: WorkerFaultError): ProviderError {
  return new ProviderError(
    "engine-failed",
    error.fault === "timed-out"
      ? "Drawing the film took too long. Try again in a moment."
      : "The local engine stopped while drawing the film. Try again.",
    { retryable: true, cause: error },
  );
}

/** The size to draw from: even, because colour is kept for every second pixel. */
function withRoom({ width, height }: FrameSize): FrameSize {
  const roomy = (side: number) => 2 * Math.round(side * ROOM / 2);
  return { width: roomy(width), height: roomy(height) };
}
