import type * as v from "valibot";
import { readHeader } from "../protocol/read_header.ts";
import type { AccountStore } from "./account_store.ts";
import type { AnswerCookies } from "./answer_cookies.ts";
import { type OwnToken, OwnTokenSchema, type Session, SessionSchema } from "./locked_values.ts";
import { LOCKED_COOKIES, readCookies } from "./cookies.ts";
import type { SessionRefresh } from "./session_refresh.ts";
import type { CipherPurpose, CookieCipher } from "./cookie_cipher.ts";

/** What a browser brings locked. It holds tokens, so that it goes no further than to `identify`. */
export interface Credentials {
  readonly ownToken?: OwnToken | undefined;
  readonly session?: Session | undefined;
}

/** What opening needs. */
export interface CredentialSources {
  readonly cipher: CookieCipher;
  /** Absent where nobody can sign in. */
  readonly sessions?: SessionRefresh | undefined;
  readonly accounts: Pick<AccountStore, "libraryOf">;
  /** Told what the browser has to forget or to renew. */
  readonly cookies: AnswerCookies;
}

/** Opens the cookies of pasted token and session; what does not open is forgotten. */
export async function openCredentials(
  request: Request,
  { cipher, sessions, accounts, cookies }: CredentialSources,
): Promise<Credentials> {
  const ownToken = await openLocked(request, {
    cipher,
    purpose: "own-token",
    schema: OwnTokenSchema,
  });
  if (ownToken === undefined && isBrought(request, "own-token")) cookies.forget("own-token");
  const found = await openLocked(request, { cipher, purpose: "session", schema: SessionSchema });
  // Whoever deletes the account, or signs out everywhere, ends its sessions in all browsers.
  const library = found && await accounts.libraryOf(found, found.signedInAt ?? 0);
  const session = library !== undefined && library === found?.libraryId ? found : undefined;
  if (session === undefined) {
    if (isBrought(request, "session")) cookies.forget("session");
    return { ownToken };
  }
  const renewed = await sessions?.renew(session) ?? session;
  // Where it is too long for a cookie the old one comes again, and is renewed from memory.
  if (renewed !== session) await cookies.lock("session", renewed);
  return { ownToken, session: renewed };
}

/** What a locked cookie of the request holds; `undefined` when there is none that opens. */
export async function openLocked<Schema extends v.GenericSchema>(
  request: Request,
  { cipher, purpose, schema }: {
    readonly cipher: CookieCipher;
    readonly purpose: CipherPurpose;
    readonly schema: Schema;
  },
): Promise<v.InferOutput<Schema> | undefined> {
  const [text] = lockedTexts(request, purpose);
  return text === undefined ? undefined : await cipher.decrypt(text, { purpose, schema });
}

function isBrought(request: Request, purpose: CipherPurpose): boolean {
  return lockedTexts(request, purpose).length > 0;
}

function lockedTexts(request: Request, purpose: CipherPurpose): string[] {
  return readCookies(readHeader(request.headers, "cookie"), LOCKED_COOKIES[purpose].name);
}
