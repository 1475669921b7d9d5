import { LoungeError } from "../errors.ts";
import type { Session } from "./credentials.ts";
import type { SignIn } from "./sign_in.ts";

/** A token is renewed when it has less than this left. */
const RENEWED_BEFORE_MS = 5 * 60 * 1000;
/** How soon the provider is asked again after it gave no new token, or one that hardly lasts. */
const ASKED_AGAIN_MS = 60 * 1000;

/**
 * Renews sessions whose token is about to end, each once however many requests bring it. A new token
 * is kept for as long as it lasts: where its cookie was lost, as on answers that anyone may cache, the
 * old refresh token comes again, and providers that take each once would end the session for that.
 */
export class SessionRefresh {
  readonly #signIn: Pick<SignIn, "refresh">;
  readonly #now: () => number;
  readonly #renewals = new Map<string, { until: number; session: Promise<Session> }>();

  /** `now` is in milliseconds since 1970. */
  constructor(signIn: Pick<SignIn, "refresh">, now: () => number) {
    this.#signIn = signIn;
    this.#now = now;
  }

  /** The session to go on with: the same object when nothing was renewed. */
  async renew(session: Session): Promise<Session> {
    const { refreshToken, tokenExpiresAt } = session;
    if (refreshToken === undefined) return session;
    if (tokenExpiresAt - this.#now() > RENEWED_BEFORE_MS) return session;
    this.#forgetOld();
    const known = this.#renewals.get(refreshToken);
    if (known) return await known.session;
    const renewal = {
      until: this.#now() + ASKED_AGAIN_MS,
      session: this.#renewNow(session, refreshToken),
    };
    this.#renewals.set(refreshToken, renewal);
    const renewed = await renewal.session;
    const isNew = renewed.accessToken !== session.accessToken;
    const lasting = renewed.tokenExpiresAt - RENEWED_BEFORE_MS;
    if (isNew) renewal.until = Math.max(renewal.until, lasting);
    return renewed;
  }

  async #renewNow(session: Session, token: string): Promise<Session> {
    try {
      const tokens = await this.#signIn.refresh(token);
      if (tokens !== "ended") return { ...session, ...tokens };
      const { refreshToken: _ended, ...rest } = session;
      return rest;
    } catch (error) {
      // It may work with a later request; until then the visitor goes on with what there is.
      if (error instanceof LoungeError) return session;
      throw error;
    }
  }

  #forgetOld(): void {
    for (const [token, { until }] of this.#renewals) {
      if (until <= this.#now()) this.#renewals.delete(token);
    }
  }
}
