import type { Config } from "../config.ts";
import { LoungeError, type LoungeErrorOptions } from "../errors.ts";
import type { FailureCode, FailureParameters } from "../wording/failures.ts";

/** A refusal that says in a header what a client may do instead. */
export class HeaderedError<Code extends FailureCode = FailureCode> extends LoungeError<Code> {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: Code,
    parameters: FailureParameters<Code>,
    options: LoungeErrorOptions & { readonly headers: Readonly<Record<string, string>> },
  ) {
    super(code, parameters, options);
    this.headers = options.headers;
  }
}

/** The headers that a failure brings along: its own and `Retry-After`. */
export function headersOf(error: LoungeError): Record<string, string> {
  const { retryAfterSeconds } = error;
  return {
    ...(error instanceof HeaderedError ? error.headers : {}),
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
  };
}

/** When to try again where the failure names no time. */
const QUEUE_RETRY_SECONDS = 10;

/**
 * The headers of an answer that tells a failure; at the queue's limit with `RateLimit` and
 * `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-11, sections 3 and 4).
 */
export function errorHeaders(error: LoungeError, config: Config): Record<string, string> {
  if (error.code !== "queue-full") return headersOf(error);
  const seconds = error.retryAfterSeconds ?? QUEUE_RETRY_SECONDS;
  return {
    ...headersOf(error),
    "retry-after": String(seconds),
    "ratelimit-policy": `"queue";q=${config.MAX_QUEUED_PER_VISITOR};qu="concurrent-requests"`,
    "ratelimit": `"queue";r=0;t=${seconds}`,
  };
}
