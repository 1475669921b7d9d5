import type { Charged } from "../../contract/problem.ts";
import { COST_WORDS, ProviderError } from "../errors.ts";
import { FAILURES, type FailureWords, type ProviderFailureFacts } from "./failure_facts.ts";

/** A way in which a provider fails. */
export type ProviderFailureCode = keyof typeof FAILURES;

/**
 * Who can do something about a failure: the operator of an endpoint, the operator whose token went
 * through the router, or the visitor whose own token did.
 */
export type AdviceFor = "endpoint-operator" | "router-operator" | "visitor";

/** What is known of one failure beyond its code. */
export interface ProviderFailureDetails {
  /** For the log; must be free of secrets. */
  readonly cause?: unknown;
  readonly retryAfterSeconds?: number;
  /** Takes the place of the code's own words for what happened, where more is known. */
  readonly what?: string;
  /** Takes the place of the code's own advice, likewise. */
  readonly advice?: string;
  readonly charged?: Charged;
  readonly retryable?: boolean;
  /** Default: the operator of an endpoint. */
  readonly adviceFor?: AdviceFor;
}

/** The error of a failure, with the sentence, charge and retry advice that belong to its code. */
export function providerFailure(
  code: ProviderFailureCode,
  { what, advice, adviceFor = "endpoint-operator", ...details }: ProviderFailureDetails = {},
): ProviderError {
  const facts: ProviderFailureFacts = FAILURES[code];
  const words = wordsFor(adviceFor, facts);
  const options = { charged: facts.charged, retryable: facts.retryable, ...details };
  const cost = COST_WORDS[options.charged];
  return new ProviderError(
    code,
    `${what ?? words.what} ${cost}; ${advice ?? words.advice}.`,
    options,
  );
}

function wordsFor(
  adviceFor: AdviceFor,
  { what, advice, atRouter, forVisitor }: ProviderFailureFacts,
): FailureWords {
  const words = { what, advice };
  if (adviceFor === "endpoint-operator") return words;
  const routed = { ...words, ...atRouter };
  return adviceFor === "visitor" ? { ...routed, ...forVisitor } : routed;
}
