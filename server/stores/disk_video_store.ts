import { statfs } from "node:fs/promises";
import { DiskVideo } from "./disk_video.ts";
import { DiskVideoDraft, sweepDrafts } from "./disk_video_draft.ts";
import { copyVideo, removeVideo } from "./disk_video_names.ts";
import { fileThere, namesIn, sizeOfFiles } from "./durable_files.ts";
import { bringBack, eraseAside, namesAside, setAside } from "./orphans.ts";
import { stored, toStorageError } from "../storage_failure.ts";
import {
  isVideoId,
  posterIdOf,
  posterName,
  videoIdOf,
  videoName,
} from "../generation/ports/video_name.ts";
import type {
  ListedVideo,
  StoredVideo,
  VideoDraft,
  VideoStore,
} from "../generation/ports/video_store.ts";

/**
 * Videos as plain files in one folder, `<uuid>.mp4`, with their posters, `<uuid>.jpg`; drafts
 * beside them under hidden names.
 */
export class DiskVideoStore implements VideoStore {
  readonly #directory: string;

  /** `directory` is made on the first write when it is missing. */
  constructor(options: { readonly directory: string }) {
    this.#directory = options.directory;
  }

  async write(
    id: string,
    video: ReadableStream<Uint8Array<ArrayBuffer>>,
    options: { readonly maxBytes: number },
  ): Promise<VideoDraft> {
    requireVideoId(id);
    let draft: DiskVideoDraft | undefined;
    try {
      draft = await DiskVideoDraft.create(this.#directory, id);
      await draft.fill(video, options.maxBytes);
      return draft;
    } catch (error) {
      if (!video.locked) await video.cancel(error).catch(() => {});
      await draft?.discard();
      throw error;
    }
  }

  async find(name: string): Promise<StoredVideo | undefined> {
    if (videoIdOf(name) === undefined && posterIdOf(name) === undefined) return undefined;
    const path = `${this.#directory}/${name}`;
    try {
      const { isFile, size, mtime } = await Deno.lstat(path);
      return isFile ? new DiskVideo(path, { size, modified: mtime ?? new Date(0) }) : undefined;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw toStorageError(error);
    }
  }

  async copy(fromId: string, toId: string): Promise<boolean> {
    requireVideoId(toId);
    return isVideoId(fromId) && await copyVideo(this.#directory, { fromId, toId });
  }

  async remove(id: string): Promise<boolean> {
    return isVideoId(id) && await stored(removeVideo(this.#directory, id));
  }

  async setAside(id: string): Promise<void> {
    requireVideoId(id);
    // The video goes last: as long as it is listed, the next sweep finds both.
    await setAside(this.#directory, [posterName(id), videoName(id)]);
  }

  async listAside(): Promise<string[]> {
    const names = await namesAside(this.#directory);
    return names.map(videoIdOf).filter((id) => id !== undefined);
  }

  async bringBack(id: string): Promise<void> {
    requireVideoId(id);
    // As when it was published: a video that is seen has its poster.
    await bringBack(this.#directory, [posterName(id), videoName(id)]);
  }

  async eraseAside(before: number): Promise<number> {
    const isOurs = (name: string) => (videoIdOf(name) ?? posterIdOf(name)) !== undefined;
    return await eraseAside(this.#directory, { before, isOurs });
  }

  async *list(): AsyncGenerator<ListedVideo> {
    for (const name of await stored(namesIn(this.#directory))) {
      const id = videoIdOf(name);
      const facts = id && await stored(fileThere(`${this.#directory}/${name}`));
      if (id && facts) yield { id, size: facts.bytes, modified: facts.changed };
    }
  }

  async usedBytes(): Promise<number> {
    // Copies are further names of one file.
    return await stored(sizeOfFiles(this.#directory));
  }

  async freeBytes(): Promise<number> {
    try {
      const { bavail, bsize, blocks } = await statfs(this.#directory);
      // Some network and user-space file systems tell nothing, which they do with zeros.
      return blocks === 0 ? Infinity : bavail * bsize;
    } catch (error) {
      // The server was started in some other way, without the permission to ask.
      if (error instanceof Deno.errors.NotCapable) return Infinity;
      throw toStorageError(error);
    }
  }

  async sweepDrafts(): Promise<number> {
    return await stored(sweepDrafts(this.#directory));
  }
}

function requireVideoId(id: string): void {
  if (!isVideoId(id)) throw new TypeError("A video's id must be a lower-case version 4 UUID");
}
