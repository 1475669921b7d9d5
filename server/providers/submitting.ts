import type { GenerationProgress } from "../../contract/generation.ts";
import { type Clock, wait } from "../clock.ts";
import type { CallDeadline } from "./call_deadline.ts";
import type { ProviderCall } from "./provider.ts";
import type { ProviderFailureCode } from "./provider_failures.ts";
import type { Refusal } from "./refusal.ts";
import { type RetryWait, retryWait } from "./retry_wait.ts";

/** A retry in less time than this before the deadline would be in vain, in milliseconds. */
const MIN_TIME_FOR_A_TRY_MS = 1000;

/** What became of a submission. */
export type Submitted<Taken> =
  | { readonly kind: "taken"; readonly taken: Taken }
  /** `error.charged` is `"no"` when the answer proves that nothing was started. */
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** What a submission depends on. */
export interface SubmittingOptions<Taken> {
  /** Sends the work once. */
  readonly post: () => Promise<Submitted<Taken>>;
  readonly call: ProviderCall;
  /** For all tries and the waits between them. */
  readonly deadline: CallDeadline;
  readonly clock: Clock;
  /** From 0 to 1; spreads retries. */
  readonly random: () => number;
  /** The service as visitors read it. */
  readonly serviceName: string;
  /** What is said while it is sent. */
  readonly sending: GenerationProgress;
  /** The service behind a provider that has several. */
  readonly servedBy?: string;
}

/**
 * Sends work until it is taken, as often as the answers prove that nothing was started.
 *
 * @throws {ProviderError} when a try or the time runs out without an answer
 * @throws {CanceledError} when the caller aborts
 */
export async function submitUntilTaken<Taken>(
  options: SubmittingOptions<Taken>,
): Promise<Submitted<Taken>> {
  const { post, call, deadline, clock, random, servedBy } = options;
  for (let refusals = 0;;) {
    call.report(options.sending);
    await call.submitting(servedBy === undefined ? undefined : { servedBy });
    const submitted = await post();
    if (submitted.kind === "taken") return submitted;
    const { refusal } = submitted;
    if (refusal.error.charged === "no") await call.notStarted();
    if (refusal.code !== "model-loading") refusals++;
    const retry = retryWait(refusal, { refusals, now: clock.now(), random: random() });
    if (!retry || retry.waitMs + MIN_TIME_FOR_A_TRY_MS > deadline.remainingMs()) return submitted;
    call.report(waiting(refusal.code, options.serviceName, retry));
    await wait(retry.waitMs, { clock, signal: deadline.signal }).catch(() => {
      throw deadline.failure("no", () => refusal.error);
    });
  }
}

function waiting(
  code: ProviderFailureCode,
  serviceName: string,
  { expectedSeconds }: RetryWait,
): GenerationProgress {
  const estimatedSeconds = Math.ceil(expectedSeconds);
  const time = inWords(estimatedSeconds);
  const message = code === "model-loading"
    ? `${serviceName} is waking the model, about ${time}`
    : `${serviceName} is busy, trying again in about ${time}`;
  return { stage: "waiting", message, estimatedSeconds };
}

function inWords(seconds: number): string {
  if (seconds > 90) return `${Math.round(seconds / 60)} minutes`;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
