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

/** A picture that stays where it is until it is needed, and is read once for each thing made of it. */
export class StoredPicture implements Picture {
  readonly width: number;
  readonly height: number;
  readonly #source: PictureSource;
  readonly #crop: Crop;
  readonly #isPlain: boolean;
  readonly #work: PictureWork;

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
    const isReady = this.#isReadyAs(size) && this.#source.bytes <= (maxBytes ?? Infinity);
    if (isReady) return (await this.#make({ kind: "check", size }, signal)).data;
    const limit = maxBytes === undefined ? {} : { maxBytes };
    return (await this.#make({ kind: "jpeg", size, crop: this.#crop, ...limit }, signal)).data;
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
