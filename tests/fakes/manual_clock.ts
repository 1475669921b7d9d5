import type { Clock } from "../../server/clock.ts";

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

/**
 * Time that passes only when the test says so, or by itself for waits up to `skipUpToMs`: those
 * end at once, and the clock is then as much later.
 */
export class ManualClock implements Clock {
  /** The waits that were skipped, in milliseconds. */
  readonly waits: number[] = [];
  readonly #skipUpToMs: number;
  readonly #timers = new Set<Timer>();
  #now = Date.UTC(2026, 10, 22, 12);

  constructor({ skipUpToMs = 0 }: { readonly skipUpToMs?: number } = {}) {
    this.#skipUpToMs = skipUpToMs;
  }

  /** How many timers have neither run nor been canceled. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Milliseconds until the next timer is due; `undefined` without one. */
  get untilNext(): number | undefined {
    if (this.#timers.size === 0) return undefined;
    return Math.max(0, Math.min(...[...this.#timers].map(({ at }) => at)) - this.#now);
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + ms, action };
    this.#timers.add(timer);
    if (ms <= this.#skipUpToMs) {
      this.waits.push(ms);
      queueMicrotask(() => this.#timers.has(timer) && this.advance(timer.at - this.#now));
    }
    return () => this.#timers.delete(timer);
  }

  /** Lets `ms` milliseconds pass and runs what becomes due, in order. */
  advance(ms: number): void {
    this.#now += ms;
    const due = [...this.#timers].filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
    for (const timer of due) {
      if (this.#timers.delete(timer)) timer.action();
    }
  }
}
