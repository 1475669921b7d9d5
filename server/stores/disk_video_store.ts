import { DiskVideo } from "./disk_video.ts";
import { DiskVideoDraft, sweepDrafts } from "./disk_video_draft.ts";
import { stored, toStorageError } from "./storage_failure.ts";
import { isVideoId, videoIdOf, videoName } from "./video_name.ts";
import type { StoredVideo, VideoDraft, VideoStore } from "./video_store.ts";

/** Films as plain files in one folder, `<uuid>.mp4`; drafts beside them under hidden names. */
export class DiskVideoStore implements VideoStore {
  readonly #directory: string;

  /** `directory` is made on the first write when it is missing. */
  constructor(options: { readonly directory: string }) {
    this.#directory = options.directory;
  }

  async write(
    id: string,
    film: ReadableStream<Uint8Array<ArrayBuffer>>,
    options: { readonly maxBytes: number },
  ): Promise<VideoDraft> {
    if (!isVideoId(id)) throw new TypeError("A film's id must be a lower-case version 4 UUID");
    let draft: DiskVideoDraft | undefined;
    try {
      draft = await DiskVideoDraft.create(this.#directory, id);
      await draft.fill(film, options.maxBytes);
      return draft;
    } catch (error) {
      if (!film.locked) await film.cancel(error).catch(() => {});
      await draft?.discard();
      throw error;
    }
  }

  async find(name: string): Promise<StoredVideo | undefined> {
    const id = videoIdOf(name);
    if (id === undefined) return undefined;
    const path = `${this.#directory}/${videoName(id)}`;
    try {
      const { isFile, size, mtime } = await Deno.lstat(path);
      return isFile ? new DiskVideo(path, { size, modified: mtime ?? new Date(0) }) : undefined;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw toStorageError(error);
    }
  }

  async sweepDrafts(): Promise<void> {
    await stored(sweepDrafts(this.#directory));
  }
}
