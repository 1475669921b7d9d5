import type { LibraryStore } from "./ports/library_store.ts";
import { posterIdOf, posterName, videoIdOf, videoName } from "./ports/video_name.ts";
import type { StoredVideo, VideoStore } from "./ports/video_store.ts";

/**
 * Finds files by the names that they are served under. Those are the database's: a name that ends with
 * its sharing ends at once, whatever lies on the disk.
 */
export class VideoFiles {
  readonly #library: Pick<LibraryStore, "findByFileName">;
  readonly #videos: Pick<VideoStore, "find">;

  constructor({ library, videos }: {
    readonly library: Pick<LibraryStore, "findByFileName">;
    readonly videos: Pick<VideoStore, "find">;
  }) {
    this.#library = library;
    this.#videos = videos;
  }

  /** The video (`<uuid>.mp4`) or the poster (`<uuid>.jpg`) served under that name, or `undefined`. */
  async find(name: string): Promise<StoredVideo | undefined> {
    const fileName = videoIdOf(name) ?? posterIdOf(name);
    const id = fileName && await this.#library.findByFileName(fileName);
    if (!id) return undefined;
    return await this.#videos.find(videoIdOf(name) ? videoName(id) : posterName(id));
  }
}
