import { StorageError } from "../../server/errors.ts";
import type { KeptPicture, PictureStore } from "../../server/generation/ports/picture_store.ts";

/** Pictures that lie in no file, as those of an object store do not. */
export class MemoryPictureStore implements PictureStore {
  readonly #pictures = new Map<string, { readonly bytes: Uint8Array; readonly modified: Date }>();

  put(id: string, bytes: Uint8Array): void {
    this.#pictures.set(id, { bytes, modified: new Date() });
  }

  // deno-lint-ignore require-await -- the port is asynchronous
  async usedBytes(): Promise<number> {
    return this.#pictures.values().reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  async keep(id: string, uploadPath: string): Promise<void> {
    try {
      this.put(id, await Deno.readFile(uploadPath));
      await Deno.remove(uploadPath);
    } catch (cause) {
      throw new StorageError("storage-failed", {}, { cause });
    }
  }

  // deno-lint-ignore require-await -- makes failures rejections
  async read(id: string): Promise<Uint8Array<ArrayBuffer>> {
    const picture = this.#pictures.get(id);
    if (!picture) throw new StorageError("storage-failed");
    return new Uint8Array(picture.bytes);
  }

  async copy(fromId: string, toId: string): Promise<void> {
    this.put(toId, await this.read(fromId));
  }

  has(id: string): Promise<boolean> {
    return Promise.resolve(this.#pictures.has(id));
  }

  remove(id: string): Promise<void> {
    this.#pictures.delete(id);
    return Promise.resolve();
  }

  setAside(id: string): Promise<void> {
    return this.remove(id);
  }

  listAside(): Promise<string[]> {
    return Promise.resolve([]);
  }

  bringBack(): Promise<void> {
    return Promise.resolve();
  }

  eraseAside(): Promise<number> {
    return Promise.resolve(0);
  }

  async *list(): AsyncIterable<KeptPicture> {
    for (const [id, { modified }] of this.#pictures) yield await Promise.resolve({ id, modified });
  }
}
