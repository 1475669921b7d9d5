import { ProviderError } from "../../errors.ts";
import { WorkerFaultError } from "../../workers/job_worker.ts";
import { WorkerQueue } from "../../workers/worker_queue.ts";
import { progressOf } from "../../wording/progress.ts";
import { frameCount, readMotionSettings } from "./motion_settings.ts";
import { type DrawnVideo, labelOf, type VideoJob, type VideoProgress } from "./video_jobs.ts";
import type { FrameSize } from "../../../contract/frame_size.ts";
import type {
  ProviderCall,
  ProviderVideo,
  RgbPicture,
  VideoProvider,
  VideoRequest,
} from "../../generation/ports/provider.ts";

/** Options of a `LocalEngine`. */
export interface LocalEngineOptions {
  /** Frames of each video, whatever its request's settings say. */
  readonly frames?: number;
  /** Frames a second, whatever its request's settings say. */
  readonly framesPerSecond?: number;
  /** How long one video may take to draw, in milliseconds. Default two minutes. */
  readonly timeoutMs?: number;
}

/** How much larger than a frame the picture is, so that the camera can move without enlarging it. */
const ROOM = 1.25;
const WARM_SIZE = { width: 1024, height: 576 };
const WARM_FRAMES = 10;

/**
 * Makes videos here, without key, network or model: a camera moves through the picture, as if it
 * had depth. One worker draws one video after the other; the same picture, size, seed and settings
 * give the same frames.
 */
export class LocalEngine implements VideoProvider {
  readonly id = "local-engine";
  readonly isRepeatable = true;
  readonly #options: LocalEngineOptions;
  readonly #queue: WorkerQueue<VideoJob, DrawnVideo, VideoProgress>;

  constructor(options: LocalEngineOptions = {}) {
    const { timeoutMs = 120_000 } = options;
    this.#options = options;
    this.#queue = new WorkerQueue({
      url: new URL("./video_worker.ts", import.meta.url),
      permissions: "none",
      timeoutMs,
    });
  }

  /**
   * Draws the video and hands it over whole.
   *
   * @throws {ProviderError} `engine-failed` when the worker broke; the next video has a new one
   * @throws {CanceledError} when the call's signal aborts or the engine is closed
   * @throws {InputError} `image-unreadable` when the picture turns out to be damaged,
   * `invalid-setting` when a setting is not legal
   */
  async start(
    request: VideoRequest,
    call: Pick<ProviderCall, "signal" | "report">,
  ): Promise<ProviderVideo> {
    const plan = this.#plan(request);
    const { isBusy } = this;
    if (isBusy) call.report(progressOf("waiting-for-engine", {}));
    const video = await this.#draw(plan, async () => {
      if (isBusy) call.report(progressOf("preparing-picture", {}));
      return await request.picture.rgb(withRoom(request.size), call.signal);
    }, call);
    const { file, firstFrame } = video;
    return {
      kind: "video",
      bytes: ReadableStream.from([file]),
      labelCode: labelOf(video),
      firstFrame,
    };
  }

  /** Videos that wait or are drawn. */
  get jobs(): number {
    return this.#queue.length;
  }

  /** True while videos wait or are drawn. */
  get isBusy(): boolean {
    return this.#queue.length > 0;
  }

  /** Starts the worker and draws a few frames for nobody, so that no visitor waits for that. */
  async warm(): Promise<void> {
    const signal = new AbortController().signal;
    const size = withRoom(WARM_SIZE);
    const source = { ...size, data: warmPixels(size) };
    const plan = this.#plan({ size: WARM_SIZE, seed: 0, settings: {} });
    await this.#draw({ ...plan, frames: WARM_FRAMES }, () => source, { signal, report: () => {} });
  }

  /** Ends the worker; videos in work are canceled. */
  close(): void {
    this.#queue.close();
  }

  #plan({ size, seed, settings }: Omit<VideoRequest, "picture">): Omit<VideoJob, "source"> {
    const asked = readMotionSettings(settings);
    const { framesPerSecond = asked.framesPerSecond } = this.#options;
    const motion = { ...asked, framesPerSecond };
    return { size, seed, motion, frames: this.#options.frames ?? frameCount(motion) };
  }

  async #draw(
    plan: Omit<VideoJob, "source">,
    pixels: () => RgbPicture | Promise<RgbPicture>,
    call: Pick<ProviderCall, "signal" | "report">,
  ): Promise<DrawnVideo> {
    const prepare = async () => {
      const source = await pixels();
      return { input: { ...plan, source }, transfer: [source.data.buffer] };
    };
    const report = (frame: VideoProgress) =>
      call.report(progressOf("drawing", { frame, frames: plan.frames }));
    try {
      return await this.#queue.run(prepare, { signal: call.signal, report });
    } catch (error) {
      throw error instanceof WorkerFaultError ? engineFailed(error) : error;
    }
  }
}

function engineFailed(error: WorkerFaultError): ProviderError {
  const parameters = error.fault === "timed-out" ? { kind: "timed-out" } as const : {};
  return new ProviderError("engine-failed", parameters, { cause: error });
}

/** The size to draw from: even, because colour is kept for every second pixel. */
function withRoom({ width, height }: FrameSize): FrameSize {
  const roomy = (side: number) => 2 * Math.round(side * ROOM / 2);
  return { width: roomy(width), height: roomy(height) };
}

/**
 * Light and shade enough for a depth to be guessed, so that every step of a real video is taken.
 */
function warmPixels({ width, height }: FrameSize): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at++) data[at] = (at >> 14) + (at >> 7 & 31) + (at & 7);
  return data;
}
