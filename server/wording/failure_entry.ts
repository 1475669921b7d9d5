import type { Charged, NextStep } from "../../contract/problem.ts";

/**
 * Who reads a failure: the visitor whose own token or account pays, any other visitor, who can change
 * nothing about this site's accounts and settings, or the site's operator.
 */
export type Audience = "payer" | "guest" | "operator";

/** Something for each reader; the guest's is for everyone who has none of their own. */
type ForEach<T> = { readonly guest: T } & { readonly [who in Audience]?: T };

/** What may differ by reader. */
export type ByAudience<T> = T | ForEach<T>;

/** What a reader is told. */
export function forAudience<T extends string | NextStep>(
  value: ByAudience<T>,
  audience: Audience,
): T {
  return differs(value) ? value[audience] ?? value.guest : value;
}

function differs<T extends string | NextStep>(value: ByAudience<T>): value is ForEach<T> {
  return typeof value === "object" && "guest" in value;
}

/** What is known of one way in which a code comes about; texts may have `{placeholders}`. */
export interface FailureCase {
  /** What happened this time. */
  readonly what: ByAudience<string>;
  /** Take the place of the code's own. */
  readonly advice?: ByAudience<string>;
  readonly retryable?: boolean;
  readonly next?: ByAudience<NextStep>;
}

/** What a failure code means: to programs, to everyone who may read it, and on its page. */
export interface FailureEntry {
  readonly status: number;
  /** Without a full stop. */
  readonly title: string;
  /** What happened, in general. */
  readonly meaning: ByAudience<string>;
  /** What to do now. */
  readonly advice: ByAudience<string>;
  /** What an attempt costs that ends so, unless more is known of it. */
  readonly charged: Charged;
  /** Whether it costs money and why, for the page of the code. */
  readonly cost: string;
  /** Whether the same request may succeed later; not whether it is repeated by itself. */
  readonly retryable: boolean;
  /** What the server repeats by itself, and what trying again does, for the page of the code. */
  readonly repetition: string;
  /** The visitor's next step; where there is none, what is retryable may be tried again. */
  readonly next?: ByAudience<NextStep>;
  /** It speaks of an account or a token: the provider's own words are for its owner alone. */
  readonly isAboutAccount?: boolean;
  /** By the parameter `kind`. A text alone says everything, what to do included. */
  readonly cases?: Readonly<Record<string, FailureCase | string>>;
}

/** What many codes have in common. */
type Policy = Pick<FailureEntry, "charged" | "cost" | "retryable" | "repetition">;

/** A request that was turned away before anything was begun. */
export const TURNED_AWAY: Policy = {
  charged: "no",
  cost: "No. The request was refused before anything was sent to a model.",
  retryable: false,
  repetition: "We don't retry this. Fix what the message points out, then send it again.",
};

/** The provider said no before it did any work. */
export const REFUSED_BY_PROVIDER: Policy = {
  charged: "no",
  cost: "No. The provider refused the request instead of working on it.",
  retryable: false,
  repetition:
    "We don't retry this, because the answer would be the same. Once the cause is gone, " +
    "you can send the same picture and settings again.",
};

/** The provider had no room, and said so. */
export const BUSY_PROVIDER: Policy = {
  charged: "no",
  cost: "No. The provider turned the request away before it began any work.",
  retryable: true,
  repetition: "We wait and ask again a few times, within the time that one video may take. This " +
    "was the last of them; you can start again.",
};

/** It was sent, and its outcome is not known. */
export const LOST_AT_PROVIDER: Policy = {
  charged: "unknown",
  cost: "Perhaps. The request was sent, and no answer says whether the provider charges for it.",
  retryable: true,
  repetition: "We never send such a request twice by ourselves, so that nobody pays twice. Work " +
    "that the provider has accepted is asked for again. Trying again starts a new attempt, which " +
    "costs by itself.",
};

/** This server failed at something of its own. */
export const BROKEN_HERE: Policy = {
  charged: "no",
  cost: "No. The fault is in this server.",
  retryable: true,
  repetition: "After a restart we go on with work that cannot have been charged. A request that " +
    "failed is not repeated. Trying again starts a new attempt.",
};
