import type { Context } from "fresh";
import type { AccountFacts } from "../../contract/account.ts";
import type { State } from "../app_state.ts";
import { findNotice } from "../visitors/account_notices.ts";

/** What the account page may know of whoever asks: names and times, never a token. */
export function describeAccount(ctx: Context<State>): AccountFacts {
  const { access: { signedIn, ownToken }, services } = ctx.state;
  return {
    canSignIn: services.identity.signIn !== undefined,
    notice: findNotice(ctx.url.searchParams.get("notice")),
    signedIn: signedIn && {
      name: signedIn.name,
      ...(signedIn.paysUntil === undefined ? {} : { paysUntil: isoDate(signedIn.paysUntil) }),
    },
    ownToken: ownToken && {
      ...(ownToken.name === undefined ? {} : { name: ownToken.name }),
      expiresAt: isoDate(ownToken.expiresAt),
      isRefused: ownToken.isRefused,
    },
  };
}

function isoDate(ms: number): string {
  return new Date(ms).toISOString();
}
