import type { ProgressFacts } from "../../contract/generation.ts";
import { type Clock, wait } from "../clock.ts";
import type { CallDeadline } from "./call_deadline.ts";
import { ProviderError } from "../errors.ts";
import type { Route } from "../models/model.ts";
import type { ProviderCall } from "../generation/ports/provider.ts";
import { progressOf } from "../wording/progress.ts";
import { NEVER_SENT } from "./nothing_began.ts";
import type { NotTaken } from "./refusal.ts";
import { type RetryWait, retryWait } from "./retry_wait.ts";

/** A retry in less time than this before the deadline would be in vain, in milliseconds. */
const MIN_TIME_FOR_A_TRY_MS = 1000;

/** What became of a submission. */
export type SubmitOutcome<Taken> =
  | { readonly kind: "taken"; readonly taken: Taken }
  /** `error.charged` is `"no"` when the answer proves that nothing was started. */
  | { readonly kind: "refused"; readonly refusal: NotTaken };

/** What a submission depends on. */
export interface SubmittingOptions<Taken> {
  /** Sends the work once. Throws `unreachable` when it could not be sent. */
  readonly post: () => Promise<SubmitOutcome<Taken>>;
  readonly call: ProviderCall;
  /** For all tries and the waits between them. */
  readonly deadline: CallDeadline;
  readonly clock: Clock;
  /** From 0 to 1; spreads retries. */
  readonly random: () => number;
  /** The provider's id. */
  readonly provider: string;
  /** What is said while it is sent. */
  readonly sending: "sending" | "making";
  /** The route that it goes over, where it is known. */
  readonly route?: Route | undefined;
}

/**
 * Sends work until it is taken, as often as it is proven that nothing was started.
 *
 * @throws {ProviderError} when a try or the time runs out without an answer
 * @throws {CanceledError} when the caller aborts
 */
export async function submitUntilTaken<Taken>(
  options: SubmittingOptions<Taken>,
): Promise<SubmitOutcome<Taken>> {
  const { post, call, deadline, clock, random, route } = options;
  for (let refusals = 0;;) {
    call.report(progressOf(options.sending, { provider: options.provider }));
    await call.submitting(route);
    const submitted = await post().catch(refusalOfUnsent);
    if (submitted.kind === "taken") return submitted;
    const { refusal } = submitted;
    if (refusal.proof) await call.notStarted();
    if (refusal.code !== "model-loading") refusals++;
    const retry = retryWait(refusal, { refusals, now: clock.now(), random: random() });
    if (!retry || retry.waitMs + MIN_TIME_FOR_A_TRY_MS > deadline.remainingMs()) return submitted;
    call.report(waiting(refusal.code, options.provider, retry));
    await wait(retry.waitMs, { clock, signal: deadline.signal }).catch(() => {
      throw deadline.failure("no", () => refusal.error);
    });
  }
}

function refusalOfUnsent(error: unknown): Extract<SubmitOutcome<never>, { kind: "refused" }> {
  if (!(error instanceof ProviderError && error.code === "unreachable")) throw error;
  return { kind: "refused", refusal: { code: error.code, error, proof: NEVER_SENT } };
}

function waiting(
  code: NotTaken["code"],
  provider: string,
  { expectedSeconds }: RetryWait,
): ProgressFacts {
  const values = { provider, estimatedSeconds: Math.ceil(expectedSeconds) };
  if (code === "model-loading") return progressOf("model-loading", values);
  return progressOf(code === "unreachable" ? "provider-unreachable" : "provider-busy", values);
}
