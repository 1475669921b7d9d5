import type { LibraryStore } from "./ports/library_store.ts";
import type { PictureStore } from "./ports/picture_store.ts";
import type { VideoStore } from "./ports/video_store.ts";
import type { GenerationNotifier } from "./generation_notifier.ts";

/** Everywhere that something of a generation is kept. */
export interface ErasureStores {
  readonly library: LibraryStore;
  readonly videos: VideoStore;
  readonly pictures: PictureStore;
  readonly notifier: GenerationNotifier;
}

/**
 * Erases an ended generation: video, picture, then its row, so that what could not be deleted is
 * still known and can be tried again.
 *
 * @throws {StorageError} when something could not be deleted; the row stays
 */
export async function eraseEnded(id: string, stores: ErasureStores, now: number): Promise<void> {
  await stores.videos.remove(id);
  await stores.pictures.remove(id);
  await stores.library.erase(id, now);
  stores.notifier.notify(id);
}
