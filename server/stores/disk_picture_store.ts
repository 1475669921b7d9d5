import {
  copyFile,
  fileThere,
  namesIn,
  removeIfThere,
  sizeOfFiles,
  syncDirectory,
  syncFile,
} from "./durable_files.ts";
import { bringBack, eraseAside, namesAside, setAside } from "./orphans.ts";
import { stored } from "../storage_failure.ts";
import type { KeptPicture, PictureStore } from "../generation/ports/picture_store.ts";
import { isVideoId } from "../generation/ports/video_name.ts";

const SUFFIX = ".picture";

/**
 * A folder of pictures, each in a file named after its generation; other files in it are not looked
 * at.
 */
export class DiskPictureStore implements PictureStore {
  readonly #directory: string;

  /** `directory` lies on the same disk as the folder of uploads; `open` makes it. */
  constructor(options: { readonly directory: string }) {
    this.#directory = options.directory;
  }

  /** @throws {StorageError} when the folder cannot be made */
  async open(): Promise<void> {
    await stored(Deno.mkdir(this.#directory, { recursive: true }));
  }

  async keep(id: string, uploadPath: string): Promise<void> {
    const path = this.#path(id);
    await stored(Deno.rename(uploadPath, path));
    // At once: as long as no generation has this id, nobody looks at the file.
    await stored(Promise.all([syncFile(path), syncDirectory(this.#directory)]));
  }

  async read(id: string): Promise<Uint8Array<ArrayBuffer>> {
    return await stored(Deno.readFile(this.#path(id)));
  }

  async copy(fromId: string, toId: string): Promise<void> {
    await stored(copyFile(this.#path(fromId), this.#path(toId)));
    await stored(syncDirectory(this.#directory));
  }

  async has(id: string): Promise<boolean> {
    return await stored(fileThere(this.#path(id))) !== undefined;
  }

  async remove(id: string): Promise<void> {
    await stored(removeIfThere(this.#path(id)));
  }

  async usedBytes(): Promise<number> {
    return await stored(sizeOfFiles(this.#directory));
  }

  async setAside(id: string): Promise<void> {
    await setAside(this.#directory, [`${id}${SUFFIX}`]);
  }

  async listAside(): Promise<string[]> {
    return (await namesAside(this.#directory)).map(idOf).filter((id) => id !== undefined);
  }

  async bringBack(id: string): Promise<void> {
    await bringBack(this.#directory, [`${id}${SUFFIX}`]);
  }

  async eraseAside(before: number): Promise<number> {
    const isOurs = (name: string) => idOf(name) !== undefined;
    return await eraseAside(this.#directory, { before, isOurs });
  }

  async *list(): AsyncIterable<KeptPicture> {
    for (const name of await stored(namesIn(this.#directory))) {
      const id = idOf(name);
      if (id === undefined) continue;
      const facts = await stored(fileThere(this.#path(id)));
      if (facts) yield { id, modified: facts.changed };
    }
  }

  #path(id: string): string {
    if (!isVideoId(id)) throw new TypeError("A picture's id must be a lower-case version 4 UUID");
    return `${this.#directory}/${id}${SUFFIX}`;
  }
}

/** The id in a picture's name; `undefined` for every name that the server did not make. */
function idOf(name: string): string | undefined {
  const id = name.slice(0, -SUFFIX.length);
  return name.endsWith(SUFFIX) && isVideoId(id) ? id : undefined;
}
