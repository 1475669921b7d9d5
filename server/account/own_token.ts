import type { OwnToken } from "./access.ts";
import type { Identity } from "./identity.ts";
import { readToken } from "./token_check.ts";
import type { Clock } from "../clock.ts";
import { InputError } from "../errors.ts";
import { ownTokenEnd } from "./access_cookies.ts";
import { isToldProblem, type NoticeName } from "./account_notices.ts";

/** What became of a pasted token. */
export type PasteOutcome =
  | { readonly kind: "kept"; readonly ownToken: OwnToken; readonly notice: NoticeName }
  | { readonly kind: "refused"; readonly error: InputError; readonly notice: NoticeName };

/** What a visitor pasted. */
export interface Paste {
  readonly given: string | undefined;
  readonly visitorId: string;
}

/** Reads a pasted token and asks the Hub whose it is. */
export async function checkedToken(
  { identity, clock }: { readonly identity: Identity; readonly clock: Clock },
  { given, visitorId }: Paste,
): Promise<PasteOutcome> {
  try {
    const token = readToken(given);
    const check = await identity.checkToken(token, visitorId);
    const expiresAt = ownTokenEnd(clock.now());
    return check.kind === "known"
      ? { kind: "kept", ownToken: { token, name: check.name, expiresAt }, notice: "token-kept" }
      : { kind: "kept", ownToken: { token, expiresAt }, notice: "token-unchecked" };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const notice = isToldProblem(error.code) ? error.code : "token-malformed";
    return { kind: "refused", error, notice };
  }
}
