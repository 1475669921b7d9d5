/** Lets actions with the same key happen one after the other; others do not wait for them. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs the action once all earlier ones of this key have settled; settles as it does. */
  async take<T>(key: string, action: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const turn = (async () => {
      await before?.catch(() => {});
      return await action();
    })();
    this.#last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === turn) this.#last.delete(key);
    }
  }
}
