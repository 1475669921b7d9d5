import type { Charged } from "../contract/problem.ts";

/** Facts about a failure that a caller may act on. */
export interface LoungeErrorOptions {
  /** Whether the failed attempt cost money. Default `"no"`. */
  readonly charged?: Charged;
  /** Whether the same request may succeed later. Default `false`. */
  readonly retryable?: boolean;
  readonly retryAfterSeconds?: number;
  /** The form's field that has to be changed. */
  readonly field?: string;
  readonly cause?: unknown;
}

/**
 * Base of every expected failure. `code` is kebab-case and names an entry of the problem
 * catalogue; `message` is a sentence that is safe to show to any visitor.
 */
export class LoungeError extends Error {
  readonly code: string;
  readonly charged: Charged;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | undefined;
  readonly field: string | undefined;

  constructor(code: string, message: string, options: LoungeErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.charged = options.charged ?? "no";
    this.retryable = options.retryable ?? false;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.field = options.field;
  }
}

/** What the visitor sent cannot be used. Nothing was started. */
export class InputError extends LoungeError {}

/** The outside provider failed, or could not be reached. */
export class ProviderError extends LoungeError {}

/** The video could not be written or read here. */
export class StorageError extends LoungeError {}

/** The visitor or the server stopped the generation. */
export class CanceledError extends LoungeError {
  constructor(charged: Charged = "no") {
    super("canceled", "The generation was canceled.", { charged, retryable: true });
  }
}

/** What a failure has cost, as visitors read it. */
export const COST_WORDS: Readonly<Record<Charged, string>> = {
  no: "Nothing was charged",
  yes: "It was charged",
  unknown: "Whether that was charged is not known",
};
