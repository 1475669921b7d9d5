import type { Clock } from "../../server/clock.ts";

/**
 * How much of the machine's time passes at once, in milliseconds. What holds the process up for longer
 * does not count: nothing could have been done meanwhile.
 */
const LONGEST_STEP_MS = 25;
/** How often timers look at the time. */
const LOOK_MS = 20;

/** Time that passes up to `speed` times as fast as the machine's, for waits that no test should sit out. */
export class HastyClock implements Clock {
  readonly #speed: number;
  #now = Date.now();
  #lookedAt = performance.now();

  constructor({ speed }: { readonly speed: number }) {
    this.#speed = speed;
  }

  now(): number {
    const at = performance.now();
    this.#now += Math.min(at - this.#lookedAt, LONGEST_STEP_MS) * this.#speed;
    this.#lookedAt = at;
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const due = this.now() + ms;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const restMs = due - this.now();
      if (restMs <= 0) action();
      else timer = setTimeout(look, Math.min(restMs / this.#speed, LOOK_MS));
    };
    timer = setTimeout(look, Math.min(ms / this.#speed, LOOK_MS));
    return () => clearTimeout(timer);
  }
}
