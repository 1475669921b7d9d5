import { type Clock, wait } from "../../clock.ts";
import type {
  ProviderCall,
  ProviderOperation,
  ProviderVideo,
  VideoProvider,
} from "../ports/provider.ts";
import { ProviderError } from "../../errors.ts";
import { answerOf } from "./provider_answer.ts";

const FIRST_WAIT_MS = 500;
const WAIT_GROWTH = 1.3;
const MAX_WAIT_MS = 5000;
/** A video that breaks off this often will not come whole. */
const MAX_BROKEN_VIDEOS = 4;

/**
 * Failures of asking, not of the work: asking again costs nothing. Everything else, `upstream-error`
 * above all, is what has become of the work.
 */
const FAILURES_OF_ASKING: ReadonlySet<string> = new Set([
  "network",
  "rate-limited",
  "overloaded",
  "upstream-timeout",
]);

/** How an operation is followed. */
export interface FollowingOptions<Kept> {
  readonly provider: VideoProvider;
  readonly call: ProviderCall;
  readonly clock: Clock;
  /** True right after a start, when it cannot be done yet. */
  readonly isNew: boolean;
  /** Takes the finished video; when it breaks off on the way it is asked for again. */
  readonly keep: (video: ProviderVideo) => Promise<Kept>;
}

/**
 * Asks for an operation until its video is kept, more and more seldom.
 *
 * @throws {ProviderError} when the work failed, or its video broke off again and again
 * @throws the call's reason when it is broken off, at the deadline at the latest
 */
export async function followOperation<Kept>(
  operation: ProviderOperation["operation"],
  { provider, call, clock, isNew, keep }: FollowingOptions<Kept>,
): Promise<Kept> {
  if (!provider.check) throw new TypeError(`${provider.id} has operations but no check`);
  let waitMs = FIRST_WAIT_MS;
  const waitForTurn = async (atLeastMs: number) => {
    await wait(Math.max(waitMs, atLeastMs), { clock, signal: call.signal });
    waitMs = Math.min(waitMs * WAIT_GROWTH, MAX_WAIT_MS);
  };
  if (isNew) await waitForTurn(0);
  let videos = 0;
  for (;;) {
    let askedMs = 0;
    try {
      const answer = await answerOf(provider.check(operation, call), call.signal);
      if (answer.kind === "video") {
        videos++;
        return await keep(answer);
      }
    } catch (error) {
      call.signal.throwIfAborted();
      if (!(error instanceof ProviderError && FAILURES_OF_ASKING.has(error.code))) throw error;
      if (videos >= MAX_BROKEN_VIDEOS) throw error;
      askedMs = (error.retryAfterSeconds ?? 0) * 1000;
    }
    await waitForTurn(askedMs);
  }
}

/** How long a provider may take to hear that an operation is not wanted any more. */
const TIMEOUT_MS = 5000;

/**
 * Asks the provider to stop an operation, where it can be asked. The call's own signal has aborted
 * by then and is not used.
 *
 * @throws whatever the provider throws; it is not known then whether the operation goes on
 */
export async function cancelOperation(
  operation: ProviderOperation["operation"],
  { provider, call, clock }: {
    readonly provider: VideoProvider;
    readonly call: ProviderCall;
    readonly clock: Clock;
  },
): Promise<void> {
  const limit = new AbortController();
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
  const cancelTimer = clock.after(TIMEOUT_MS, () => {
    limit.abort();
    reject(new Error(`${provider.id} did not answer in ${TIMEOUT_MS} ms`));
  });
  try {
    await Promise.race([provider.cancel?.(operation, { ...call, signal: limit.signal }), timeIsUp]);
  } finally {
    cancelTimer();
  }
}
