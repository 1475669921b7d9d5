import {
  copyFile,
  fileThere,
  namesIn,
  removeIfThere,
  syncDirectory,
  syncFile,
} from "./durable_files.ts";
import { stored } from "./storage_failure.ts";
import { isVideoId } from "./video_name.ts";

const SUFFIX = ".picture";

/** A kept picture. */
export interface KeptPicture {
  /** Id of the generation that it belongs to. */
  readonly id: string;
  /** When it was kept under this id. */
  readonly modified: Date;
}

/**
 * The pictures of accepted generations, byte for byte as they were sent, each in a file named after
 * its generation. A picture is kept until the film is made, or for another try while it is not.
 */
export class PictureStore {
  readonly #directory: string;

  /** `directory` lies on the same disk as the folder of uploads; `open` makes it. */
  constructor(options: { readonly directory: string }) {
    this.#directory = options.directory;
  }

  /** @throws {StorageError} when the folder cannot be made */
  async open(): Promise<void> {
    await stored(Deno.mkdir(this.#directory, { recursive: true }));
  }

  /** Where the picture of the generation `id` is, if it is kept. */
  path(id: string): string {
    if (!isVideoId(id)) throw new TypeError("A picture's id must be a lower-case version 4 UUID");
    return `${this.#directory}/${id}${SUFFIX}`;
  }

  /**
   * Takes the uploaded file over. Once this resolves, the picture survives a crash.
   *
   * @throws {StorageError} when it cannot be kept; the upload then is where it was, or here, where
   *   housekeeping finds that it belongs to nothing
   */
  async keep(id: string, uploadPath: string): Promise<void> {
    const path = this.path(id);
    await stored(Deno.rename(uploadPath, path));
    // At once: as long as no generation has this id, nobody looks at the file.
    await stored(Promise.all([syncFile(path), syncDirectory(this.#directory)]));
  }

  /**
   * Keeps the same picture for another generation.
   *
   * @throws {StorageError} when there is no such picture, or no room
   */
  async copy(fromId: string, toId: string): Promise<void> {
    await stored(copyFile(this.path(fromId), this.path(toId)));
    await stored(syncDirectory(this.#directory));
  }

  /** Whether the picture of the generation is still kept. */
  async has(id: string): Promise<boolean> {
    return await stored(fileThere(this.path(id))) !== undefined;
  }

  /** Removes the picture; there may be none. */
  async remove(id: string): Promise<void> {
    await stored(removeIfThere(this.path(id)));
  }

  /** All kept pictures, in no order; other files in the folder are not looked at. */
  async *list(): AsyncIterable<KeptPicture> {
    for (const name of await stored(namesIn(this.#directory))) {
      const id = name.slice(0, -SUFFIX.length);
      if (!name.endsWith(SUFFIX) || !isVideoId(id)) continue;
      const facts = await stored(fileThere(this.path(id)));
      if (facts) yield { id, modified: facts.changed };
    }
  }
}
