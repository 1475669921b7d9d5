import { ProviderError } from "./errors.ts";

/** A signal that aborts with its parent or when time runs out; dispose it to clear the timer. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Starts a deadline.
 *
 * The signal's reason is a `ProviderError` with code `deadline-exceeded` when `timeoutMs`
 * milliseconds have passed, or the parent's own reason.
 */
export function startDeadline(parent: AbortSignal, timeoutMs: number): Deadline {
  const controller = new AbortController();
  const follow = () => controller.abort(parent.reason);
  const expire = () =>
    controller.abort(
      new ProviderError(
        "deadline-exceeded",
        `The film was not ready after ${Math.round(timeoutMs / 1000)} seconds, so the wait ended.`,
        { charged: "unknown", retryable: true },
      ),
    );
  const timer = setTimeout(expire, timeoutMs);
  if (parent.aborted) follow();
  else parent.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      parent.removeEventListener("abort", follow);
    },
  };
}
