import { CanceledError, InputError } from "../errors.ts";
import type { ImageType } from "../../contract/image_limits.ts";
import { type Crop, DEFAULT_CROP, isSameCrop } from "../../contract/crop.ts";
import type { FrameSize } from "../../contract/frame_size.ts";
import type { JpegOptions, Picture, RgbPicture } from "../generation/ports/provider.ts";
import { WorkerFaultError } from "../workers/job_worker.ts";
import { plainJpegSize } from "./jpeg_structure.ts";
import { turnSize } from "./picture_area.ts";
import { isCutOff } from "./picture_end.ts";
import { pictureHeader } from "./picture_header.ts";
import type { FrameOrder, PictureJob, PictureResult } from "./picture_jobs.ts";
import { checkPictureSize } from "./picture_limits.ts";
import { WorkerQueue } from "../workers/worker_queue.ts";

const DEFAULT_TIMEOUT_MS = 30_000;

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

/** Options of a `PictureStudio`. */
export interface PictureStudioOptions {
  /** How long one step with one picture may take, in milliseconds. */
  readonly timeoutMs?: number;
}

/** How a picture is opened. */
export interface OpenOptions {
  readonly type: ImageType;
  readonly signal: AbortSignal;
  /** Which part of it is used; the middle when left out. */
  readonly crop?: Crop | undefined;
}

/**
 * Opens uploaded pictures. All decoding happens in one worker thread, one picture after the
 * other; the worker starts with the first picture that needs it, or with `warm`.
 */
export class PictureStudio {
  readonly #queue: WorkerQueue<PictureJob, PictureResult>;

  constructor({ timeoutMs = DEFAULT_TIMEOUT_MS }: PictureStudioOptions = {}) {
    this.#queue = new WorkerQueue({
      url: new URL("./picture_worker.ts", import.meta.url),
      permissions: WORKER_PERMISSIONS,
      timeoutMs,
      rehearsal: { kind: "warm" },
    });
  }

  /**
   * Opens the picture in the file at `path`, of a type that its bytes have shown, to be cropped as
   * `crop` says. Only the header is read, by the worker only where it is not understood here, so that
   * nobody waits for another visitor's picture: the picture's methods throw `image-unreadable` too, when
   * the rest turns out to be damaged. The file must stay until the picture has been used.
   *
   * @throws {InputError} `image-too-many-pixels`, `image-too-small` or `image-unreadable`
   * @throws {CanceledError} when the signal aborts
   */
  async open(path: string, options: OpenOptions): Promise<Picture> {
    const { type, signal, crop = DEFAULT_CROP } = options;
    const bytes = await Deno.readFile(path);
    if (signal.aborted) throw new CanceledError();
    const header = pictureHeader(bytes, type);
    if (header) checkPictureSize(header, header.held);
    if (isCutOff(bytes, type)) throw cutOff();
    const size = header?.orientation === undefined
      ? await this.#work(
        async () => ({ kind: "measure", bytes: await Deno.readFile(path) }),
        signal,
      )
      : turnSize(header, header.orientation);
    const isPlain = type === "image/jpeg" && plainJpegSize(bytes) !== undefined;
    return new StoredPicture(path, { size, crop, isPlain, work: this.#work });
  }

  /**
   * The JPEG of a film's frame. Its pixels are given away.
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

  readonly #work: PictureWork = async (makeJob, signal) => {
    try {
      return await this.#queue.run(async () => {
        const input = await makeJob();
        return { input, transfer: input.kind === "warm" ? [] : [input.bytes.buffer] };
      }, { signal });
    } catch (error) {
      throw error instanceof WorkerFaultError ? pictureFault(error) : error;
    }
  };
}

type PictureWork = (
  makeJob: () => Promise<PictureJob>,
  signal: AbortSignal,
) => Promise<PictureResult>;

/** A decoder that stumbles over a picture blames the picture; one that never ran is our own fault. */
function pictureFault(error: WorkerFaultError): Error {
  if (error.fault === "unstarted") return error;
  return new InputError(
    "image-unreadable",
    error.fault === "timed-out"
      ? "The picture takes too long to read. Save it smaller and try again."
      : "The picture is damaged and cannot be read. Save it again and retry.",
    { cause: error },
  );
}

function cutOff(): InputError {
  return new InputError(
    "image-unreadable",
    "The picture is cut off: its file ends too early. Copy or download it again and retry.",
  );
}

interface StoredPictureOptions {
  readonly size: FrameSize;
  readonly crop: Crop;
  readonly isPlain: boolean;
  readonly work: PictureWork;
}

/** A picture that stays in its file until it is needed. */
class StoredPicture implements Picture {
  readonly width: number;
  readonly height: number;
  readonly #path: string;
  readonly #crop: Crop;
  readonly #isPlain: boolean;
  readonly #work: PictureWork;

  constructor(path: string, { size, crop, isPlain, work }: StoredPictureOptions) {
    this.width = size.width;
    this.height = size.height;
    this.#path = path;
    this.#crop = crop;
    this.#isPlain = isPlain;
    this.#work = work;
  }

  async jpeg(
    size: FrameSize,
    signal: AbortSignal,
    { maxBytes }: JpegOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#isReadyAs(size)) {
      const { size: bytes } = await Deno.stat(this.#path);
      if (bytes <= (maxBytes ?? Infinity)) return await this.#checked(size, signal);
    }
    const order = { size, ...(maxBytes === undefined ? {} : { maxBytes }) };
    return (await this.#draw("jpeg", order, signal)).data;
  }

  async #checked(size: FrameSize, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const job = async () =>
      ({ kind: "check", size, bytes: await Deno.readFile(this.#path) }) as const;
    return (await this.#work(job, signal)).data;
  }

  async rgb(size: FrameSize, signal: AbortSignal): Promise<RgbPicture> {
    return await this.#draw("rgb", { size }, signal);
  }

  /** Whether the file itself is what a provider may have. */
  #isReadyAs(size: FrameSize): boolean {
    return this.#isPlain && size.width === this.width && size.height === this.height &&
      isSameCrop(this.#crop, DEFAULT_CROP);
  }

  #draw(
    kind: "jpeg" | "rgb",
    order: Omit<FrameOrder, "crop">,
    signal: AbortSignal,
  ): Promise<PictureResult> {
    return this.#work(
      async () => ({ ...order, kind, crop: this.#crop, bytes: await Deno.readFile(this.#path) }),
      signal,
    );
  }
}
