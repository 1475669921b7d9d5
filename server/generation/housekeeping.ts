import type { Log } from "../log.ts";
import type { Clock } from "../clock.ts";
import type { Generation } from "./generation.ts";
import { eraseEnded, type ErasureStores } from "./erasure.ts";

/** What housekeeping is handed. */
export interface HousekeepingDependencies extends ErasureStores {
  readonly log: Log;
  readonly clock: Clock;
  /** Called after a sweep that may have made room. */
  readonly onFreed: () => void;
}

const PAUSE_MS = 10 * 60 * 1000;
/** A file without a row may belong to a request that is just being accepted, until it is this old. */
const ORPHAN_AGE_MS = 60 * 60 * 1000;

/** How many rows are asked for at once. */
const PAGE = 200;

/** What a generation still needs of its files. */
const IS_NEEDED = {
  video: ({ state }: Generation) => state !== "failed" && state !== "canceled",
  picture: ({ state }: Generation) => state !== "succeeded",
};

/** Something that keeps one file for each id. */
interface FilePlace {
  list(): AsyncIterable<{ readonly id: string; readonly modified: Date }>;
  remove(id: string): Promise<unknown>;
}

/**
 * Deletes what nobody needs any more: generations whose time is up, files without a generation,
 * pictures of finished videos, drafts of dead processes. What cannot be deleted is kept, logged
 * once and tried again with each sweep.
 */
export class Housekeeping {
  readonly #dependencies: HousekeepingDependencies;
  /** Tasks that failed the last time, so that each is logged once. */
  readonly #failing = new Set<string>();
  #cancelTimer: () => void = () => {};
  #current: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(dependencies: HousekeepingDependencies) {
    this.#dependencies = dependencies;
  }

  /** Sweeps now, and ten minutes after each sweep until `stop`. */
  start(): void {
    if (this.#isStopped) return;
    this.#current = this.sweep().then(() => {
      if (this.#isStopped) return;
      this.#cancelTimer = this.#dependencies.clock.after(PAUSE_MS, () => this.start());
    });
  }

  /** Resolves once nothing is deleted any more; a sweep that runs is broken off. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer();
    await this.#current;
  }

  /** Deletes everything that is due. Never rejects. */
  async sweep(): Promise<void> {
    const { videos, pictures, onFreed } = this.#dependencies;
    await this.#attempt("expired generations", () => this.#eraseExpired());
    await this.#attempt("videos nobody needs", () => this.#removeUnneeded("video", videos));
    await this.#attempt("pictures nobody needs", () => this.#removeUnneeded("picture", pictures));
    await this.#attempt("drafts", () => videos.sweepDrafts());
    onFreed();
  }

  async #eraseExpired(): Promise<void> {
    const { library, clock } = this.#dependencies;
    const tried = new Set<string>();
    while (!this.#isStopped) {
      const expired = await library.listExpired(clock.now(), PAGE + tried.size);
      const due = expired.map(({ id }) => id).filter((id) => !tried.has(id));
      if (due.length === 0) return;
      for (const id of due) {
        tried.add(id);
        const erase = () => eraseEnded(id, this.#dependencies, clock.now());
        await this.#attempt(`generation ${id}`, erase);
      }
    }
  }

  /** A crash can leave files without a generation, or of one that has ended without needing them. */
  async #removeUnneeded(kind: keyof typeof IS_NEEDED, place: FilePlace): Promise<void> {
    const { library, clock } = this.#dependencies;
    for await (const { id, modified } of place.list()) {
      const generation = await library.find(id);
      const isNeeded = generation
        ? IS_NEEDED[kind](generation)
        : modified.getTime() >= clock.now() - ORPHAN_AGE_MS;
      if (!isNeeded) await this.#attempt(`${kind} ${id}`, () => place.remove(id));
    }
  }

  /** A failure is logged unless the same task failed the last time, too. */
  async #attempt(task: string, action: () => Promise<unknown>): Promise<void> {
    if (this.#isStopped) return;
    try {
      await action();
      this.#failing.delete(task);
    } catch (error) {
      const isNew = !this.#failing.has(task);
      this.#failing.add(task);
      if (isNew) this.#dependencies.log.error("housekeeping could not delete", { task, error });
    }
  }
}
