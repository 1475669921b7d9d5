import type { Clock } from "../clock.ts";

/** Visitors who may have a token here at once; beyond it the one deposited first is dropped. */
const MAX_VISITORS = 10_000;
/** Refused tokens that are remembered at once; beyond it the one refused first is forgotten. */
const MAX_REFUSED = 1000;
/** How long an expired token may stay in memory while others are deposited. */
const SWEEP_EVERY_MS = 60_000;

interface Deposit {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * The tokens that visitors bring along, for as long as their browsers keep bringing them. In memory
 * alone: no file, no log and no other process ever has one, and a restart forgets them all.
 */
export class VisitorTokens {
  readonly #clock: Pick<Clock, "now">;
  readonly #deposits = new Map<string, Deposit>();
  readonly #refused = new Set<string>();
  readonly #waiting = new Set<() => void>();

  #nextSweepAt = 0;

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /**
   * Keeps the visitor's token until then, in place of an earlier one, and tells whoever waits when
   * there is something new: browsers bring the same token with every request. A refused one is not
   * kept.
   */
  deposit(visitorId: string, token: string, untilMs: number): void {
    if (this.#refused.has(token)) return;
    const isKnown = this.find(visitorId) === token;
    this.#deposits.delete(visitorId);
    this.#deposits.set(visitorId, { token, until: untilMs });
    this.#tidy();
    if (isKnown) return;
    for (const wake of [...this.#waiting]) wake();
  }

  /** The visitor's token, while it is here. */
  find(visitorId: string): string | undefined {
    const deposit = this.#deposits.get(visitorId);
    if (!deposit || deposit.until > this.#clock.now()) return deposit?.token;
    this.#deposits.delete(visitorId);
    return undefined;
  }

  /** Drops the visitor's token: they took it back or signed out. Work that was not begun waits. */
  forget(visitorId: string): void {
    this.#deposits.delete(visitorId);
  }

  /** A provider does not accept this token: it is dropped, and not taken again until `allow`. */
  refuse(token: string): void {
    this.#refused.add(token);
    const [oldest] = this.#refused;
    if (this.#refused.size > MAX_REFUSED && oldest !== undefined) this.#refused.delete(oldest);
    for (const [visitorId, deposit] of this.#deposits) {
      if (deposit.token === token) this.#deposits.delete(visitorId);
    }
  }

  /** Whether a provider has refused this token. */
  isRefused(token: string): boolean {
    return this.#refused.has(token);
  }

  /** The visitor brings this token once more on purpose: it is worth another try. */
  allow(token: string): void {
    this.#refused.delete(token);
  }

  /** Calls `wake` after each deposit that changes something, until the returned function is called. */
  onDeposit(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => void this.#waiting.delete(wake);
  }

  /** How many wait for a token now; 0 when nobody leaked a listener. */
  get waitingCount(): number {
    return this.#waiting.size;
  }

  #tidy(): void {
    const now = this.#clock.now();
    if (now >= this.#nextSweepAt) {
      this.#nextSweepAt = now + SWEEP_EVERY_MS;
      for (const [visitorId, { until }] of this.#deposits) {
        if (until <= now) this.#deposits.delete(visitorId);
      }
    }
    const [oldest] = this.#deposits.keys();
    if (this.#deposits.size > MAX_VISITORS && oldest !== undefined) this.#deposits.delete(oldest);
  }
}
