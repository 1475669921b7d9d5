import { Remembered } from "../remembered.ts";
import { LoungeError } from "../errors.ts";
import type { Session } from "./locked_values.ts";
import type { SignIn } from "./sign_in.ts";

/** A token is renewed when it has less than this left. */
const RENEWED_BEFORE_MS = 5 * 60 * 1000;
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
 */
export class SessionRefresh {
  readonly #signIn: Pick<SignIn, "refresh">;
  readonly #now: () => number;
  readonly #renewals: Remembered<Renewal>;

  /** `now` is in milliseconds since 1970. */
  constructor(signIn: Pick<SignIn, "refresh">, now: () => number) {
    this.#signIn = signIn;
    this.#now = now;
    this.#renewals = new Remembered({ keepMs: (renewal) => this.#keepMs(renewal), now });
  }

  /** The session to go on with: the same object when nothing was renewed. */
  async renew(session: Session): Promise<Session> {
    const { refreshToken, tokenExpiresAt } = session;
    if (refreshToken === undefined) return session;
    if (tokenExpiresAt - this.#now() > RENEWED_BEFORE_MS) return session;
    const renew = () => this.#renewNow(session, refreshToken);
    return (await this.#renewals.get(refreshToken, renew)).session;
  }

  #keepMs({ session, isNew }: Renewal): number {
    const leftMs = session.tokenExpiresAt - RENEWED_BEFORE_MS - this.#now();
    return isNew ? Math.max(ASKED_AGAIN_MS, leftMs) : ASKED_AGAIN_MS;
  }

  async #renewNow(session: Session, token: string): Promise<Renewal> {
    try {
      const tokens = await this.#signIn.refresh(token);
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
