import { Remembered } from "../remembered.ts";

/** How long a measurement counts: adding up a folder for each upload would cost more than it saves. */
const KEPT_MS = 5000;
/** One measurement is of all videos. */
const ALL = "all";

/** The operator's limit on what all videos together may take. */
export interface StorageQuotaOptions {
  /** 0 for no limit. */
  readonly maxBytes: number;
  /** Adds up what the videos take, in bytes. */
  readonly usedBytes: () => Promise<number>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Knows whether there is room for another video, give or take those of the last few seconds. */
export class StorageQuota {
  readonly #options: StorageQuotaOptions;
  readonly #used: Remembered<number>;

  constructor(options: StorageQuotaOptions) {
    this.#options = options;
    this.#used = new Remembered({ keepMs: KEPT_MS, now: options.now });
  }

  /** @throws {StorageError} when the videos cannot be counted */
  async isUsedUp(): Promise<boolean> {
    const { maxBytes, usedBytes } = this.#options;
    return maxBytes !== 0 && await this.#used.get(ALL, usedBytes) >= maxBytes;
  }

  /** Something was erased: the next question measures anew. */
  forget(): void {
    this.#used.forget(ALL);
  }
}
