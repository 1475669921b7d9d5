import type { Charged } from "../contract/problem.ts";
import { factsOf, type FailureCode, type FailureParameters } from "./wording/failures.ts";
import { failureSentence } from "./wording/failure_words.ts";

/** What is known of a failure beyond its code; what is left out is as the table of failures says. */
export interface LoungeErrorOptions {
  /** Whether the failed attempt cost money. */
  readonly charged?: Charged;
  /** Whether the same request may succeed later. */
  readonly retryable?: boolean;
  readonly retryAfterSeconds?: number;
  /** The form's field that has to be changed. */
  readonly field?: string;
  /** The provider's own words, free of secrets. */
  readonly providerSaid?: string;
  readonly cause?: unknown;
}

/**
 * Base of every expected failure: a code of the table of failures and what goes into its texts. Who
 * shows it makes the sentence; `message` is the operator's, for the log.
 */
export class LoungeError<Code extends FailureCode = FailureCode> extends Error {
  readonly code: FailureCode;
  readonly parameters: FailureParameters;
  readonly charged: Charged;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | undefined;
  readonly field: string | undefined;
  readonly providerSaid: string | undefined;

  constructor(
    code: Code,
    parameters?: FailureParameters<Code>,
    options: LoungeErrorOptions = {},
  ) {
    const given: FailureParameters = parameters ?? {};
    super(failureSentence({ code, parameters: given }, { audience: "operator" }), {
      cause: options.cause,
    });
    const facts = factsOf(code, given);
    this.name = new.target.name;
    this.code = code;
    this.parameters = given;
    this.charged = options.charged ?? facts.charged;
    this.retryable = options.retryable ?? facts.retryable;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.field = options.field;
    this.providerSaid = options.providerSaid;
  }
}

/** What the visitor sent cannot be used. Nothing was started. */
export class InputError<Code extends FailureCode = FailureCode> extends LoungeError<Code> {}

/** The outside provider failed, or could not be reached. */
export class ProviderError<Code extends FailureCode = FailureCode> extends LoungeError<Code> {}

/** The video could not be written or read here. */
export class StorageError<Code extends FailureCode = FailureCode> extends LoungeError<Code> {}

/** The visitor or the server stopped the generation. */
export class CanceledError extends LoungeError<"canceled"> {
  constructor(charged: Charged = "no") {
    super("canceled", {}, { charged });
  }
}
