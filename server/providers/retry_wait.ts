import type { ProviderFailureCode } from "../wording/failures.ts";
import { readHeader } from "../protocol/read_header.ts";
import type { UpstreamAnswer } from "./upstream_answer.ts";

/** How often work is sent in all to a provider that cannot take it. */
const MAX_SUBMITS = 3;
/** Longest wait for a loading model before asking again, in seconds: estimates are often absurd. */
const MAX_LOADING_SECONDS = 60;
/** Assumed when a loading model gives no estimate, in seconds. */
const USUAL_LOADING_SECONDS = 20;
const MIN_WAIT_SECONDS = 1;
const MAX_BACKOFF_SECONDS = 30;

/** A wait before the same work is sent again. */
export interface RetryWait {
  readonly waitMs: number;
  /** What the provider said or what is assumed, in seconds; may be longer than the wait. */
  readonly expectedSeconds: number;
}

/** What the length of a wait depends on besides the answer. */
export interface RetryCircumstances {
  /** How many submits were refused by now, those that met a loading model left out. */
  readonly refusals: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** From 0 to 1; spreads the retries of many servers. */
  readonly random: number;
}

/**
 * How long to wait before sending the work again, or `undefined` when that must not be done.
 * Only what is proven not to have begun is repeated (`nothing_began.ts`): all else may be billed.
 */
export function retryWait(
  failure: {
    readonly code: ProviderFailureCode;
    readonly answer?: UpstreamAnswer;
    readonly proof?: { readonly isRepeated: boolean };
  },
  { refusals, now, random }: RetryCircumstances,
): RetryWait | undefined {
  if (!failure.proof?.isRepeated) return undefined;
  const asked = failure.answer && askedSeconds(failure.answer.headers, now);
  if (failure.code === "model-loading") {
    const expectedSeconds = failure.answer?.estimatedSeconds ?? asked ?? USUAL_LOADING_SECONDS;
    return waitOf(expectedSeconds, MAX_LOADING_SECONDS);
  }
  if (refusals >= MAX_SUBMITS) return undefined;
  if (asked !== undefined) return waitOf(asked, Infinity);
  return waitOf(2 ** refusals * (0.5 + random / 2), MAX_BACKOFF_SECONDS);
}

/**
 * The wait in seconds that an answer asks for: `Retry-After` as seconds or date (RFC 9110 section
 * 10.2.3), else the `t` of `RateLimit`, as the Hugging Face Hub documents it.
 */
export function askedSeconds(headers: Headers, now: number): number | undefined {
  const retryAfter = readHeader(headers, "retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  // Date.parse also takes "-5" for a date.
  const date = retryAfter.endsWith(" GMT") ? Date.parse(retryAfter) : NaN;
  if (!Number.isNaN(date)) return Math.max(0, Math.ceil((date - now) / 1000));
  const reset = /;\s*t=(\d{1,9})\b/.exec(readHeader(headers, "ratelimit") ?? "")?.[1];
  return reset === undefined ? undefined : Number(reset);
}

function waitOf(expectedSeconds: number, maxSeconds: number): RetryWait {
  const seconds = Math.min(Math.max(expectedSeconds, MIN_WAIT_SECONDS), maxSeconds);
  return { waitMs: Math.round(seconds * 1000), expectedSeconds };
}
