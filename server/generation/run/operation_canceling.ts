import type { Clock } from "../../clock.ts";
import type { ProviderCall, ProviderOperation, VideoProvider } from "../ports/provider.ts";

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
