/**
 * Longest real time that anything may take, in milliseconds. Only what fails takes it: a busy machine
 * may be ten times slower than an idle one.
 */
export const PATIENCE_MS = 120_000;

/** How often a slow try is repeated before the work itself is called slow. */
const TRIES = 5;

/** Repeats `check` until it passes and returns what it does; fails with its last failure. */
export async function eventually<Value>(check: () => Value | Promise<Value>): Promise<Value> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/**
 * Does `work`, again if it was slow, and tells how long the quickest try took, in milliseconds: what
 * holds up the machine slows some tries, work that is slow by itself slows them all.
 */
export async function quickestMs(limitMs: number, work: () => Promise<void>): Promise<number> {
  let quickest = Infinity;
  for (let tries = 0; tries < TRIES && quickest >= limitMs; tries++) {
    const startedAt = performance.now();
    await work();
    quickest = Math.min(quickest, performance.now() - startedAt);
  }
  return quickest;
}
