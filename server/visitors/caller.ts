import type { Clock } from "../clock.ts";
import type { Viewer } from "../generation/generations.ts";
import type { PaymentMeans } from "../generation/available_models.ts";
import type { VisitorTokens } from "../generation/visitor_tokens.ts";
import { readHeader } from "../protocol/read_header.ts";
import type { Clients } from "./clients.ts";
import { type Credentials, type CredentialSources, openCredentials } from "./credentials.ts";
import { libraryOfFirstRequest, openedByKey, readVisitorId } from "./signed_ids.ts";
import type { Signatures } from "./signatures.ts";

/** An account that somebody has signed in to. */
export interface Account {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  /**
   * Until when the account's credits pay, in milliseconds since 1970; absent when that is over or a
   * service has refused the session's token.
   */
  readonly paysUntil?: number;
  /** Whether the visitor has allowed this studio to pay with the account's credits. */
  readonly mayPay: boolean;
}

/** What is known of a token that the visitor pasted. */
export interface BroughtToken {
  readonly name?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** A provider does not accept it, so it pays for nothing. */
  readonly isRefused: boolean;
}

/** Whom a request comes from; holds no token, so that none can reach a page. */
export type Caller =
  & Viewer
  & {
    /** True where nothing can be kept yet under this id, as the request named none. */
    readonly isNew: boolean;
    /** What the caller brings along to pay with. */
    readonly paymentMeans: PaymentMeans;
    readonly ownToken?: BroughtToken;
  }
  & (
    | { readonly role: "guest"; readonly account?: undefined }
    | { readonly role: "member"; readonly account: Account }
  );

/** What callers are known by. */
export interface CallerSources extends CredentialSources {
  readonly signatures: Signatures;
  readonly clients: Pick<Clients, "lineOf">;
  readonly visitorTokens: Pick<VisitorTokens, "deposit" | "isRefused">;
  readonly clock: Pick<Clock, "now">;
}

/**
 * Tells who sends a request. A token that can pay goes where only the caller's own generations find it.
 *
 * @throws {StorageError} when accounts cannot be read
 */
export async function identify(
  request: Request,
  sources: CallerSources,
  remoteAddr?: Deno.Addr,
): Promise<Caller> {
  const { signatures, visitorTokens, clients } = sources;
  const credentials = await openCredentials(request, sources);
  const { session, ownToken } = credentials;
  // The surest first. A key for programs would be one more.
  const library = session?.libraryId ??
    readVisitorId(readHeader(request.headers, "cookie"), signatures);
  const visitorId = library ?? libraryOfFirstRequest(request, signatures) ?? crypto.randomUUID();
  const line = clients.lineOf(request, remoteAddr);
  const opened = openedByKey(request, signatures, sources.clock.now());
  const pays = payingBy(sources);
  const token = payingToken(credentials, pays);
  if (token) visitorTokens.deposit(visitorId, token.text, token.until);
  return {
    visitorId,
    ...(opened === undefined ? {} : { opened }),
    ...(line === undefined ? {} : { line }),
    isNew: library === undefined,
    paymentMeans: { hasToken: token !== undefined },
    ...(ownToken ? { ownToken: broughtTokenOf(ownToken, pays) } : {}),
    ...(session ? { role: "member", account: accountOf(session, pays) } : { role: "guest" }),
  };
}

/** Whether a token can pay: it has not ended, and no provider has refused it. */
type Pays = (text: string, until: number) => boolean;

function payingBy({ clock, visitorTokens }: CallerSources): Pays {
  const now = clock.now();
  return (text, until) => until > now && !visitorTokens.isRefused(text);
}

/** A pasted token goes before the account's: it was brought on purpose. */
function payingToken(
  { ownToken, session }: Credentials,
  pays: Pays,
): { readonly text: string; readonly until: number } | undefined {
  const tokens = [
    ...(ownToken ? [{ text: ownToken.token, until: ownToken.expiresAt }] : []),
    ...(session && session.mayPay !== false
      ? [{ text: session.accessToken, until: session.tokenExpiresAt }]
      : []),
  ];
  return tokens.find(({ text, until }) => pays(text, until));
}

function accountOf(
  { issuer, subject, name, accessToken, tokenExpiresAt, mayPay = true }: NonNullable<
    Credentials["session"]
  >,
  pays: Pays,
): Account {
  const isPaying = mayPay && pays(accessToken, tokenExpiresAt);
  return { issuer, subject, name, mayPay, ...(isPaying ? { paysUntil: tokenExpiresAt } : {}) };
}

function broughtTokenOf(
  { name, token, expiresAt }: NonNullable<Credentials["ownToken"]>,
  pays: Pays,
): BroughtToken {
  const isRefused = !pays(token, Infinity);
  return { ...(name === undefined ? {} : { name }), expiresAt, isRefused };
}
