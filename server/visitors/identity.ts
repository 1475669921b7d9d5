import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import { AccessPassword } from "./access_password.ts";
import { Clients, type ClientSources } from "./clients.ts";
import { CALLBACK_PATH } from "./cookies.ts";
import { SessionRefresh } from "./session_refresh.ts";
import { SignIn } from "./sign_in.ts";
import { checkToken, type TokenCheck } from "./token_check.ts";
import { TokenCheckLimit } from "./token_check_limit.ts";
import { CookieCipher } from "./cookie_cipher.ts";

/** What this instance knows visitors by, beyond their browser. */
export interface Identity {
  /** Locks what travels in cookies. */
  readonly cipher: CookieCipher;
  /** Tells where requests come from. */
  readonly clients: Clients;
  /** Absent where the instance is open. */
  readonly accessPassword?: AccessPassword;
  /** Absent where the operator has not set it up. */
  readonly signIn?: SignIn;
  readonly sessions?: SessionRefresh;
  /** @throws {InputError} `token-refused`, or `too-many-token-checks` before anybody is asked */
  checkToken(token: string, visitorId: string): Promise<TokenCheck>;
}

/** What an identity is made of. */
export interface IdentityParts extends Pick<ClientSources, "log" | "signatures"> {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

/** A visitor who has asked for it waits for such a step, so it may not take long. */
const CALL_TIMEOUT_MS = 8000;

/** Where a public instance describes itself to a provider that takes addresses as client ids. */
export const CLIENT_METADATA_PATH = "/.well-known/oauth-cimd";

/** Opens what the settings allow: signing in needs a client id or a public HTTPS address. */
export function openIdentity(config: Config, parts: IdentityParts): Identity {
  const { fetch, clock, signatures, log } = parts;
  const now = () => clock.now();
  const cipher = new CookieCipher(signatures.cipherKey, now);
  const clients = new Clients({ proxies: config.TRUSTED_PROXIES, signatures, log });
  const { ACCESS_PASSWORD: password } = config;
  const known = {
    ...{ cipher, clients },
    ...(password ? { accessPassword: new AccessPassword({ password, signatures, now }) } : {}),
  };
  const limit = new TokenCheckLimit(now);
  const check = async (token: string, visitorId: string) => {
    limit.count(visitorId);
    return await checkToken(token, { url: config.HF_HUB_URL, fetch, timeoutMs: CALL_TIMEOUT_MS });
  };
  const clientId = config.HF_OAUTH_CLIENT_ID ?? clientMetadata(config)?.client_id;
  if (clientId === undefined) return { ...known, checkToken: check };
  const signIn = new SignIn({
    issuer: config.HF_OAUTH_ISSUER ?? config.HF_HUB_URL,
    clientId,
    ...(config.HF_OAUTH_CLIENT_ID && config.HF_OAUTH_CLIENT_SECRET
      ? { clientSecret: config.HF_OAUTH_CLIENT_SECRET }
      : {}),
    fetch,
    now,
    timeoutMs: CALL_TIMEOUT_MS,
  });
  const sessions = new SessionRefresh(signIn, clock);
  return { ...known, checkToken: check, signIn, sessions };
}

/**
 * This instance as a public OAuth client that is known by an address of its own (OAuth client ID
 * metadata document); `undefined` without a public HTTPS address.
 */
export function clientMetadata({ SITE_URL }: Pick<Config, "SITE_URL">) {
  if (!SITE_URL?.startsWith("https:")) return undefined;
  return {
    client_id: SITE_URL + CLIENT_METADATA_PATH,
    client_name: "AI Lounge After Dark",
    client_uri: SITE_URL,
    logo_uri: `${SITE_URL}/icons/icon-512.png`,
    redirect_uris: [SITE_URL + CALLBACK_PATH],
    scope: "openid profile inference-api",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  };
}
