import { DAY_MS } from "../../contract/dates.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { eraseEnded, type ErasureStores } from "./erasure.ts";
import { ErasingHold } from "./erasing_hold.ts";
import { type FilePlace, SpareFiles } from "./spare_files.ts";
import type { Generation } from "./generation.ts";
import type { HistoryStore } from "./ports/history_store.ts";
import type { UpkeepStore } from "./ports/upkeep_store.ts";

/** What housekeeping is handed. */
export interface HousekeepingDependencies extends ErasureStores {
  readonly history: Pick<HistoryStore, "count">;
  readonly upkeep: UpkeepStore;
  readonly log: Log;
  readonly clock: Clock;
  /** How long videos are kept; 0 for ever. */
  readonly retentionDays: number;
  /** Called after a sweep that may have made room. */
  readonly onFreed: () => void;
}

const PAUSE_MS = 10 * 60 * 1000;
/** How many rows are asked for at once. */
const PAGE = 200;

/** Which ended generations still need which of their files. */
const NEEDS_VIDEO = ({ state }: Generation) => state !== "failed" && state !== "canceled";
/** How long a picture stays for another try. */
const RETRY_MS = 6 * 60 * 60 * 1000;

/** Of what has ended, pictures stay for a while, and only where another try can help. */
function needsPicture(generation: Generation, now: number): boolean {
  switch (generation.state) {
    case "succeeded":
      return false;
    case "canceled":
      return now < generation.endedAt + RETRY_MS;
    case "failed":
      return generation.failure.retryable && now < generation.endedAt + RETRY_MS;
    default:
      return true;
  }
}

/**
 * Deletes what nobody needs any more: generations whose time is up, pictures of finished videos, drafts
 * of dead processes. Files without a generation are set aside first (decision 26). What goes is counted
 * in the log; what cannot be deleted is kept, logged once and tried again with each sweep.
 */
export class Housekeeping {
  readonly #dependencies: HousekeepingDependencies;
  readonly #hold: ErasingHold;
  readonly #spare: SpareFiles;
  /** Tasks that failed the last time, so that each is logged once. */
  readonly #failing = new Set<string>();
  #cancelTimer: () => void = () => {};
  #current: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(dependencies: HousekeepingDependencies) {
    this.#dependencies = dependencies;
    this.#hold = new ErasingHold(dependencies);
    this.#spare = new SpareFiles({
      ...dependencies,
      attempt: (task, action) => this.#attempt(task, action),
    });
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
    const { videos, pictures, onFreed, clock } = this.#dependencies;
    let mayErase = false;
    await this.#attempt("what is old", async () => {
      mayErase = await this.#hold.mayErase();
      if (mayErase) await this.#eraseExpired();
    });
    const places: FilePlace[] = [
      { kind: "video", files: videos, isNeeded: NEEDS_VIDEO },
      {
        kind: "picture",
        files: pictures,
        isNeeded: (generation) => needsPicture(generation, clock.now()),
      },
    ];
    for (const place of places) {
      const sweep = () => this.#spare.sweep(place, { mayErase });
      await this.#attempt(`${place.kind}s nobody needs`, sweep);
    }
    await this.#attempt("drafts", () => this.#sweepDrafts());
    onFreed();
  }

  async #sweepDrafts(): Promise<void> {
    const { videos, log } = this.#dependencies;
    const files = await videos.sweepDrafts();
    if (files > 0) log.info("removed what a crash left half written", { files });
  }

  async #eraseExpired(): Promise<void> {
    const { library, clock, log, retentionDays } = this.#dependencies;
    if (retentionDays === 0) return;
    const tried = new Set<string>();
    let erased = 0;
    while (!this.#isStopped) {
      const until = clock.now() - retentionDays * DAY_MS;
      const expired = await library.listOlder(until, PAGE + tried.size);
      const due = expired.map(({ id }) => id).filter((id) => !tried.has(id));
      if (due.length === 0) break;
      for (const id of due) {
        tried.add(id);
        const erase = () => eraseEnded(id, this.#dependencies, clock.now());
        if (await this.#attempt(`generation ${id}`, erase)) erased++;
      }
    }
    if (erased > 0) log.info("erased what was kept for its time", { generations: erased });
  }

  /** Whether it succeeded. A failure is logged unless the same task failed the last time, too. */
  async #attempt(task: string, action: () => Promise<unknown>): Promise<boolean> {
    if (this.#isStopped) return false;
    try {
      await action();
      this.#failing.delete(task);
      return true;
    } catch (error) {
      const isNew = !this.#failing.has(task);
      this.#failing.add(task);
      if (isNew) this.#dependencies.log.error("housekeeping could not delete", { task, error });
      return false;
    }
  }
}
