import { InputError } from "../errors.ts";

/** How many checks may be asked for within a span of time. */
interface Allowance {
  readonly checks: number;
  readonly spanMs: number;
}

const OF_VISITOR: Allowance = { checks: 10, spanMs: 10 * 60_000 };
/** Whoever sends no cookie is a new visitor each time; it bounds how many are remembered, too. */
const OF_ALL: Allowance = { checks: 60, spanMs: 60_000 };

/** Checks since a first one. */
interface Count {
  made: number;
  readonly endsAt: number;
}

/**
 * Bounds how often the Hub is asked whose token it is: by one visitor, and by all of them, so that
 * nobody tries out tokens here and the Hub does not shut this server out. In memory alone.
 */
export class TokenCheckLimit {
  readonly #now: () => number;
  readonly #visitors = new Map<string, Count>();
  #all: Count = { made: 0, endsAt: 0 };

  /** `now` in milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** How many visitors are remembered. */
  get size(): number {
    return this.#visitors.size;
  }

  /** Counts a check. @throws {InputError} `too-many-token-checks` when it is one too many */
  count(visitorId: string): void {
    const now = this.#now();
    for (const [id, { endsAt }] of this.#visitors) {
      if (endsAt <= now) this.#visitors.delete(id);
    }
    const own = this.#visitors.get(visitorId) ?? begun(OF_VISITOR, now);
    if (this.#all.endsAt <= now) this.#all = begun(OF_ALL, now);
    if (own.made >= OF_VISITOR.checks) throw tooMany("visitor", own.endsAt - now);
    if (this.#all.made >= OF_ALL.checks) throw tooMany("everyone", this.#all.endsAt - now);
    own.made++;
    this.#all.made++;
    this.#visitors.set(visitorId, own);
  }
}

function begun({ spanMs }: Allowance, now: number): Count {
  return { made: 0, endsAt: now + spanMs };
}

function tooMany(kind: "visitor" | "everyone", waitMs: number): InputError {
  const waitSeconds = Math.ceil(waitMs / 1000);
  return new InputError("too-many-token-checks", { kind, waitSeconds }, {
    retryAfterSeconds: waitSeconds,
  });
}
