import { DAY_MS } from "../../contract/dates.ts";
import { Remembered } from "../remembered.ts";
import type { HistoryStore, OutcomeCount, VideoSpan } from "./ports/history_store.ts";

/** What became of the generations of one model and provider within a span of time. */
export interface SpanRecord {
  readonly succeeded: number;
  readonly failed: number;
  readonly canceled: number;
  /** Of those that succeeded or failed, from 0 to 1; absent when there were none. */
  readonly successRate?: number;
  /** From start to end, in seconds; absent without a video. */
  readonly p50Seconds?: number;
  readonly p90Seconds?: number;
  /** The latest failure; `at` in milliseconds since 1970. */
  readonly lastFailure?: { readonly code: string; readonly at: number };
}

/** How one model did at the provider that made its videos. */
export interface ProviderRecord {
  readonly modelId: string;
  /** As receipts name it: `fal-ai`, `raw-endpoint`, `local-engine`. */
  readonly provider: string;
  /** The last 24 hours. */
  readonly day: SpanRecord;
  /** The last seven days. */
  readonly week: SpanRecord;
}

/** Anyone may ask; it is read from the store this often at most. */
const KEPT_MS = 10_000;
/** A week changes slowly, and a busy one is long to read. */
const WEEK_KEPT_MS = 60_000;

type Outcomes = Pick<HistoryStore, "outcomesSince" | "spansSince">;

/**
 * How this instance's models have done lately, by its own generations. What visitors erased, and what
 * was erased because its time was up, is gone from here too.
 */
export class TrackRecord {
  readonly #history: Outcomes;
  readonly #now: () => number;
  readonly #latest: Remembered<readonly ProviderRecord[]>;
  readonly #week: Remembered<ReadonlyMap<string, SpanRecord>>;

  /** `now` in milliseconds since 1970. */
  constructor(history: Outcomes, now: () => number) {
    this.#history = history;
    this.#now = now;
    this.#latest = new Remembered({ keepMs: KEPT_MS, now });
    this.#week = new Remembered({ keepMs: WEEK_KEPT_MS, now });
  }

  /** Every model and provider with something to tell of the last seven days, in order of their names. */
  async read(): Promise<readonly ProviderRecord[]> {
    return await this.#latest.get("all", () => this.#measure(this.#now()));
  }

  async #measure(now: number): Promise<ProviderRecord[]> {
    const day = await this.#spanSince(now - DAY_MS);
    const week = await this.#week.get("all", () => this.#spanSince(now - 7 * DAY_MS));
    return [...new Set([...week.keys(), ...day.keys()])].sort().map((key) => {
      const [modelId = "", provider = ""] = JSON.parse(key) as string[];
      return {
        modelId,
        provider,
        day: day.get(key) ?? NOTHING,
        week: week.get(key) ?? day.get(key) ?? NOTHING,
      };
    });
  }

  async #spanSince(since: number): Promise<Map<string, SpanRecord>> {
    const outcomes = Map.groupBy(await this.#history.outcomesSince(since), keyOf);
    const spans = new Map(
      (await this.#history.spansSince(since)).map((span) => [keyOf(span), span]),
    );
    return new Map(
      [...outcomes].map(([key, counts]) => [key, recordOf(counts, spans.get(key))]),
    );
  }
}

const NOTHING: SpanRecord = { succeeded: 0, failed: 0, canceled: 0 };

function keyOf({ modelId, provider }: OutcomeCount | VideoSpan): string {
  return JSON.stringify([modelId, provider]);
}

function recordOf(all: readonly OutcomeCount[], span: VideoSpan | undefined): SpanRecord {
  const counts = all.filter(({ code }) => code === undefined || !isVisitorsFault(code));
  const sum = (state: OutcomeCount["state"]) =>
    counts.reduce((total, one) => one.state === state ? total + one.count : total, 0);
  const [succeeded, failed, canceled] = [sum("succeeded"), sum("failed"), sum("canceled")];
  const [last] = counts.filter(({ state }) => state === "failed")
    .sort((one, other) => other.lastAt - one.lastAt);
  return {
    ...{ succeeded, failed, canceled },
    ...(succeeded + failed === 0 ? {} : { successRate: succeeded / (succeeded + failed) }),
    ...(span ? { p50Seconds: secondsOf(span.p50Ms), p90Seconds: secondsOf(span.p90Ms) } : {}),
    ...(last?.code === undefined ? {} : { lastFailure: { code: last.code, at: last.lastAt } }),
  };
}

const VISITORS_FAULTS: ReadonlySet<string> = new Set([
  "content-policy",
  "invalid-image",
  "visitor-token-missing",
]);

/** Failures that say nothing of the provider: the picture was at fault, or the token did not come. */
function isVisitorsFault(code: string): boolean {
  return code.startsWith("image-") || VISITORS_FAULTS.has(code);
}

function secondsOf(ms: number): number {
  return Math.round(ms / 100) / 10;
}
