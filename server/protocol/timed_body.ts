import type { Clock } from "../clock.ts";

type BodyReader = ReadableStreamDefaultReader<Uint8Array>;

/** How long a client may take, in milliseconds. */
export interface BodyTimes {
  /** Between two pieces; what the server does with one does not count. */
  readonly maxSilenceMs: number;
  /** For all of it. */
  readonly maxTotalMs: number;
}

/** A body was ended because its client took too long. */
export class BodyLateError extends Error {
  /** Whether the client had fallen silent; else the body as a whole took too long. */
  readonly isSilent: boolean;

  constructor(isSilent: boolean) {
    super(isSilent ? "the client fell silent" : "the body does not end");
    this.isSilent = isSilent;
  }
}

/**
 * Reads a request's body no longer than its client may take, with one timer however many pieces there
 * are: when it runs out, it is set again to when the silence of that moment would be too long. Call
 * `end` when done.
 */
export class TimedBody {
  readonly #reader: BodyReader;
  readonly #clock: Clock;
  readonly #times: BodyTimes;
  readonly #startedAt: number;
  #waitingSince: number | undefined;
  #late: BodyLateError | undefined;
  #cancelTimer = () => {};

  constructor(
    reader: BodyReader,
    { clock, ...times }: BodyTimes & { readonly clock: Clock },
  ) {
    this.#reader = reader;
    this.#clock = clock;
    this.#times = times;
    this.#startedAt = clock.now();
    this.#look();
  }

  /** The next piece; `undefined` at the end. @throws {BodyLateError} or what the transfer fails with */
  async read(): Promise<Uint8Array | undefined> {
    this.#waitingSince = this.#clock.now();
    const { value } = await this.#reader.read();
    this.#waitingSince = undefined;
    if (this.#late) throw this.#late;
    return value;
  }

  /** Stops watching. */
  end(): void {
    this.#cancelTimer();
  }

  #look(): void {
    const now = this.#clock.now();
    const { maxSilenceMs, maxTotalMs } = this.#times;
    const silenceEnds = (this.#waitingSince ?? now) + maxSilenceMs;
    const allEnds = this.#startedAt + maxTotalMs;
    const next = Math.min(silenceEnds, allEnds);
    if (next > now) {
      this.#cancelTimer = this.#clock.after(next - now, () => this.#look());
      return;
    }
    this.#late = new BodyLateError(silenceEnds < allEnds);
    // Whoever waits for a piece gets the end, and then the reason.
    this.#reader.cancel().catch(() => {});
  }
}

/**
 * Reads on and throws away, within limits: a close with unread bytes would reset the connection, and
 * the client would not hear the answer. Never rejects.
 */
export async function drain(
  body: BodyReader,
  { maxBytes, ...watch }: BodyTimes & { readonly maxBytes: number; readonly clock: Clock },
): Promise<void> {
  const timed = new TimedBody(body, watch);
  try {
    for (let bytes = 0; bytes < maxBytes;) {
      const piece = await timed.read();
      if (!piece) return;
      bytes += piece.length;
    }
    await body.cancel();
  } catch {
    // The client is gone, or has been waited for long enough.
  } finally {
    timed.end();
  }
}
