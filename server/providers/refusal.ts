import type { ProviderError } from "../errors.ts";
import { failureCodeOf } from "./classify_answer.ts";
import { type AdviceFor, providerFailure, type ProviderFailureCode } from "./provider_failures.ts";
import { askedSeconds } from "./retry_wait.ts";
import { readUpstreamAnswer, type UpstreamAnswer, UpstreamAnswerError } from "./upstream_answer.ts";

/** Why a provider has not taken work. */
export interface NotTaken {
  readonly code: ProviderFailureCode;
  /** Absent when nothing could be sent. */
  readonly answer?: UpstreamAnswer;
  /** To be thrown when the work is not sent again. */
  readonly error: ProviderError;
}

/** An answer that is no success, with what it means. */
export interface Refusal extends NotTaken {
  readonly answer: UpstreamAnswer;
}

/** What a refusal's error depends on besides the answer. */
export interface RefusalOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Kept out of the error. */
  readonly secret: string | undefined;
  readonly adviceFor?: AdviceFor;
}

/** Reads an answer with a status other than 2xx. */
export async function readRefusal(response: Response, options: RefusalOptions): Promise<Refusal> {
  return refusalOf(await readUpstreamAnswer(response), options);
}

/** What an answer means that is no success. */
export function refusalOf(
  answer: UpstreamAnswer,
  { now, secret, adviceFor }: RefusalOptions,
): Refusal {
  const code = failureCodeOf(answer);
  const seconds = answer.estimatedSeconds ?? askedSeconds(answer.headers, now);
  const error = providerFailure(code, {
    cause: new UpstreamAnswerError(answer, secret),
    ...(adviceFor === undefined ? {} : { adviceFor }),
    ...(seconds === undefined ? {} : { retryAfterSeconds: Math.ceil(seconds) }),
  });
  return { code, answer, error };
}
