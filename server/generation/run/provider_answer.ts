import type { OperationAnswer } from "../ports/provider.ts";

/**
 * Waits for a provider's answer, but no longer than until the signal aborts, even where the provider
 * does not listen to it. A video that comes after that is let go of.
 *
 * @throws the signal's reason, or whatever the provider fails with
 */
export async function answerOf<Answer extends OperationAnswer>(
  asked: Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const abandon = () => {
    reject(signal.reason);
    asked.then((late) => late.kind === "video" ? late.bytes.cancel() : undefined).catch(() => {});
  };
  asked.then(resolve, reject);
  if (signal.aborted) abandon();
  else signal.addEventListener("abort", abandon, { once: true });
  try {
    return await promise;
  } finally {
    signal.removeEventListener("abort", abandon);
  }
}
