import { Remembered } from "../remembered.ts";
import * as oauth from "oauth4webapi";
import type { Session, SignInFlow } from "./locked_values.ts";
import { boundedFetch } from "./bounded_fetch.ts";
import { callbackFailure, signInUnavailable } from "./sign_in_failures.ts";

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
  /** For each call to the provider. */
  readonly timeoutMs: number;
}

/** Who came back from the provider, before a library is opened for them. */
export type SignedIn = Omit<Session, "libraryId">;

type Tokens = Pick<Session, "accessToken" | "tokenExpiresAt" | "refreshToken">;

const SCOPES = "openid profile inference-api";
/** For providers that do not say how long a token lasts. */
const DEFAULT_TOKEN_SECONDS = 3600;
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

  constructor(settings: SignInSettings) {
    this.#settings = settings;
    this.#client = { client_id: settings.clientId };
    this.#servers = new Remembered({ keepMs: DISCOVERY_KEPT_MS, now: settings.now });
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
    if (server.authorization_endpoint === undefined) throw signInUnavailable();
    const flow: SignInFlow = {
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      codeVerifier: oauth.generateRandomCodeVerifier(),
      returnTo: place.returnTo,
    };
    const address = new URL(server.authorization_endpoint);
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
   * Who came back to `callback`, the whole address with its parameters.
   *
   * @throws {LoungeError} `sign-in-failed`, `sign-in-canceled` or `sign-in-unavailable`
   */
  async finish(
    callback: URL,
    { flow, redirectUri }: { readonly flow: SignInFlow; readonly redirectUri: string },
  ): Promise<SignedIn> {
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
        this.#options,
      );
      const answer = await oauth.processAuthorizationCodeResponse(server, this.#client, response, {
        expectedNonce: flow.nonce,
        requireIdToken: true,
      });
      const claims = oauth.getValidatedIdTokenClaims(answer);
      if (!claims) throw signInUnavailable();
      const name = await this.#nameOf(server, { token: answer.access_token, subject: claims.sub });
      return { issuer: server.issuer, subject: claims.sub, name, ...this.#tokensOf(answer) };
    } catch (error) {
      throw callbackFailure(error);
    }
  }

  /**
   * New tokens for an old refresh token; `"ended"` when the provider takes it no longer.
   *
   * @throws {LoungeError} `sign-in-unavailable` when the provider cannot be asked
   */
  async refresh(refreshToken: string): Promise<Tokens | "ended"> {
    try {
      const server = await this.#discover();
      const response = await oauth.refreshTokenGrantRequest(
        server,
        this.#client,
        this.#authentication,
        refreshToken,
        this.#options,
      );
      const answer = await oauth.processRefreshTokenResponse(server, this.#client, response);
      return { refreshToken, ...this.#tokensOf(answer) };
    } catch (error) {
      if (error instanceof oauth.ResponseBodyError && error.error === "invalid_grant") {
        return "ended";
      }
      throw signInUnavailable(error);
    }
  }

  async #nameOf(
    server: oauth.AuthorizationServer,
    { token, subject }: { readonly token: string; readonly subject: string },
  ): Promise<string> {
    const response = await oauth.userInfoRequest(server, this.#client, token, this.#options);
    const facts = await oauth.processUserInfoResponse(server, this.#client, subject, response);
    const name = facts.preferred_username ?? facts.name;
    return name?.trim().slice(0, 80) || "your Hugging Face account";
  }

  #tokensOf(answer: oauth.TokenEndpointResponse): Tokens {
    const seconds = answer.expires_in ?? DEFAULT_TOKEN_SECONDS;
    const { access_token: accessToken, refresh_token: refreshToken } = answer;
    return {
      accessToken,
      tokenExpiresAt: this.#settings.now() + seconds * 1000,
      ...(refreshToken === undefined ? {} : { refreshToken }),
    };
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
