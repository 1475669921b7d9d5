import type { TokenEndpointResponse } from "oauth4webapi";
import type { Session } from "./locked_values.ts";
import { signInUnavailable } from "./sign_in_failures.ts";

/** What a provider gives to go on with. */
export type SessionTokens = Pick<
  Session,
  "accessToken" | "tokenExpiresAt" | "refreshToken" | "mayPay"
>;

/** The permission to call Inference Providers, at the account's cost. */
export const PAYING_SCOPE = "inference-api";

/** For providers that do not say how long a token lasts, or not in a way that can be understood. */
const DEFAULT_TOKEN_SECONDS = 3600;
/** The longest that Hugging Face gives; whatever is said beyond it is not believed. */
const MAX_TOKEN_SECONDS = 30 * 24 * 3600;
/** What can stand in an `Authorization` header (RFC 6750 section 2.1, and what is seen beside it). */
const SENDABLE = /^[\x21-\x7e]+$/;

/**
 * The token endpoint's answer with its smaller faults mended: a lifetime that is no number and a refresh
 * token that is no text are left out, and scopes are read as far as they can be. None of these is worth
 * failing for.
 *
 * @throws {LoungeError} `sign-in-unavailable` when there is no access token that can be sent
 */
export async function mendTokenAnswer(response: Response): Promise<Response> {
  const body: unknown = response.ok ? await readJson(response.clone()) : undefined;
  if (typeof body !== "object" || body === null) return response;
  const { expires_in, refresh_token, scope, ...rest } = body as Readonly<Record<string, unknown>>;
  const seconds = typeof expires_in === "string" ? parseFloat(expires_in) : expires_in;
  const isLifetime = typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0;
  if (typeof rest.access_token !== "string" || !SENDABLE.test(rest.access_token)) {
    throw signInUnavailable(new TypeError("The access token fits into no header."));
  }
  const scopes = Array.isArray(scope) ? scope.join(" ") : scope;
  const mended = {
    ...rest,
    ...(typeof refresh_token === "string" && refresh_token !== "" ? { refresh_token } : {}),
    ...(isLifetime ? { expires_in: seconds } : {}),
    ...(scope === undefined ? {} : { scope: typeof scopes === "string" ? scopes : "" }),
  };
  return new Response(JSON.stringify(mended), response);
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    // Whoever reads the answer itself tells what is wrong with it.
    return undefined;
  }
}

/**
 * The tokens of an answer. Without a word on scopes all are granted that were asked for (RFC 6749
 * section 5.1), or all that were before.
 */
export function tokensOf(answer: TokenEndpointResponse, now: number): SessionTokens {
  const { access_token: accessToken, refresh_token: refreshToken, scope } = answer;
  const seconds = Math.min(answer.expires_in ?? DEFAULT_TOKEN_SECONDS, MAX_TOKEN_SECONDS);
  return {
    accessToken,
    tokenExpiresAt: now + seconds * 1000,
    ...(scope === undefined ? {} : { mayPay: scope.split(/[\s,]+/).includes(PAYING_SCOPE) }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
  };
}
