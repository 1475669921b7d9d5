/** Time as it is handed to whoever waits or dates; tests hand in one that they advance themselves. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `action` once in `ms` milliseconds; the returned function prevents it. */
  after(ms: number, action: () => void): () => void;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Waits `ms` milliseconds; no timer outlives it.
 *
 * @throws the signal's reason as soon as it aborts
 */
export function wait(
  ms: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = () => reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  const cancelTimer = clock.after(ms, resolve);
  return promise.finally(() => {
    cancelTimer();
    signal.removeEventListener("abort", stop);
  });
}
