/** How long a measurement counts: adding up a folder for each upload would cost more than it saves. */
const KEPT_MS = 5000;

/** The operator's limit on what all films together may take. */
export interface StorageQuotaOptions {
  /** 0 for no limit. */
  readonly maxBytes: number;
  /** Adds up what the films take, in bytes. */
  readonly usedBytes: () => Promise<number>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Knows whether there is room for another film, give or take those of the last few seconds. */
export class StorageQuota {
  readonly #options: StorageQuotaOptions;
  #measured: { readonly until: number; readonly bytes: Promise<number> } | undefined;

  constructor(options: StorageQuotaOptions) {
    this.#options = options;
  }

  /** @throws {StorageError} when the films cannot be counted */
  async isUsedUp(): Promise<boolean> {
    const { maxBytes, usedBytes, now } = this.#options;
    if (maxBytes === 0) return false;
    if (this.#measured === undefined || this.#measured.until <= now()) {
      const bytes = usedBytes();
      this.#measured = { until: now() + KEPT_MS, bytes };
      bytes.catch(() => this.forget());
    }
    return await this.#measured.bytes >= maxBytes;
  }

  /** Something was erased: the next question measures anew. */
  forget(): void {
    this.#measured = undefined;
  }
}
