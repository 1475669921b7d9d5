/** How values are remembered. */
export interface RememberedOptions<Value> {
  /** For how long a value counts once it is there, in milliseconds. */
  readonly keepMs: number | ((value: Value) => number);
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Gives a value whose time is up until the next one is there, so that only the first is waited for. */
  readonly servesStale?: boolean;
}

interface Entry<Value> {
  readonly value: Promise<Value>;
  /** Milliseconds since 1970; `Infinity` while the value, or the next one, is being found. */
  until: number;
}

/**
 * Values by key that are dear to find and good for a time. Whoever asks while one is being found waits
 * for the same; what fails is not kept, and the next to ask tries again.
 */
export class Remembered<Value> {
  readonly #options: RememberedOptions<Value>;
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #finding = new Set<Promise<void>>();

  constructor(options: RememberedOptions<Value>) {
    this.#options = options;
  }

  /** The key's value; `find` is called where there is none, or its time is up, and may reject. */
  async get(key: string, find: () => Promise<Value>): Promise<Value> {
    const { now, servesStale = false } = this.#options;
    const known = this.#entries.get(key);
    if (known && known.until > now()) return await known.value;
    if (servesStale && known) {
      this.#find(key, { find, stale: known });
      return await known.value;
    }
    this.#forgetOld();
    return await this.#find(key, { find });
  }

  /** The next to ask has the key's value found anew. */
  forget(key: string): void {
    this.#entries.delete(key);
  }

  /** Resolves once nothing is being found any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#finding);
  }

  #find(
    key: string,
    { find, stale }: { readonly find: () => Promise<Value>; readonly stale?: Entry<Value> },
  ): Promise<Value> {
    const { keepMs, now } = this.#options;
    const next: Entry<Value> = { value: find(), until: Infinity };
    const shown = stale ?? next;
    shown.until = Infinity;
    this.#entries.set(key, shown);
    const finding = next.value.then((value) => {
      next.until = now() + (typeof keepMs === "number" ? keepMs : keepMs(value));
      // Unless it was forgotten meanwhile.
      if (this.#entries.get(key) === shown) this.#entries.set(key, next);
    }, () => {
      shown.until = now();
    }).finally(() => this.#finding.delete(finding));
    this.#finding.add(finding);
    return next.value;
  }

  /** Whoever is served what is stale has few keys, and needs them all. */
  #forgetOld(): void {
    if (this.#options.servesStale) return;
    for (const [key, { until }] of this.#entries) {
      if (until <= this.#options.now()) this.#entries.delete(key);
    }
  }
}
