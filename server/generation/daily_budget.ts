import { DAY_MS } from "../../contract/dates.ts";
import { estimateUsd } from "../models/price.ts";
import { completeSettings } from "../models/settings.ts";
import { Remembered } from "../remembered.ts";
import type { AvailableModel } from "./available_models.ts";
import type { HistoryStore } from "./ports/history_store.ts";
import type { SpendCaps } from "./spend_caps.ts";

/** A page asks for each of its models, and many pages at once. */
const KEPT_MS = 1000;
const TODAY = "today";

/** Knows what is left of the money that the operator spends in a day, which begins at midnight UTC. */
export class DailyBudget {
  readonly #dailyUsd: number | undefined;
  readonly #history: Pick<HistoryStore, "spentSince">;
  readonly #now: () => number;
  readonly #spent: Remembered<number>;

  /** `now` in milliseconds since 1970. */
  constructor({ caps, history, now }: {
    readonly caps: SpendCaps;
    readonly history: Pick<HistoryStore, "spentSince">;
    readonly now: () => number;
  }) {
    this.#dailyUsd = caps.dailyUsd;
    this.#history = history;
    this.#now = now;
    this.#spent = new Remembered({ keepMs: KEPT_MS, now });
  }

  /** Whether the operator's money, where it pays, reaches for a usual video of the model. */
  async reachesFor({ model, routes: [route], payer }: AvailableModel): Promise<boolean> {
    if (payer !== "instance" || this.#dailyUsd === undefined) return true;
    const usd = estimateUsd(route, model, completeSettings(model, {})) ?? 0;
    return usd <= await this.#leftUsd(this.#dailyUsd);
  }

  async #leftUsd(dailyUsd: number): Promise<number> {
    const now = this.#now();
    const spent = await this.#spent.get(
      TODAY,
      () => this.#history.spentSince(now - now % DAY_MS),
    );
    return dailyUsd - spent / 1_000_000;
  }
}
