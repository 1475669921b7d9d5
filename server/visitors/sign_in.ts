import { Remembered } from "../remembered.ts";
import * as oauth from "oauth4webapi";
import type { Session, SignInFlow } from "./locked_values.ts";
import { boundedFetch } from "./bounded_fetch.ts";
import { shownName } from "./shown_name.ts";
import { callbackFailure, signInUnavailable } from "./sign_in_failures.ts";
import { mendTokenAnswer, PAYING_SCOPE, type SessionTokens, tokensOf } from "./sign_in_tokens.ts";

/** With which client this instance asks, and whom. */
export interface SignInSettings {
  /** Address of the OpenID provider without a trailing slash. */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent for a public client, which has PKCE alone. */
  readonly clientSecret?: string;
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For each step that a visitor waits for, however many calls to the provider that takes. */
  readonly timeoutMs: number;
}

/** Who came back from the provider, before a library is opened for them. */
export type SignedIn = Omit<Session, "libraryId">;

const SCOPES = `openid profile ${PAYING_SCOPE}`;
/** OpenID Connect Core 1.0, section 2. */
const MAX_SUBJECT_LENGTH = 255;
/** By how much the provider's clock, or this machine's, may be wrong. */
const CLOCK_TOLERANCE_SECONDS = 5 * 60;
/** For so long a browser that sends its answer twice is told the same. */
const FINISHED_KEPT_MS = 60 * 1000;
const NAMELESS = "your Hugging Face account";
/** How long the provider's description of itself is believed. */
const DISCOVERY_KEPT_MS = 10 * 60 * 1000;

