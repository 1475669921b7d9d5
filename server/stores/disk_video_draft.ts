import { ProviderError } from "../errors.ts";
import { fileThere, namesIn, removeIfThere, syncDirectory, syncFile } from "./durable_files.ts";
import { confirmWritten, createPrivate, FILE_MODE, stored, writeAll } from "../storage_failure.ts";
import { posterIdOf, posterName, videoName } from "../generation/ports/video_name.ts";
import type { VideoDraft } from "../generation/ports/video_store.ts";

/** A draft's own name and, in front of their endings, the names of what lies beside it. */
const DRAFT_FAMILY = /^(\.[\da-f-]{36}\.[\da-f-]{36}\.part)(?:\.lock|\.jpg|\.new)?$/;

/**
 * A video on its way to the disk: `.<id>.<random>.part` in the videos' own folder, so that one
 * rename publishes it. Beside it lies `….part.lock`, which this process keeps locked for as long as
 * the draft lives. The system drops that lock however the process ends, so a sweep by another
 * process tells orphans from work in progress without clocks or process numbers. The poster waits
 * as `….part.jpg`; who rewrites the draft may use `….part.new`.
 */
export class DiskVideoDraft implements VideoDraft {
  readonly path: string;
  readonly #directory: string;
  readonly #id: string;
  readonly #lock: Deno.FsFile;
  #size = 0;
  #isOpen = true;
  #hasPoster = false;

  private constructor(directory: string, options: { id: string; path: string; lock: Deno.FsFile }) {
    this.path = options.path;
    this.#directory = directory;
    this.#id = options.id;
    this.#lock = options.lock;
  }

  get size(): number {
    return this.#size;
  }

  /** An empty draft of the video `id`. The folder is made when it is missing. */
  static async create(directory: string, id: string): Promise<DiskVideoDraft> {
    await stored(Deno.mkdir(directory, { recursive: true }));
    for (;;) {
      const path = `${directory}/.${id}.${crypto.randomUUID()}.part`;
      const lock = await stored(takeLock(lockPath(path)));
      if (lock) return new DiskVideoDraft(directory, { id, path, lock });
    }
  }

  /** Writes all of `video`. The stream is canceled when that fails. */
  async fill(video: ReadableStream<Uint8Array<ArrayBuffer>>, maxBytes: number): Promise<void> {
    using file = await stored(createPrivate(this.path));
    for await (const chunk of video) {
      this.#size += chunk.length;
      if (this.#size > maxBytes) {
        throw new ProviderError("bad-output", { kind: "too-large", limitBytes: maxBytes });
      }
      await stored(writeAll(file, chunk));
    }
    await stored(confirmWritten(file, this.#size));
  }

  async addPoster(jpeg: Uint8Array): Promise<void> {
    const options = { write: true, create: true, truncate: true, mode: FILE_MODE };
    this.#hasPoster = false;
    using file = await stored(Deno.open(posterPath(this.path), options));
    await stored(writeAll(file, jpeg));
    await stored(confirmWritten(file, jpeg.length));
    this.#hasPoster = true;
  }

  async publish(): Promise<void> {
    const names = [[this.path, videoName(this.#id)] as const];
    if (this.#hasPoster) names.unshift([posterPath(this.path), posterName(this.#id)]);
    await stored(Promise.all(names.map(([path]) => syncFile(path))));
    for (const [path, name] of names) {
      await stored(Deno.rename(path, `${this.#directory}/${name}`));
    }
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
    await Promise.all(besides(this.path).map(removeIfThere));
    await removeIfThere(lockPath(this.path));
    this.#lock.close();
  }
}

/**
 * Removes the drafts in `directory` that no living process holds, and the posters that a process
 * published or copied before it died, without their videos. Returns how many files went.
 */
export async function sweepDrafts(directory: string): Promise<number> {
  const names = await namesIn(directory);
  let removed = 0;
  for (const draft of draftsIn(names)) removed += await removeIfOrphaned(`${directory}/${draft}`);
  const posters = names.map(posterIdOf).filter((id) => id !== undefined);
  // Looked up after the posters: a draft that put one there is in this list, or its video is there.
  const held = new Set([...draftsIn(await namesIn(directory))].map(idInDraft));
  for (const id of posters.filter((id) => !held.has(id))) {
    if (await fileThere(`${directory}/${videoName(id)}`)) continue;
    if (await removeIfThere(`${directory}/${posterName(id)}`)) removed++;
  }
  return removed;
}

/** The drafts of which anything is left. */
function draftsIn(names: readonly string[]): Set<string> {
  return new Set(
    names.map((name) => DRAFT_FAMILY.exec(name)?.[1]).filter((name) => name !== undefined),
  );
}

function idInDraft(name: string): string {
  return name.slice(1, name.indexOf(".", 1));
}

async function removeIfOrphaned(path: string): Promise<number> {
  const lock = await openIfThere(lockPath(path));
  try {
    if (lock && !(await lock.tryLock(true))) return 0;
    const parts = [path, ...besides(path)];
    const removed = (await Promise.all(parts.map(removeIfThere))).filter(Boolean).length;
    await removeIfThere(lockPath(path));
    return removed;
  } finally {
    lock?.close();
  }
}

function besides(draftPath: string): string[] {
  return [posterPath(draftPath), `${draftPath}.new`];
}

function posterPath(draftPath: string): string {
  return `${draftPath}.jpg`;
}

function lockPath(draftPath: string): string {
  return `${draftPath}.lock`;
}

/** The locked file, or `undefined` when a sweep took it away before it was locked. */
async function takeLock(path: string): Promise<Deno.FsFile | undefined> {
  const file = await createPrivate(path);
  await file.lock(true);
  const again = await openIfThere(path);
  again?.close();
  if (again) return file;
  file.close();
  return undefined;
}

async function openIfThere(path: string): Promise<Deno.FsFile | undefined> {
  try {
    return await Deno.open(path, { read: true, write: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
