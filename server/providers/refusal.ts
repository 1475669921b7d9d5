import type { ProviderError } from "../generation/errors.ts";
import { failureCodeOf } from "./classify_answer.ts";
import { providerFailure, type ProviderFailureCode } from "./provider_failures.ts";
import { askedSeconds } from "./retry_wait.ts";
import { readUpstreamAnswer, type UpstreamAnswer, UpstreamAnswerError } from "./upstream_answer.ts";

/** An answer that is no success, with what it means. */
export interface Refusal {
  readonly code: ProviderFailureCode;
  readonly answer: UpstreamAnswer;
  /** To be thrown when the work is not sent again. */
  readonly error: ProviderError;
}

/**
 * Reads an answer with a status other than 2xx. `now` is in milliseconds since 1970; `secret` is
 * kept out of the error.
 */
export async function readRefusal(
  response: Response,
  { now, secret }: { readonly now: number; readonly secret: string | undefined },
): Promise<Refusal> {
  const answer = await readUpstreamAnswer(response);
  const code = failureCodeOf(answer);
  const seconds = answer.estimatedSeconds ?? askedSeconds(answer.headers, now);
  const error = providerFailure(code, {
    cause: new UpstreamAnswerError(answer, secret),
    ...(seconds === undefined ? {} : { retryAfterSeconds: Math.ceil(seconds) }),
  });
  return { code, answer, error };
}
