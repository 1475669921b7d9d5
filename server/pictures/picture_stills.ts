import { STILL_SIDE } from "../../contract/still.ts";
import { InputError } from "../errors.ts";
import type {
  PictureSource,
  PictureStill,
  StillDrawing,
} from "../generation/ports/picture_store.ts";
import type { PictureProcessor } from "./picture_processor.ts";

/** Stills that are drawn at a time, over all visitors: videos are made of pictures in the same queue. */
const MOST_AT_ONCE = 4;
const RETRY_AFTER_SECONDS = 5;

/** Draws stills with the picture worker. */
export class PictureStills implements StillDrawing {
  readonly #pictures: PictureProcessor;
  /** Whose are being drawn. */
  readonly #drawing = new Set<string>();

  constructor(pictures: PictureProcessor) {
    this.#pictures = pictures;
  }

  async draw(
    source: PictureSource,
    { visitorId, signal }: { readonly visitorId: string; readonly signal: AbortSignal },
  ): Promise<PictureStill> {
    if (this.#drawing.has(visitorId) || this.#drawing.size >= MOST_AT_ONCE) {
      throw new InputError("still-busy", {}, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    this.#drawing.add(visitorId);
    try {
      return await this.#draw(source, signal);
    } finally {
      this.#drawing.delete(visitorId);
    }
  }

  async #draw(source: PictureSource, signal: AbortSignal): Promise<PictureStill> {
    const picture = await this.#pictures.open(source, { signal });
    const { width, height } = picture;
    const scale = Math.min(1, STILL_SIDE / Math.max(width, height));
    const size = {
      width: Math.max(1, Math.round(width * scale)),
      height: Math.max(1, Math.round(height * scale)),
    };
    return { jpeg: await picture.jpeg(size, signal), picture: { width, height } };
  }
}
