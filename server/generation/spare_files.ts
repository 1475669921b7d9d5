import { DAY_MS } from "../../contract/dates.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Generation } from "./generation.ts";
import type { HistoryStore } from "./ports/history_store.ts";
import type { LibraryStore } from "./ports/library_store.ts";

/** A place with one kind of file for each generation. */
export interface FilePlace {
  readonly kind: "video" | "picture";
  readonly files: {
    list(): AsyncIterable<{ readonly id: string; readonly modified: Date }>;
    remove(id: string): Promise<unknown>;
    setAside(id: string): Promise<void>;
    listAside(): Promise<string[]>;
    bringBack(id: string): Promise<void>;
    eraseAside(before: number): Promise<number>;
  };
  /** Whether a generation still needs its file. */
  isNeeded(generation: Generation): boolean;
}

/** What sweeping files takes. */
export interface SpareFilesDependencies {
  readonly library: LibraryStore;
  readonly history: Pick<HistoryStore, "count">;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  /** Whether the action succeeded; a failure is told once. */
  readonly attempt: (task: string, action: () => Promise<unknown>) => Promise<boolean>;
}

/** A file without a row may belong to a request that is just being accepted, until it is this old. */
const ORPHAN_AGE_MS = 60 * 60 * 1000;
/** How long files without a row are kept aside. */
const ASIDE_MS = 7 * DAY_MS;
/** No day sets more aside than one file in so many, and a handful. */
const SHARE = 20, HANDFUL = 10;

/**
 * Removes files that their generation does not need any more. Files that no generation knows may be
 * somebody's whose database is another one: they are set aside, a few a day, and none at all while the
 * database knows nothing. They come back when a database knows them.
 */
export class SpareFiles {
  readonly #dependencies: SpareFilesDependencies;
  /** When files of a kind were last set aside. */
  readonly #asideAt = new Map<FilePlace["kind"], number>();

  constructor(dependencies: SpareFilesDependencies) {
    this.#dependencies = dependencies;
  }

  /** `mayErase` is false while nothing goes for its age. */
  async sweep(
    place: FilePlace,
    { mayErase }: { readonly mayErase: boolean },
  ): Promise<void> {
    const { log, clock } = this.#dependencies;
    const { kind, files } = place;
    await this.#bringBack(place);
    const { orphans, spare, total } = await this.#sort(place);
    const removed = await this.#each(spare, (id) => files.remove(id), kind);
    if (removed > 0) log.info("removed files that nobody needs", { kind, removed });
    if (!mayErase) return;
    if (orphans.length > 0) await this.#setAside(place, { orphans, total });
    const erased = await files.eraseAside(clock.now() - ASIDE_MS);
    if (erased > 0) log.info("erased files that were set aside", { kind, erased });
  }

  /** The database that knows them is there again. */
  async #bringBack({ kind, files, isNeeded }: FilePlace): Promise<void> {
    const { library, log } = this.#dependencies;
    const known: string[] = [];
    for (const id of await files.listAside()) {
      const generation = await library.find(id);
      if (generation && isNeeded(generation)) known.push(id);
    }
    const back = await this.#each(known, (id) => files.bringBack(id), kind);
    if (back > 0) log.info("brought files back that a generation knows", { kind, back });
  }

  async #sort({ files, isNeeded }: FilePlace) {
    const { library, clock } = this.#dependencies;
    const orphans: string[] = [];
    const spare: string[] = [];
    let total = 0;
    for await (const { id, modified } of files.list()) {
      total++;
      const generation = await library.find(id);
      if (generation ? !isNeeded(generation) : await library.findTombstone(id)) spare.push(id);
      else if (!generation && modified.getTime() < clock.now() - ORPHAN_AGE_MS) orphans.push(id);
    }
    return { orphans, spare, total };
  }

  /**
   * @throws {Error} when the database knows no generation at all; the sentence is for the operator
   */
  async #setAside(
    { kind, files }: FilePlace,
    { orphans, total }: { readonly orphans: readonly string[]; readonly total: number },
  ): Promise<void> {
    const { history, log, clock } = this.#dependencies;
    if ((await history.count()).total === 0) {
      throw new Error(
        `The database is empty, but there are ${total} ${kind}s: is it the right one?`,
      );
    }
    if (clock.now() - (this.#asideAt.get(kind) ?? 0) < DAY_MS) return;
    this.#asideAt.set(kind, clock.now());
    const some = orphans.slice(0, Math.max(HANDFUL, Math.floor(total / SHARE)));
    const aside = await this.#each(some, (id) => files.setAside(id), kind);
    const left = orphans.length - aside;
    log.error("set files aside that no generation knows", { kind, aside, left, of: total });
  }

  async #each(
    ids: readonly string[],
    action: (id: string) => Promise<unknown>,
    task: string,
  ): Promise<number> {
    let done = 0;
    for (const id of ids) {
      if (await this.#dependencies.attempt(`${task} ${id}`, () => action(id))) done++;
    }
    return done;
  }
}
