import { ProviderError } from "../../errors.ts";

/** Something that ends work which a provider has taken. */
export interface WorkEnd {
  /** What has to be seen. */
  readonly when: string;
  /** What that means. */
  readonly because: string;
  /** Whether *Look again* is offered: the provider may have the video still, or later. */
  readonly canLookAgain: boolean;
}

/** How often the same refusal must come, and over how long, to be believed, in milliseconds. */
const MIN_REFUSALS = 6;
const MIN_REFUSAL_MS = 3 * 60 * 1000;
/** How many answers or videos beyond all bounds are read at most. */
const MAX_OVERSIZE = 2;

/**
 * All that ends work which a provider has taken; a visitor's cancel and a lost lease apart, nothing
 * else does. `docs/money.md` shows this table, and a test compares.
 */
export const WORK_ENDS = {
  "final-state": {
    when: "the provider says that it failed, or was canceled there",
    because: "there will be no video",
    canLookAgain: false,
  },
  "same-refusal": {
    when: `the same refusal ${MIN_REFUSALS} times, over ${MIN_REFUSAL_MS / 60_000} minutes`,
    because: "an answer that nothing passes by: work unknown, token refused, no video there",
    canLookAgain: true,
  },
  "oversize": {
    when: `${MAX_OVERSIZE} answers, or videos, larger than this server takes`,
    because: "to read more of them would harm everyone else here",
    canLookAgain: true,
  },
  "foreign-codec": {
    when: "a whole video in a codec that browsers do not play",
    because: "the video will not become another",
    canLookAgain: false,
  },
  "not-stored": {
    when: "this server failed at it: the video arrived and could not be stored, say",
    because: "its operator has to act; the video stays where it is",
    canLookAgain: true,
  },
  "deadline": {
    when: "`GENERATION_TIMEOUT_SECONDS` is over",
    because: "nobody is to wait for ever; the work itself is not stopped",
    canLookAgain: true,
  },
} as const satisfies Readonly<Record<string, WorkEnd>>;

/**
 * Failures of asking and of fetching that tell nothing of the work: however often they come, the
 * next answer may be the video.
 */
const PASSING: ReadonlySet<string> = new Set([
  "network",
  "rate-limited",
  "overloaded",
  "upstream-timeout",
]);

/** Believes a refusal once it has come often enough, over long enough. */
export class Patience {
  #refusal = "";
  #times = 0;
  #since = 0;
  #oversize = 0;

  /** The provider answered: whatever it refused before is over. */
  reset(): void {
    this.#refusal = "";
  }

  /** What this failure ends the work by; `undefined` where it is to be asked for again. */
  endOf(error: unknown, now: number): keyof typeof WORK_ENDS | undefined {
    if (!(error instanceof ProviderError)) return "not-stored";
    const { code, parameters: { kind = "" } } = error;
    if (code === "unplayable-codec") return "foreign-codec";
    if (PASSING.has(code) || kind === "unknown-state") return undefined;
    if (kind === "too-large" || kind === "answer-too-large") this.#oversize++;
    if (this.#oversize >= MAX_OVERSIZE) return "oversize";
    return this.#isBelieved(`${code} ${kind}`, now) ? "same-refusal" : undefined;
  }

  #isBelieved(refusal: string, now: number): boolean {
    if (refusal !== this.#refusal) {
      [this.#refusal, this.#times, this.#since] = [refusal, 0, now];
    }
    this.#times++;
    return this.#times >= MIN_REFUSALS && now - this.#since >= MIN_REFUSAL_MS;
  }
}
