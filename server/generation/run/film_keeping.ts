import type { FilmMarks } from "../../../contract/film_marks.ts";
import type { FilmFacts } from "../../../contract/generation.ts";
import type { Log } from "../../log.ts";
import type { FrameSize, Picture, ProviderFilm } from "../../providers/provider.ts";
import type { VideoDraft, VideoStore } from "../../stores/video_store.ts";
import type { Claim } from "./claim.ts";

/** What a film is kept with. */
export interface FilmKeeping {
  readonly videos: VideoStore;
  /**
   * Checks the film in the file, puts its index first and writes the marks into it.
   *
   * @throws {ProviderError} `bad-output` or `unplayable-codec` when browsers cannot play it
   */
  readonly finishFilm: (path: string, marks: FilmMarks) => Promise<FilmFacts>;
  readonly maxFilmBytes: number;
  readonly log: Log;
}

/** What belongs to one film. */
export interface KeptFilm {
  readonly claim: Claim;
  readonly marks: FilmMarks;
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
export async function keepFilm(
  bytes: ProviderFilm["bytes"],
  film: KeptFilm,
  dependencies: FilmKeeping,
): Promise<FilmFacts> {
  const { signal, generation } = film.claim;
  // A stream that ends with the run, whatever the provider does.
  const stream = bytes.pipeThrough(new TransformStream(), { signal });
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
  { finishFilm, log }: FilmKeeping,
): Promise<FilmFacts> {
  const { claim, marks } = film;
  const { width, height, frames, framesPerSecond, durationSeconds, bytes } = await finishFilm(
    draft.path,
    marks,
  );
  const posterBytes = await addPoster(draft, { width, height }, film).catch((error) => {
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
  };
}

/** The picture as it was sent is what the film begins with. Returns the poster's size in bytes. */
async function addPoster(
  draft: VideoDraft,
  size: FrameSize,
  { claim: { signal }, openPicture }: KeptFilm,
): Promise<number> {
  const scale = Math.min(1, MAX_POSTER_SIDE / Math.max(size.width, size.height));
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  const jpeg = await (await openPicture()).jpeg({ width, height }, signal);
  await draft.addPoster(jpeg);
  return jpeg.length;
}
