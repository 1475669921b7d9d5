import type { Clock } from "../../server/clock.ts";

/** Time that passes `speed` times as fast as the machine's, for waits that no test should sit out. */
export class HastyClock implements Clock {
  readonly #speed: number;
  readonly #startedAt = Date.now();
  readonly #start = performance.now();

  constructor({ speed }: { readonly speed: number }) {
    this.#speed = speed;
  }

  now(): number {
    return this.#startedAt + (performance.now() - this.#start) * this.#speed;
  }

  after(ms: number, action: () => void): () => void {
    const timer = setTimeout(action, ms / this.#speed);
    return () => clearTimeout(timer);
  }
}
