import type { FilmMarks } from "../../../contract/film_marks.ts";
import type { FilmFacts } from "../../../contract/generation.ts";
import type { Log } from "../../log.ts";
import type { FrameSize } from "../../../contract/frame_size.ts";
import type { Picture, ProviderFilm, RgbPicture } from "../ports/provider.ts";
import type { VideoDraft, VideoStore } from "../ports/video_store.ts";
import type { Model } from "../../models/model.ts";
import type { Claim } from "./claim.ts";
import { filmMarksOf } from "./film_marking.ts";

/** What a film is kept with. */
export interface FilmKeeping {
  readonly videos: VideoStore;
  /**
   * Checks the film in the file, puts its index first and writes the marks into it.
   *
   * @throws {ProviderError} `bad-output` or `unplayable-codec` when browsers cannot play it
   */
  readonly finishFilm: (path: string, marks: FilmMarks) => Promise<FilmFacts>;
  /** The JPEG of a frame, whose pixels it may take away. */
  readonly encodeFrame: (
    frame: RgbPicture,
    signal: AbortSignal,
  ) => Promise<Uint8Array<ArrayBuffer>>;
  readonly maxFilmBytes: number;
  readonly log: Log;
}

/** What belongs to one film. */
export interface KeptFilm {
  /** The film as it came. */
  readonly made: Omit<ProviderFilm, "kind">;
  readonly claim: Claim;
  readonly model: Model;
  /** Opens the picture that the film was made of. */
  readonly openPicture: () => Promise<Picture>;
}

/** Longest side of a poster in pixels; larger films are played, not looked at. */
const MAX_POSTER_SIDE = 2048;

/**
 * Stores a provider's film with its poster: written, finished, and visible only then. Nothing stays
 * behind when it throws.
 *
 * @throws {ProviderError} when the film breaks off, is too long or cannot be played
 * @throws {StorageError} when it cannot be written
 * @throws the claim's reason when the run is broken off
 */
export async function keepFilm(film: KeptFilm, dependencies: FilmKeeping): Promise<FilmFacts> {
  const { signal, generation } = film.claim;
  // A stream that ends with the run, whatever the provider does.
  const stream = film.made.bytes.pipeThrough(new TransformStream(), { signal });
  const { videos, maxFilmBytes } = dependencies;
  const draft = await videos.write(generation.id, stream, { maxBytes: maxFilmBytes });
  try {
    return await publish(draft, film, dependencies);
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

async function publish(
  draft: VideoDraft,
  film: KeptFilm,
  dependencies: FilmKeeping,
): Promise<FilmFacts> {
  const { claim, model, made: { label } } = film;
  const { finishFilm, log } = dependencies;
  const marks = filmMarksOf({ ...claim.generation, route: claim.route }, model, label);
  const { width, height, frames, framesPerSecond, durationSeconds, bytes } = await finishFilm(
    draft.path,
    marks,
  );
  const addPoster = async () => {
    const jpeg = await drawPoster(film, { width, height }, dependencies);
    await draft.addPoster(jpeg);
    return jpeg.length;
  };
  const posterBytes = await addPoster().catch((error) => {
    // A film without a poster is still a film.
    log.info("poster not made", { id: claim.generation.id, cause: String(error) });
    return undefined;
  });
  // The last look before the film becomes visible: is it still this runner's, still wanted?
  await claim.renew();
  claim.signal.throwIfAborted();
  await draft.publish();
  return {
    ...{ width, height, frames, durationSeconds },
    ...(framesPerSecond === undefined ? {} : { framesPerSecond }),
    bytes,
    ...(posterBytes === undefined ? {} : { posterBytes }),
    ...(label === undefined ? {} : { label }),
  };
}

/** What the film begins with: the frame that came with it, or else the picture as it was sent. */
async function drawPoster(
  { claim: { signal }, openPicture, made: { firstFrame } }: KeptFilm,
  size: FrameSize,
  { encodeFrame }: FilmKeeping,
): Promise<Uint8Array<ArrayBuffer>> {
  if (firstFrame !== undefined) return await encodeFrame(firstFrame, signal);
  const scale = Math.min(1, MAX_POSTER_SIDE / Math.max(size.width, size.height));
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  return await (await openPicture()).jpeg({ width, height }, signal);
}