/** Signs visitors in: authorization code with PKCE (RFC 6749, RFC 7636) over OpenID Connect 1.0. */
export class SignIn {
  readonly #settings: SignInSettings;
  readonly #client: oauth.Client;
  readonly #authentication: oauth.ClientAuth;
  readonly #options: {
    [oauth.customFetch]: ReturnType<typeof boundedFetch>;
    [oauth.allowInsecureRequests]: boolean;
  };
  readonly #servers: Remembered<oauth.AuthorizationServer>;
  readonly #finished: Remembered<SignedIn>;

  constructor(settings: SignInSettings) {
    this.#settings = settings;
    this.#client = {
      client_id: settings.clientId,
      [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS,
    };
    this.#servers = new Remembered({ keepMs: DISCOVERY_KEPT_MS, now: settings.now });
    this.#finished = new Remembered({ keepMs: FINISHED_KEPT_MS, now: settings.now });
    const { clientSecret } = settings;
    this.#authentication = clientSecret ? oauth.ClientSecretBasic(clientSecret) : oauth.None();
    this.#options = {
      [oauth.customFetch]: boundedFetch(settings),
      // Only where the operator names such a provider: on the same machine, or in tests.
      [oauth.allowInsecureRequests]: settings.issuer.startsWith("http:"),
    };
  }

  /**
   * The provider's address to send the visitor to, and what to keep until they are back.
   *
   * @throws {LoungeError} `sign-in-unavailable`
   */
  async begin(
    place: { readonly redirectUri: string; readonly returnTo: string },
  ): Promise<{ readonly address: string; readonly flow: SignInFlow }> {
    const server = await this.#discover();
    const address = authorizationAddress(server);
    const flow: SignInFlow = {
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      codeVerifier: oauth.generateRandomCodeVerifier(),
      returnTo: place.returnTo,
    };
    const parameters = {
      client_id: this.#client.client_id,
      response_type: "code",
      redirect_uri: place.redirectUri,
      scope: SCOPES,
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(flow.codeVerifier),
      code_challenge_method: "S256",
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    return { address: address.href, flow };
  }

  /**
   * Who came back to `callback`, the whole address with its parameters. A code is exchanged once, however
   * often the browser brings it within a minute.
   *
   * @throws {LoungeError} `sign-in-failed`, `sign-in-canceled` or `sign-in-unavailable`
   */
  async finish(
    callback: URL,
    place: { readonly flow: SignInFlow; readonly redirectUri: string },
  ): Promise<SignedIn> {
    const key = place.flow.codeVerifier + callback.search;
    return await this.#finished.get(key, () => this.#exchange(callback, place));
  }

  async #exchange(
    callback: URL,
    { flow, redirectUri }: { readonly flow: SignInFlow; readonly redirectUri: string },
  ): Promise<SignedIn> {
    const options = this.#withinOneStep();
    try {
      const server = await this.#discover();
      const parameters = oauth.validateAuthResponse(server, this.#client, callback, flow.state);
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        this.#client,
        this.#authentication,
        parameters,
        redirectUri,
        flow.codeVerifier,
        options,
      );
      const mended = await mendTokenAnswer(response);
      const answer = await oauth.processAuthorizationCodeResponse(server, this.#client, mended, {
        expectedNonce: flow.nonce,
        requireIdToken: true,
      });
      const subject = oauth.getValidatedIdTokenClaims(answer)?.sub ?? "";
      if (subject === "" || subject.length > MAX_SUBJECT_LENGTH) throw signInUnavailable();
      const tokens = tokensOf(answer, this.#settings.now());
      const facts = await oauth.processUserInfoResponse(
        server,
        this.#client,
        subject,
        await oauth.userInfoRequest(server, this.#client, tokens.accessToken, options),
      );
      const name = shownName(facts.preferred_username) ?? shownName(facts.name) ?? NAMELESS;
      return { issuer: server.issuer, subject, name, ...tokens };
    } catch (error) {
      throw callbackFailure(error);
    }
  }

  /**
   * New tokens for an old refresh token; `"ended"` when the provider takes it no longer, or answers with
   * the tokens of somebody else than `subject` (OpenID Connect Core 1.0, section 12.2).
   *
   * @throws {LoungeError} `sign-in-unavailable` when the provider cannot be asked
   */
  async refresh(
    refreshToken: string,
    { subject }: Pick<Session, "subject">,
  ): Promise<SessionTokens | "ended"> {
    try {
      const server = await this.#discover();
      const response = await oauth.refreshTokenGrantRequest(
        server,
        this.#client,
        this.#authentication,
        refreshToken,
        this.#withinOneStep(),
      );
      const mended = await mendTokenAnswer(response);
      const answer = await oauth.processRefreshTokenResponse(server, this.#client, mended);
      const claims = oauth.getValidatedIdTokenClaims(answer);
      if (claims !== undefined && claims.sub !== subject) return "ended";
      return { refreshToken, ...tokensOf(answer, this.#settings.now()) };
    } catch (error) {
      if (error instanceof oauth.ResponseBodyError && error.error === "invalid_grant") {
        return "ended";
      }
      throw signInUnavailable(error);
    }
  }

  #withinOneStep() {
    return { ...this.#options, signal: AbortSignal.timeout(this.#settings.timeoutMs) };
  }

  async #discover(): Promise<oauth.AuthorizationServer> {
    return await this.#servers.get(this.#settings.issuer, () => this.#readDiscovery());
  }

  async #readDiscovery(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(this.#settings.issuer);
    try {
      const response = await oauth.discoveryRequest(issuer, this.#options);
      return await oauth.processDiscoveryResponse(issuer, response);
    } catch (error) {
      throw signInUnavailable(error);
    }
  }
}

/**
 * Where the provider has visitors sign in.
 *
 * @throws {LoungeError} `sign-in-unavailable` when that is no web address, or one less safe than its own
 */
function authorizationAddress(
  { issuer, authorization_endpoint }: oauth.AuthorizationServer,
): URL {
  const address = URL.parse(String(authorization_endpoint));
  const protocols = ["https:", new URL(issuer).protocol];
  if (address === null || !protocols.includes(address.protocol)) throw signInUnavailable();
  return address;
}
