import { type Crop, DEFAULT_CROP, isSameCrop } from "../../contract/crop.ts";
import type { FrameSize } from "../../contract/frame_size.ts";
import type { PictureLook, PictureSource } from "../generation/ports/picture_store.ts";
import type { JpegOptions, Picture, RgbPicture } from "../generation/ports/provider.ts";
import type { PictureJob, PictureOrder, PictureResult } from "./picture_jobs.ts";

/** Has a job done by the picture worker; the job is made when its turn has come. */
export type PictureWork = (
  makeJob: () => Promise<PictureJob>,
  signal: AbortSignal,
) => Promise<PictureResult>;

/** A JPEG up to this many bytes is kept until its generation ends. */
const MAX_KEPT_BYTES = 2_000_000;

/**
 * A picture that stays where it is until it is needed, and is read once for each thing made of it. The
 * JPEG that was made last stands in for another one of its size: the frame that was sent is the poster.
 */
export class StoredPicture implements Picture {
  readonly width: number;
  readonly height: number;
  readonly #source: PictureSource;
  readonly #crop: Crop;
  readonly #isPlain: boolean;
  readonly #work: PictureWork;
  #latest: PictureResult | undefined;

  constructor(
    source: PictureSource,
    { look, crop, work }: {
      readonly look: PictureLook;
      readonly crop: Crop;
      readonly work: PictureWork;
    },
  ) {
    this.width = look.width;
    this.height = look.height;
    this.#source = source;
    this.#crop = crop;
    this.#isPlain = look.isPlain;
    this.#work = work;
  }

  async jpeg(
    size: FrameSize,
    signal: AbortSignal,
    { maxBytes }: JpegOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { width, height, data } = this.#latest ?? {};
    const isMade = width === size.width && height === size.height && data !== undefined;
    if (isMade && data.length > 0 && data.length <= (maxBytes ?? Infinity)) return data;
    const made = await this.#makeJpeg(size, { signal, maxBytes });
    if (made.data.length <= MAX_KEPT_BYTES) this.#latest = made;
    return made.data;
  }

  async #makeJpeg(
    size: FrameSize,
    { signal, maxBytes }: { readonly signal: AbortSignal; readonly maxBytes: number | undefined },
  ): Promise<PictureResult> {
    const isReady = this.#isReadyAs(size) && this.#source.bytes <= (maxBytes ?? Infinity);
    if (isReady) return await this.#make({ kind: "check", size }, signal);
    const limit = maxBytes === undefined ? {} : { maxBytes };
    return await this.#make({ kind: "jpeg", size, crop: this.#crop, ...limit }, signal);
  }

  async rgb(size: FrameSize, signal: AbortSignal): Promise<RgbPicture> {
    return await this.#make({ kind: "rgb", size, crop: this.#crop }, signal);
  }

  /** Whether the bytes themselves are what a provider may have. */
  #isReadyAs(size: FrameSize): boolean {
    return this.#isPlain && size.width === this.width && size.height === this.height &&
      isSameCrop(this.#crop, DEFAULT_CROP);
  }

  /** Read when its turn has come, so that pictures that wait hold no memory. */
  #make(order: PictureOrder, signal: AbortSignal): Promise<PictureResult> {
    return this.#work(async () => ({ ...order, bytes: await this.#source.read() }), signal);
  }
}
