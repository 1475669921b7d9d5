import type { ManualClock } from "../fakes/manual_clock.ts";
import type { Silence } from "./answer_script.ts";

/** Turns of the event loop without anything to do, before time may pass. */
const QUIET_TURNS = 4;

/** Lets time pass by itself whenever nobody is at work: no request is open, no file is written. */
export class QuietTime {
  readonly #clock: ManualClock;
  readonly #silence: Silence;
  #atWork = 0;
  #changes = 0;

  constructor({ clock, silence }: { readonly clock: ManualClock; readonly silence: Silence }) {
    this.#clock = clock;
    this.#silence = silence;
  }

  /** Counts it as work until it settles. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#atWork++;
    return await work.finally(() => {
      this.#atWork--;
      this.#changes++;
    });
  }

  /** The same thing, each of whose methods counts as work until what it promises is there. */
  counted<T extends object>(thing: T): T {
    return new Proxy(thing, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== "function") return value;
        return (...values: unknown[]) => {
          const result: unknown = value.apply(target, values);
          return result instanceof Promise ? this.during(result) : result;
        };
      },
    });
  }

  /** `fetch`, counted until the whole answer was read or given up. */
  readonly fetch: typeof fetch = async (input, init) => {
    const response = await this.during(fetch(input, init));
    if (!response.body) return response;
    const { promise, resolve } = Promise.withResolvers<void>();
    void this.during(promise);
    const reader = response.body.getReader();
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          controller.close();
          resolve();
        } catch (error) {
          resolve();
          throw error;
        }
      },
      async cancel(reason) {
        resolve();
        await reader.cancel(reason);
      },
    });
    // Whoever is done with an answer aborts its call, whatever is left unread.
    init?.signal?.addEventListener("abort", () => resolve());
    if (init?.signal?.aborted) resolve();
    const { status, headers } = response;
    return new Response(body, { status, headers });
  };

  /** Passes time until `isOver`. */
  async passUntil(isOver: () => Promise<boolean>): Promise<void> {
    for (let quiet = 0, seen = 0;;) {
      await turnOfTheLoop();
      const isQuiet = this.#atWork <= this.#silence.hanging && seen === this.#changes;
      seen = this.#changes;
      quiet = isQuiet ? quiet + 1 : 0;
      if (quiet < QUIET_TURNS) continue;
      if (await isOver()) return;
      this.#clock.advance(Math.max(this.#clock.untilNext ?? 0, 250));
      quiet = 0;
    }
  }
}

async function turnOfTheLoop(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, 0);
  await promise;
}
