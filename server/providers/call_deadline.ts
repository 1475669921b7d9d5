import type { Charged } from "../../contract/problem.ts";
import { CanceledError, type LoungeError, ProviderError } from "../errors.ts";
import type { Clock } from "../clock.ts";

/**
 * Bounds one provider call, waits and the video's last byte included: its signal aborts with the
 * caller's, when time is up, and when the call is over.
 */
export class CallDeadline {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal;
  readonly #clock: Clock;
  readonly #endsAt: number;
  readonly #expired: (charged: Charged) => LoungeError;
  readonly #cancelTimer: () => void;
  readonly #follow = () => this.#controller.abort(this.#caller.reason);

  /** `timeoutMs` is counted from now; `expired` makes the failure when it is over. */
  constructor(
    caller: AbortSignal,
    { clock, timeoutMs, expired = deadlineExceeded }: {
      readonly clock: Clock;
      readonly timeoutMs: number;
      readonly expired?: (charged: Charged) => LoungeError;
    },
  ) {
    this.#expired = expired;
    this.#caller = caller;
    this.#clock = clock;
    this.#endsAt = clock.now() + timeoutMs;
    const abort = () => this.#controller.abort(expired("unknown"));
    this.#cancelTimer = clock.after(timeoutMs, abort);
    if (caller.aborted) this.#follow();
    else caller.addEventListener("abort", this.#follow, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds until time is up. */
  remainingMs(): number {
    return this.#endsAt - this.#clock.now();
  }

  /**
   * The failure to report when an abort may have caused it: the caller's own reason, a
   * `CanceledError` or that time is up; without an abort what `otherwise` returns.
   */
  failure(charged: Charged, otherwise: () => LoungeError): LoungeError {
    if (!this.signal.aborted) return otherwise();
    if (!this.#caller.aborted) return this.#expired(charged);
    const reason: unknown = this.#caller.reason;
    if (!(reason instanceof ProviderError)) return new CanceledError(charged);
    const { code, parameters, retryable } = reason;
    return new ProviderError(code, parameters, { charged, retryable, cause: reason });
  }

  /** Ends the call: stops the timer and whatever transfer still runs. */
  end(): void {
    this.#cancelTimer();
    this.#caller.removeEventListener("abort", this.#follow);
    this.#controller.abort();
  }
}

function deadlineExceeded(charged: Charged): LoungeError {
  return new ProviderError("deadline-exceeded", {}, { charged });
}
