import type { LibraryStore } from "./ports/library_store.ts";
import type { PictureStore } from "./ports/picture_store.ts";
import type { VideoStore } from "./ports/video_store.ts";
import type { GenerationNews } from "./generation_news.ts";

/** Everywhere that something of a generation is kept. */
export interface Places {
  readonly library: LibraryStore;
  readonly videos: VideoStore;
  readonly pictures: PictureStore;
  readonly news: GenerationNews;
}

/**
 * Erases an ended generation: video, picture, then its row, so that what could not be deleted is
 * still known and can be tried again.
 *
 * @throws {StorageError} when something could not be deleted; the row stays
 */
export async function eraseEnded(id: string, places: Places, now: number): Promise<void> {
  await places.videos.remove(id);
  await places.pictures.remove(id);
  await places.library.erase(id, now);
  places.news.announce(id);
}
