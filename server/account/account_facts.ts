import type { Context } from "fresh";
import type { AccountFacts, AccountNotice } from "../../contract/account.ts";
import type { State } from "../app_state.ts";
import { failureSentence } from "../wording/failure_words.ts";

/** What a visit to the account page can begin with, by its name in the address. */
const NOTICES = {
  "token-kept": { isGood: true, text: "Your token is in place. It pays from now on, for 8 hours." },
  "token-unchecked": {
    isGood: true,
    text:
      "Your token is in place for 8 hours. Hugging Face could not be asked whether it works: that shows with your next video.",
  },
  "token-malformed": {
    isGood: false,
    text: "That is no Hugging Face access token: one starts with hf_ and has no spaces.",
  },
  "token-forgotten": { isGood: true, text: "Your token is forgotten, here and in this browser." },
  "signed-out": {
    isGood: true,
    text:
      "You are signed out, and this browser starts a library of its own. Your videos stay with your account.",
  },
  "signed-out-everywhere": {
    isGood: true,
    text:
      "You are signed out in every browser, and this one starts a library of its own. Your videos stay with your account.",
  },
  "account-deleted": {
    isGood: true,
    text:
      "Your videos, their receipts and your account are gone. Of each video only its number is kept, so that its old address can say that it was erased. Hugging Face keeps its own records, and lists this studio among your connected apps until you remove it there.",
  },
  "account-kept": {
    isGood: false,
    text:
      "Some of your videos are still being stopped and could not be deleted now, so your account is still here. Delete it again in a minute.",
  },
  "delete-unconfirmed": {
    isGood: false,
    text: "Nothing was deleted: tick the box first, so that it cannot happen by accident.",
  },
} as const satisfies Record<string, AccountNotice>;

/** Failures of the catalogue that the page tells in its words. */
const TOLD_PROBLEMS = [
  "token-refused",
  "too-many-token-checks",
  "sign-in-failed",
  "sign-in-canceled",
  "sign-in-too-long",
  "sign-in-unavailable",
] as const;

/** A notice's name in the address. */
export type NoticeName = keyof typeof NOTICES | typeof TOLD_PROBLEMS[number];

/** Whether the account page has words for a failure. */
export function isToldProblem(code: string): code is typeof TOLD_PROBLEMS[number] {
  return TOLD_PROBLEMS.some((told) => told === code);
}

/** Path of the account page that begins with a notice. */
export function noticePath(name: NoticeName): string {
  return `/account?notice=${name}`;
}

/** What the account page may know of whoever asks: names and times, never a token. */
export function describeAccount(ctx: Context<State>): AccountFacts {
  const { caller: { account, ownToken }, services } = ctx.state;
  return {
    canSignIn: services.identity.signIn !== undefined,
    notice: findNotice(ctx.url.searchParams.get("notice")),
    signedIn: account && {
      name: account.name,
      mayPay: account.mayPay,
      ...(account.paysUntil === undefined ? {} : { paysUntil: isoDate(account.paysUntil) }),
    },
    ownToken: ownToken && {
      ...(ownToken.name === undefined ? {} : { name: ownToken.name }),
      expiresAt: isoDate(ownToken.expiresAt),
      isRefused: ownToken.isRefused,
    },
  };
}

/** The notice of that name; `undefined` for anything else, so that no address puts words here. */
function findNotice(name: string | null): AccountNotice | undefined {
  if (name === null) return undefined;
  if (Object.hasOwn(NOTICES, name)) return NOTICES[name as keyof typeof NOTICES];
  if (!isToldProblem(name)) return undefined;
  const text = failureSentence({ code: name, parameters: {} }, { audience: "guest" });
  return { isGood: false, text };
}

function isoDate(ms: number): string {
  return new Date(ms).toISOString();
}
