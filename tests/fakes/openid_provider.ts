import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "npm:oidc-provider@^9.13.3";

/** A running OpenID provider with one client. */
export interface OpenIdProvider extends AsyncDisposable {
  /** Address without a trailing slash; another site than the app's, as a browser sees it. */
  readonly issuer: string;
  /** The settings that make an app its client. */
  readonly settings: Readonly<Record<string, string>>;
  /** Every access and refresh token that it has handed out. */
  readonly tokens: readonly string[];
  /** Paths that were asked for, with method, the latest last. */
  readonly requests: readonly string[];
}

/** How it behaves. */
export interface OpenIdProviderOptions {
  /** How long access tokens last, in seconds. */
  readonly tokenSeconds?: number;
}

const CLIENT_ID = "lounge";
const CLIENT_SECRET = "a-secret-that-only-the-provider-knows";

/** Starts one on the loopback interface. Everyone can log in: the login is subject and name. */
export async function startOpenIdProvider(
  { tokenSeconds = 3600 }: OpenIdProviderOptions = {},
): Promise<OpenIdProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const tokens: string[] = [];
  const requests: string[] = [];
  const provider = new Provider(issuer, {
    clients: [{
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      // A native client may come back to any port.
      application_type: "native",
      redirect_uris: ["http://127.0.0.1/account/callback"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
    }],
    scopes: ["openid", "profile", "inference-api"],
    claims: { openid: ["sub"], profile: ["name", "preferred_username"] },
    findAccount: (_ctx: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, name: `Visitor ${id}` }),
    }),
    features: { devInteractions: { enabled: true } },
    issueRefreshToken: () => true,
    ttl: {
      AccessToken: tokenSeconds,
      Session: 600,
      Grant: 600,
      Interaction: 600,
      RefreshToken: 600,
    },
    cookies: { keys: ["a key for its own cookies"] },
    jwks: { keys: [await signingKey()] },
  });
  provider.use(async (ctx: TokenContext, next: () => Promise<void>) => {
    requests.push(`${ctx.method} ${ctx.path}`);
    await next();
    const { access_token, refresh_token } = ctx.path === "/token" ? ctx.body : {};
    tokens.push(...[access_token, refresh_token].filter((token) => token !== undefined));
  });
  server.on("request", provider.callback());
  return {
    issuer,
    tokens,
    requests,
    settings: {
      HF_OAUTH_ISSUER: issuer,
      HF_OAUTH_CLIENT_ID: CLIENT_ID,
      HF_OAUTH_CLIENT_SECRET: CLIENT_SECRET,
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface TokenContext {
  readonly method: string;
  readonly path: string;
  readonly body: { readonly access_token?: string; readonly refresh_token?: string };
}

async function signingKey(): Promise<JsonWebKey & { kid: string }> {
  const pair = await crypto.subtle.generateKey(
    {
      name: "RSASSA-PKCS1-v1_5",
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: "SHA-256",
    },
    true,
    ["sign", "verify"],
  );
  const key = await crypto.subtle.exportKey("jwk", pair.privateKey);
  return { ...key, kid: "test", use: "sig" } as JsonWebKey & { kid: string };
}
