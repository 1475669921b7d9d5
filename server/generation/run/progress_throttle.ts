import type { GenerationProgress } from "../../../contract/generation.ts";
import type { Clock } from "../../clock.ts";

/** Shortest time between two stored frame counts, in milliseconds. */
const COUNT_EVERY_MS = 500;

/**
 * Hands progress reports on in order, one after the other. A new stage or code goes on at once;
 * of frame counts in quick succession only now and then one, and always the last.
 */
export class ProgressThrottle {
  readonly #append: (progress: GenerationProgress) => Promise<void>;
  readonly #clock: Clock;
  #appended: Promise<void> = Promise.resolve();
  #latest: GenerationProgress | undefined;
  #heldBack: GenerationProgress | undefined;
  #nextCountAt = 0;
  #cancelTimer = () => {};
  #isClosed = false;

  /** `append` must not reject. */
  constructor(append: (progress: GenerationProgress) => Promise<void>, clock: Clock) {
    this.#append = append;
    this.#clock = clock;
  }

  /** Takes a report; after `close` it is dropped. */
  report(progress: GenerationProgress): void {
    if (this.#isClosed) return;
    const isCount = isCountAfter(progress, this.#latest);
    if (!isCount) this.#passHeldBack();
    const waitMs = isCount ? this.#nextCountAt - this.#clock.now() : 0;
    if (waitMs <= 0) return this.#pass(progress);
    if (!this.#heldBack) {
      this.#cancelTimer = this.#clock.after(waitMs, () => this.#passHeldBack());
    }
    this.#heldBack = progress;
  }

  /** Ends it; resolves once every report is appended. */
  async close(): Promise<void> {
    if (!this.#isClosed) this.#passHeldBack();
    this.#isClosed = true;
    await this.#appended;
  }

  #passHeldBack(): void {
    if (this.#heldBack) this.#pass(this.#heldBack);
  }

  #pass(progress: GenerationProgress): void {
    this.#cancelTimer();
    this.#heldBack = undefined;
    this.#latest = progress;
    this.#nextCountAt = this.#clock.now() + COUNT_EVERY_MS;
    this.#appended = this.#appended.then(() => this.#append(progress));
  }
}

/** Whether nothing but the count has changed. */
function isCountAfter(next: GenerationProgress, last: GenerationProgress | undefined): boolean {
  const [now, before] = [next.frame ?? next.step, last?.frame ?? last?.step];
  return now !== undefined && before !== undefined && next.stage === last?.stage;
}
