import { HeaderedError } from "../protocol/error_headers.ts";

/** How much one address may upload; 0 does not limit it. */
export interface UploadAllowance {
  readonly atOnce: number;
  /** Pictures. */
  readonly perMinute: number;
}

/** An upload that is under way. Dispose it when the form is read; what is left can be told after that. */
export interface UploadPlace extends Disposable {
  /** Counts the pictures of the form; the first is counted already. */
  count(pictures: number): void;
  /** Adds to an answer what is left (draft-ietf-httpapi-ratelimit-headers-11, sections 3 and 4). */
  tell(headers: Headers): void;
}

const MINUTE_SECONDS = 60;
const MINUTE_MS = MINUTE_SECONDS * 1000;
/** Who comes back after so many seconds finds a place that another upload has left. */
const BUSY_SECONDS = 5;

/** How often it is looked for addresses that can be forgotten: a flood may come from very many. */
const SWEEP_MS = 10_000;

/** What an address has used up: pictures that still count at `at`, and uploads under way. */
interface Use {
  pictures: number;
  at: number;
  uploads: number;
}

const UNLIMITED: UploadPlace = { count() {}, tell() {}, [Symbol.dispose]() {} };

/**
 * Bounds how much is uploaded from one address, in memory alone: pictures count less and less until
 * they are forgotten, so that after a full minute all may be sent again.
 */
export class UploadLimits {
  readonly #allowance: UploadAllowance;
  readonly #now: () => number;
  readonly #uses = new Map<string, Use>();
  #sweptAt = 0;

  /** `now` in milliseconds since 1970. */
  constructor(allowance: UploadAllowance, now: () => number) {
    this.#allowance = allowance;
    this.#now = now;
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.#uses.size;
  }

  /**
   * Takes a place for one upload from the clients of a line; nothing limits those of none.
   *
   * @throws {HeaderedError} `too-many-uploads`
   */
  begin(line: string | undefined): UploadPlace {
    if (line === undefined) return UNLIMITED;
    this.#forget();
    const use = this.#useOf(line);
    this.#check(use);
    use.uploads++;
    use.pictures++;
    this.#uses.set(line, use);
    let isOver = false;
    return {
      count: (pictures) => void (this.#useOf(line).pictures += Math.max(0, pictures - 1)),
      tell: (headers) => {
        for (const [name, value] of Object.entries(this.#headersOf(this.#useOf(line)))) {
          headers.set(name, value);
        }
      },
      [Symbol.dispose]() {
        if (!isOver) use.uploads--;
        isOver = true;
      },
    };
  }

  /** With what still counts now. */
  #useOf(line: string): Use {
    const now = this.#now();
    const use = this.#uses.get(line) ?? { pictures: 0, at: now, uploads: 0 };
    const over = (now - use.at) / MINUTE_MS * this.#allowance.perMinute;
    use.pictures = Math.max(0, use.pictures - Math.max(0, over));
    use.at = now;
    return use;
  }

  #check(use: Use): void {
    const { atOnce, perMinute } = this.#allowance;
    if (atOnce > 0 && use.uploads >= atOnce) {
      throw new HeaderedError("too-many-uploads", { kind: "at-once", limit: atOnce }, {
        headers: {
          "ratelimit-policy": `"uploads-at-once";q=${atOnce};qu="concurrent-requests"`,
          "ratelimit": `"uploads-at-once";r=0;t=${BUSY_SECONDS}`,
        },
        retryAfterSeconds: BUSY_SECONDS,
      });
    }
    if (perMinute > 0 && use.pictures + 1 > perMinute) {
      const missing = use.pictures + 1 - perMinute;
      throw new HeaderedError("too-many-uploads", { kind: "per-minute", limit: perMinute }, {
        headers: this.#headersOf(use),
        retryAfterSeconds: Math.ceil(missing / perMinute * MINUTE_SECONDS),
      });
    }
  }

  #headersOf({ pictures }: Use): Record<string, string> {
    const { perMinute } = this.#allowance;
    if (perMinute === 0) return {};
    const left = Math.max(0, Math.floor(perMinute - pictures));
    const seconds = Math.ceil(pictures / perMinute * MINUTE_SECONDS);
    return {
      "ratelimit-policy": `"uploads";q=${perMinute};w=${MINUTE_SECONDS}`,
      "ratelimit": `"uploads";r=${left};t=${seconds}`,
    };
  }

  /** Those of which nothing counts any more. */
  #forget(): void {
    const now = this.#now();
    if (now - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = now;
    for (const line of this.#uses.keys()) {
      const use = this.#useOf(line);
      if (use.uploads === 0 && use.pictures <= 0) this.#uses.delete(line);
    }
  }
}
