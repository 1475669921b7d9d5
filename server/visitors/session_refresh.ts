import type { Clock } from "../clock.ts";
import { Remembered } from "../remembered.ts";
import { LoungeError } from "../errors.ts";
import type { Session } from "./locked_values.ts";
import type { SignIn } from "./sign_in.ts";

/** A token is renewed when it has less than this left. */
const RENEWED_BEFORE_MS = 5 * 60 * 1000;
/** For how long a request waits for a new token once the old one has ended, in milliseconds. */
const WAITED_MS = 1500;
/** How soon the provider is asked again after it gave no new token, or one that hardly lasts. */
const ASKED_AGAIN_MS = 60 * 1000;

/** What became of a session, and whether it has a new token. */
interface Renewal {
  readonly session: Session;
  readonly isNew: boolean;
}

/**
 * Renews sessions whose token is about to end, each once however many requests bring it. A new token
 * is kept for as long as it lasts: where its cookie was lost, as on answers that anyone may cache, the
 * old refresh token comes again, and providers that take each once would end the session for that.
 *
 * A provider that does not answer holds up no page: while the old token lasts nobody waits, and after it
 * not for long. What comes later is there for the next request.
 */
export class SessionRefresh {
  readonly #signIn: Pick<SignIn, "refresh">;
  readonly #clock: Clock;
  readonly #renewals: Remembered<Renewal>;

  constructor(signIn: Pick<SignIn, "refresh">, clock: Clock) {
    this.#signIn = signIn;
    this.#clock = clock;
    this.#renewals = new Remembered({
      keepMs: (renewal) => this.#keepMs(renewal),
      now: () => clock.now(),
    });
  }

  /** The session to go on with: the same object when nothing is renewed yet. */
  async renew(session: Session): Promise<Session> {
    const { refreshToken, tokenExpiresAt } = session;
    if (refreshToken === undefined) return session;
    const leftMs = tokenExpiresAt - this.#clock.now();
    if (leftMs > RENEWED_BEFORE_MS) return session;
    const renewing = this.#renewals.get(
      refreshToken,
      () => this.#renewNow(session, refreshToken),
    );
    const { promise: waited, resolve: goOn } = Promise.withResolvers<Renewal>();
    const stop = this.#clock.after(
      leftMs > 0 ? 0 : WAITED_MS,
      () => goOn({ session, isNew: false }),
    );
    return (await Promise.race([renewing, waited]).finally(stop)).session;
  }

  #keepMs({ session, isNew }: Renewal): number {
    const leftMs = session.tokenExpiresAt - RENEWED_BEFORE_MS - this.#clock.now();
    return isNew ? Math.max(ASKED_AGAIN_MS, leftMs) : ASKED_AGAIN_MS;
  }

  async #renewNow(session: Session, token: string): Promise<Renewal> {
    try {
      const tokens = await this.#signIn.refresh(token, session);
      if (tokens !== "ended") {
        const isNew = tokens.accessToken !== session.accessToken;
        return { session: { ...session, ...tokens }, isNew };
      }
      const { refreshToken: _ended, ...rest } = session;
      return { session: rest, isNew: false };
    } catch (error) {
      // It may work with a later request; until then the visitor goes on with what there is.
      if (error instanceof LoungeError) return { session, isNew: false };
      throw error;
    }
  }
}
