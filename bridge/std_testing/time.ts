/**
 * Stand-in for `@std/testing/time`: the part of `FakeTime` that this project's tests use, over the
 * mock timers of `node:test`.
 *
 * @module
 */
import { mock } from "node:test";

/**
 * Time that passes only when the test says so: until it is restored, `Date`, `setTimeout`,
 * `setInterval` and what clears them know no other.
 */
export class FakeTime implements Disposable {
  /** Begins at `start`, in milliseconds since 1970 if a number; now if there is none. */
  constructor(start?: number | string | Date | null) {
    mock.timers.enable({
      apis: ["Date", "setInterval", "setTimeout"],
      now: new Date(start ?? Date.now()),
    });
  }

  /** The fake time in milliseconds since 1970. */
  get now(): number {
    return Date.now();
  }

  /** Lets `ms` milliseconds pass and runs the timers that become due, in order. */
  tick(ms: number = 0): void {
    mock.timers.tick(ms);
  }

  /** Gives the globals back. */
  restore(): void {
    mock.timers.reset();
  }

  [Symbol.dispose](): void {
    this.restore();
  }
}
