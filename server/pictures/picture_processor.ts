import { DEFAULT_CROP } from "../../contract/crop.ts";
import type { FrameSize } from "../../contract/frame_size.ts";
import { CanceledError, InputError } from "../errors.ts";
import type { OpenOptions, PictureLook, PictureSource } from "../generation/ports/picture_store.ts";
import type { Picture, RgbPicture } from "../generation/ports/provider.ts";
import { WorkerFaultError } from "../workers/job_worker.ts";
import { WorkerQueue } from "../workers/worker_queue.ts";
import { type PictureWork, StoredPicture } from "./kept_picture.ts";
import type { PictureJob, PictureResult } from "./picture_jobs.ts";
import { seePicture } from "./picture_look.ts";

/** What the slowest honest pictures need several times over, in milliseconds. */
const DEFAULT_TIMEOUT_MS = 5_000;
/** A picture that needs longer keeps no other one waiting. */
const SLOW_MS = 1_000;
/**
 * The library decodes in threads of its own, which no other thread can end: until they are through, its
 * memory is not given back, and by itself alone.
 */
const GRACE_MS = 60_000;

/**
 * The least that libvips starts with: reading its WebAssembly modules (given up once they are
 * loaded), the names of the temporary folder, and the number of processors. Pictures reach it as
 * bytes and leave it as bytes.
 */
const WORKER_PERMISSIONS: Deno.PermissionOptions = {
  read: "inherit",
  env: ["TMPDIR", "TMP", "TEMP"],
  sys: ["cpus"],
  net: false,
  write: false,
  run: false,
  ffi: false,
  import: false,
};

/** Options of a `PictureProcessor`. */
export interface PictureProcessorOptions {
  /** How long one step with one picture may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** From when on others do not wait for it, in milliseconds. */
  readonly slowMs?: number;
}

/**
 * Looks at uploaded pictures and opens them. All decoding happens in one worker thread, one picture
 * after the other, unless one is slow; the worker starts with the first picture that needs it, or with
 * `warm`.
 */
export class PictureProcessor {
  readonly #queue: WorkerQueue<PictureJob, PictureResult>;
  readonly #timeoutMs: number;

  constructor(
    { timeoutMs = DEFAULT_TIMEOUT_MS, slowMs = SLOW_MS }: PictureProcessorOptions = {},
  ) {
    this.#timeoutMs = timeoutMs;
    this.#queue = new WorkerQueue({
      url: new URL("./picture_worker.ts", import.meta.url),
      permissions: WORKER_PERMISSIONS,
      timeoutMs,
      slowMs,
      graceMs: GRACE_MS,
      rehearsal: { kind: "warm" },
    });
  }

  /** Jobs that wait or run. */
  get jobs(): number {
    return this.#queue.length;
  }

  /**
   * Looks at a picture, of whatever type its bytes show it to be; its name and its claimed type are
   * not asked. The worker is asked only where the header is not understood here, so that nobody waits
   * for another visitor's picture.
   *
   * @throws {InputError} when it is no picture, too large, too slow or too small, or cut off
   * @throws {CanceledError} when the signal aborts
   */
  async look(source: PictureSource, signal: AbortSignal): Promise<PictureLook> {
    const { type, isPlain, size } = seePicture(await source.read());
    if (signal.aborted) throw new CanceledError();
    const { width, height } = size ?? await this.#measure(source, signal);
    return { type, width, height, isPlain };
  }

  /**
   * Opens a picture, to be cropped as `crop` says. Nothing of it is read where an earlier look is
   * given: the picture's methods throw `image-unreadable` when its data turn out to be damaged, and
   * `image-too-slow` when that takes too long. The
   * source must be there until the picture has been used.
   *
   * @throws as `look`, where none is given
   */
  async open(
    source: PictureSource,
    { look, crop = DEFAULT_CROP, signal }: OpenOptions,
  ): Promise<Picture> {
    const known = look ?? await this.look(source, signal);
    return new StoredPicture(source, { look: known, crop, work: this.#work });
  }

  /**
   * The JPEG of a video's frame. Its pixels are given away.
   *
   * @throws {CanceledError} when the signal aborts
   */
  async encode(
    { data, ...size }: RgbPicture,
    signal: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.#work(() => Promise.resolve({ kind: "encode", size, bytes: data }), signal))
      .data;
  }

  /** Starts the worker and takes its first slow steps, so that no visitor waits for them. */
  async warm(): Promise<void> {
    await this.#work(() => Promise.resolve({ kind: "warm" }), new AbortController().signal);
  }

  /** Ends the worker; pictures in work are canceled. */
  close(): void {
    this.#queue.close();
  }

  #measure(source: PictureSource, signal: AbortSignal): Promise<FrameSize> {
    // Read once more, when its turn has come: pictures that wait hold no memory.
    return this.#work(async () => ({ kind: "measure", bytes: await source.read() }), signal);
  }

  readonly #work: PictureWork = async (makeJob, signal) => {
    try {
      return await this.#queue.run(async () => {
        const input = await makeJob();
        return { input, transfer: input.kind === "warm" ? [] : [input.bytes.buffer] };
      }, { signal });
    } catch (error) {
      throw error instanceof WorkerFaultError ? this.#pictureFault(error) : error;
    }
  };

  /** A decoder that stumbles over a picture blames the picture; one that never ran is our own fault. */
  #pictureFault(error: WorkerFaultError): Error {
    if (error.fault === "unstarted") return error;
    if (error.fault !== "timed-out") {
      return new InputError("image-unreadable", {}, { cause: error });
    }
    const limitSeconds = this.#timeoutMs / 1000;
    return new InputError("image-too-slow", { kind: "time", limitSeconds }, { cause: error });
  }
}
