import type { Charged } from "../../contract/problem.ts";

/** What a failure code means to a person, and the HTTP status that carries it. */
export interface ProblemEntry {
  readonly status: number;
  readonly title: string;
  /** What happened, in one or two sentences. */
  readonly meaning: string;
  /** What to do about it. */
  readonly advice: string;
  /** Whether such a failure costs money; the problem of a single request says what it knows. */
  readonly charged: Charged;
  /** Why, in one sentence. */
  readonly chargeReason: string;
  /** What the server repeats by itself, and what pressing Retry does. */
  readonly retry: string;
}

/** What many codes have in common. */
type Policy = Pick<ProblemEntry, "charged" | "chargeReason" | "retry">;

/** A request that was refused before any work began. */
export const TURNED_AWAY: Policy = {
  charged: "no",
  chargeReason: "The request was refused before anything was sent to a model.",
  retry:
    "The server repeats nothing, and the same request gets the same answer: change what the message names first.",
};

/** The provider said no before it did any work. */
export const REFUSED_BY_PROVIDER: Policy = {
  charged: "no",
  chargeReason: "The provider refused the request instead of working on it.",
  retry:
    "The server repeats nothing, because the answer would be the same. Retry sends the same picture and settings again: do so once the cause is gone.",
};

/** The provider had no room, and said so. */
export const BUSY_PROVIDER: Policy = {
  charged: "no",
  chargeReason: "The provider turned the request away before it began any work.",
  retry:
    "The server waits and asks again by itself, a few times and within the time for one generation; this was the end of it. Retry starts afresh.",
};

/** It was sent, and its outcome is not known. */
export const LOST_AT_PROVIDER: Policy = {
  charged: "unknown",
  chargeReason:
    "The request had been sent, and no answer says whether the provider counts it as work.",
  retry:
    "The server never sends such a request twice by itself, so that nobody pays twice. It does ask again how work stands that the provider has accepted. Retry starts a new attempt, which is charged by itself.",
};

/** This server failed at something of its own. */
export const BROKEN_HERE: Policy = {
  charged: "no",
  chargeReason: "The fault lies in this server, which costs nothing.",
  retry:
    "Work that cannot have been charged is taken up again when the server is restarted; a request that failed is not repeated. Retry starts a new attempt.",
};
