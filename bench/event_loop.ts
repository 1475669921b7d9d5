const EVERY_MS = 5;

/** A watch over how late the event loop comes to its timers. */
export interface EventLoopWatch {
  /** Ends it; returns the 99th percentile of the delays in milliseconds. */
  stop(): number;
}

/**
 * Starts to watch. Timers are measured here because `monitorEventLoopDelay` of `node:perf_hooks` does not
 * see a blocked loop under Deno.
 */
export function watchEventLoop(): EventLoopWatch {
  const delays: number[] = [];
  let dueAt = performance.now() + EVERY_MS;
  let timer = setTimeout(tick, EVERY_MS);
  function tick(): void {
    const now = performance.now();
    delays.push(Math.max(now - dueAt, 0));
    dueAt = now + EVERY_MS;
    timer = setTimeout(tick, EVERY_MS);
  }
  return {
    stop() {
      clearTimeout(timer);
      delays.sort((a, b) => a - b);
      return delays[Math.floor(delays.length * 0.99)] ?? NaN;
    },
  };
}
