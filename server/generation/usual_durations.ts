import { Remembered } from "../remembered.ts";
import type { HistoryStore } from "./ports/history_store.ts";

/** The range that eight of ten videos of a model fall into, in seconds. */
export interface UsualSeconds {
  readonly low: number;
  readonly high: number;
}

/** How many of the latest videos count. */
const HISTORY = 50;
/** Fewer say nothing about what is usual. */
const LEAST_HISTORY = 3;
/** A range is asked for with every view of every generation; it changes with each video at most. */
const KEPT_MS = 10_000;

/** How long this instance's models usually take, by its own history. */
export class UsualDurations {
  readonly #history: Pick<HistoryStore, "recentDurations">;
  readonly #ranges: Remembered<UsualSeconds | undefined>;

  /** `now` in milliseconds since 1970. */
  constructor(history: Pick<HistoryStore, "recentDurations">, now: () => number) {
    this.#history = history;
    this.#ranges = new Remembered({ keepMs: KEPT_MS, now });
  }

  /** The 10th to the 90th percentile of a model's latest videos; `undefined` after too few. */
  async rangeOf(modelId: string): Promise<UsualSeconds | undefined> {
    return await this.#ranges.get(modelId, () => this.#measure(modelId));
  }

  async #measure(modelId: string): Promise<UsualSeconds | undefined> {
    const durations = await this.#history.recentDurations(modelId, HISTORY);
    if (durations.length < LEAST_HISTORY) return undefined;
    const sorted = durations.toSorted((one, other) => one - other);
    return { low: secondsAt(sorted, 0.1), high: secondsAt(sorted, 0.9) };
  }
}

/** A percentile by nearest rank, in whole seconds, at least one. */
function secondsAt(sortedMs: readonly number[], share: number): number {
  const ms = sortedMs[Math.max(0, Math.ceil(share * sortedMs.length) - 1)] ?? 0;
  return Math.max(1, Math.round(ms / 1000));
}
