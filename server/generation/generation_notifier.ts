/** Hears of changes to one generation. Changes between two calls of `next` are not missed. */
export interface ChangeListener extends Disposable {
  /**
   * Resolves at the first change since the last call, or after `timeoutMs` milliseconds, or when
   * the signal aborts. It never rejects and leaves no timer behind.
   */
  next(options: { readonly signal: AbortSignal; readonly timeoutMs: number }): Promise<void>;
}

/** The topic of queued work; generations' ids are UUIDs, so it cannot be one of them. */
const WORK = "work";

/**
 * Tells followers in this process that a generation has changed, so that they look at the store at
 * once. A hint only: other processes on the same database are not heard, so whoever listens polls
 * slowly as well.
 */
export class GenerationNotifier {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Something was written about the generation. */
  notify(id: string): void {
    for (const listener of this.#listeners.get(id) ?? []) listener.ring();
  }

  /** There may be something to claim. */
  notifyWork(): void {
    this.notify(WORK);
  }

  /** Starts to listen; dispose the listener when done. */
  listen(id: string): ChangeListener {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners);
    const listener = new Listener(() => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(id) === listeners) this.#listeners.delete(id);
    });
    listeners.add(listener);
    return listener;
  }

  /** Starts to listen for `notifyWork`. */
  listenForWork(): ChangeListener {
    return this.listen(WORK);
  }

  /** The generations that somebody listens to. */
  get ids(): readonly string[] {
    return [...this.#listeners.keys()].filter((id) => id !== WORK);
  }

  /** How many listen now; 0 when nobody leaked a listener. */
  get listenerCount(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }
}

class Listener implements ChangeListener {
  readonly #close: () => void;
  #hasChanged = false;
  #wake: (() => void) | undefined;

  constructor(close: () => void) {
    this.#close = close;
  }

  ring(): void {
    this.#hasChanged = true;
    this.#wake?.();
  }

  async next(options: { readonly signal: AbortSignal; readonly timeoutMs: number }): Promise<void> {
    const { signal, timeoutMs } = options;
    if (!this.#hasChanged && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = () => resolve();
      const timer = setTimeout(wake, timeoutMs);
      this.#wake = wake;
      signal.addEventListener("abort", wake, { once: true });
      await promise;
      signal.removeEventListener("abort", wake);
      clearTimeout(timer);
      this.#wake = undefined;
    }
    this.#hasChanged = false;
  }

  [Symbol.dispose](): void {
    this.#close();
    this.#wake?.();
  }
}
