import { ProviderError } from "../generation/errors.ts";
import { namesIn, removeIfThere, syncDirectory } from "./durable_files.ts";
import { stored } from "./storage_failure.ts";
import { videoName } from "./video_name.ts";
import type { VideoDraft } from "./video_store.ts";

const DRAFT = /^\..+\.part$/;
const LOCK = /^\..+\.part\.lock$/;

/**
 * A film on its way to the disk: `.<id>.<random>.part` in the films' own folder, so that one rename
 * publishes it. Beside it lies `….part.lock`, which this process keeps locked for as long as the
 * draft lives. The system drops that lock however the process ends, so a sweep by another process
 * tells orphans from work in progress without clocks or process numbers.
 */
export class DiskVideoDraft implements VideoDraft {
  readonly path: string;
  readonly #directory: string;
  readonly #target: string;
  readonly #lock: Deno.FsFile;
  #size = 0;
  #isOpen = true;

  private constructor(directory: string, options: { id: string; path: string; lock: Deno.FsFile }) {
    this.path = options.path;
    this.#directory = directory;
    this.#target = `${directory}/${videoName(options.id)}`;
    this.#lock = options.lock;
  }

  get size(): number {
    return this.#size;
  }

  /** An empty draft of the film `id`. The folder is made when it is missing. */
  static async create(directory: string, id: string): Promise<DiskVideoDraft> {
    await stored(Deno.mkdir(directory, { recursive: true }));
    for (;;) {
      const path = `${directory}/.${id}.${crypto.randomUUID()}.part`;
      const lock = await stored(takeLock(lockPath(path)));
      if (lock) return new DiskVideoDraft(directory, { id, path, lock });
    }
  }

  /** Writes all of `film` and syncs it. The stream is canceled when that fails. */
  async fill(film: ReadableStream<Uint8Array<ArrayBuffer>>, maxBytes: number): Promise<void> {
    using file = await stored(Deno.open(this.path, { write: true, createNew: true }));
    for await (const chunk of film) {
      this.#size += chunk.length;
      if (this.#size > maxBytes) {
        throw new ProviderError(
          "bad-output",
          "The model's film is larger than this server stores.",
          {
            charged: "unknown",
          },
        );
      }
      await stored(writeAll(file, chunk));
    }
    await stored(file.sync());
  }

  async publish(): Promise<void> {
    await stored(Deno.rename(this.path, this.#target));
    await stored(syncDirectory(this.#directory));
    await this.#close();
  }

  async discard(): Promise<void> {
    if (!this.#isOpen) return;
    await removeIfThere(this.path);
    await this.#close();
  }

  /** The lock goes last: whoever finds a draft without one may remove it. */
  async #close(): Promise<void> {
    this.#isOpen = false;
    await removeIfThere(lockPath(this.path));
    this.#lock.close();
  }
}

/** Removes the drafts in `directory` that no living process holds. */
export async function sweepDrafts(directory: string): Promise<void> {
  for (const name of await namesIn(directory)) {
    if (DRAFT.test(name)) await removeIfOrphaned(`${directory}/${name}`);
    if (LOCK.test(name)) await removeIfOrphaned(`${directory}/${name.slice(0, -".lock".length)}`);
  }
}

async function removeIfOrphaned(path: string): Promise<void> {
  const lock = await openIfThere(lockPath(path));
  try {
    if (lock && !(await lock.tryLock(true))) return;
    await removeIfThere(path);
    await removeIfThere(lockPath(path));
  } finally {
    lock?.close();
  }
}

function lockPath(draftPath: string): string {
  return `${draftPath}.lock`;
}

/** The locked file, or `undefined` when a sweep took it away before it was locked. */
async function takeLock(path: string): Promise<Deno.FsFile | undefined> {
  const file = await Deno.open(path, { write: true, createNew: true });
  await file.lock(true);
  const again = await openIfThere(path);
  again?.close();
  if (again) return file;
  file.close();
  return undefined;
}

async function writeAll(file: Deno.FsFile, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) done += await file.write(chunk.subarray(done));
}

async function openIfThere(path: string): Promise<Deno.FsFile | undefined> {
  try {
    return await Deno.open(path, { read: true, write: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
