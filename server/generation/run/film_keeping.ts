import type { FilmFacts } from "../../../contract/generation.ts";
import type { ProviderFilm } from "../../providers/provider.ts";
import type { VideoDraft, VideoStore } from "../../stores/video_store.ts";
import type { Claim } from "./claim.ts";

/** What a film is kept with. */
export interface FilmKeeping {
  readonly videos: VideoStore;
  /** @throws {ProviderError} `bad-output` when the file is no film that browsers play */
  readonly inspectFilm: (path: string) => Promise<FilmFacts>;
  readonly maxFilmBytes: number;
}

/**
 * Stores a provider's film: written, inspected, and visible only then. Nothing stays behind when it
 * throws.
 *
 * @throws {ProviderError} when the film breaks off, is too long or cannot be played
 * @throws {StorageError} when it cannot be written
 * @throws the claim's reason when the run is broken off
 */
export async function keepFilm(
  bytes: ProviderFilm["bytes"],
  claim: Claim,
  { videos, inspectFilm, maxFilmBytes }: FilmKeeping,
): Promise<FilmFacts> {
  // A stream that ends with the run, whatever the provider does.
  const film = bytes.pipeThrough(new TransformStream(), { signal: claim.signal });
  const draft = await videos.write(claim.generation.id, film, { maxBytes: maxFilmBytes });
  return await publish(draft, claim, inspectFilm);
}

async function publish(
  draft: VideoDraft,
  claim: Claim,
  inspectFilm: FilmKeeping["inspectFilm"],
): Promise<FilmFacts> {
  try {
    const { width, height, frames, durationSeconds, bytes } = await inspectFilm(draft.path);
    // The last look before the film becomes visible: is it still this runner's, still wanted?
    await claim.renew();
    claim.signal.throwIfAborted();
    await draft.publish();
    return { width, height, frames, durationSeconds, bytes };
  } catch (error) {
    await draft.discard();
    throw error;
  }
}
