import type { GenerationNotifier } from "./generation_notifier.ts";
import type { Log } from "../log.ts";
import type { LibraryStore } from "./ports/library_store.ts";
import type { WaitingLine } from "./waiting_line.ts";

/** What the watch looks at, and whom it tells. */
export interface ChangeWatchDependencies {
  readonly library: Pick<LibraryStore, "marksOf">;
  readonly line: Pick<WaitingLine, "places">;
  readonly notifier: GenerationNotifier;
  readonly log: Log;
  /** How often it looks while somebody follows, in milliseconds. */
  readonly pollMs: number;
}

/**
 * Looks at the store for all who follow generations in this process, so that none of them has to: what
 * another process wrote, or a place in the queue that has changed, is told through the notifier.
 */
export class ChangeWatch {
  readonly #dependencies: ChangeWatchDependencies;
  #followers = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #known: ReadonlyMap<string, string> = new Map();
  #isFailing = false;

  constructor(dependencies: ChangeWatchDependencies) {
    this.#dependencies = dependencies;
  }

  /** It looks until the last one who has begun to follow is disposed of. */
  follow(): Disposable {
    this.#followers++;
    if (this.#followers === 1) this.#plan();
    return {
      [Symbol.dispose]: () => {
        this.#followers--;
        if (this.#followers > 0) return;
        clearTimeout(this.#timer);
        this.#known = new Map();
      },
    };
  }

  #plan(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), this.#dependencies.pollMs);
  }

  /** A failing store is asked again later, and logged once until it works again. */
  async #look(): Promise<void> {
    const { log, notifier } = this.#dependencies;
    try {
      const marks = await this.#read();
      // Who has begun to follow since the last look may have missed what came in between.
      for (const id of notifier.ids) {
        if (marks.get(id) !== this.#known.get(id) || !this.#known.has(id)) notifier.notify(id);
      }
      this.#known = marks;
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.error("changes of generations cannot be read", { error });
      this.#isFailing = true;
    }
    if (this.#followers > 0) this.#plan();
  }

  async #read(): Promise<Map<string, string>> {
    const { library, line, notifier } = this.#dependencies;
    const marks = await library.marksOf([...notifier.ids]);
    const isAnyQueued = [...marks.values()].some(({ isQueued }) => isQueued);
    const places = isAnyQueued ? await line.places() : undefined;
    return new Map(
      [...marks].map(([id, { lastSeq, isPublic }]) => [
        id,
        `${lastSeq} ${isPublic} ${places?.get(id)}`,
      ]),
    );
  }
}
