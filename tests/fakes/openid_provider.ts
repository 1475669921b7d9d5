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
  /** Says something else than the provider would at that path, or nothing for as long as it likes. */
  readonly alter?: Alteration;
}

/** JSON that the provider answers. */
export type Answer = Readonly<Record<string, unknown>>;
export type Alteration = (path: string, answer: Answer) => Answer | Promise<Answer>;

const CLIENT_ID = "lounge";
const CLIENT_SECRET = "a-secret-that-only-the-provider-knows";

/** Starts one on the loopback interface. Everyone can log in: the login is subject and name. */
export async function startOpenIdProvider(
  { tokenSeconds = 3600, alter = (_path, answer) => answer }: OpenIdProviderOptions = {},
): Promise<OpenIdProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const tokens: string[] = [];
  const requests: string[] = [];
  /** What stands behind the access tokens that were altered on their way out. */
  const ownTokens = new Map<string, string>();
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
    const token = ctx.req.headers.authorization?.replace("Bearer ", "") ?? "";
    const own = ownTokens.get(token);
    if (own !== undefined) ctx.req.headers.authorization = `Bearer ${own}`;
    await next();
    const { access_token: given } = ctx.path === "/token" ? ctx.body : {};
    if (ctx.type === "application/json" && ctx.status === 200) {
      ctx.body = await alter(ctx.path, ctx.body);
    }
    if (given !== undefined) ownTokens.set(ctx.body.access_token ?? "", given);
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
  readonly req: { readonly headers: { authorization?: string } };
  readonly type: string;
  readonly status: number;
  body: Answer & { readonly access_token?: string; readonly refresh_token?: string };
}

/** An ID token that says something else; its signature counts for nobody who fetched it over TLS. */
export function withClaims(idToken: unknown, claims: Answer): string {
  const alphabet = { alphabet: "base64url", omitPadding: true } as const;
  const [head = "", payload = "", signature = ""] = String(idToken).split(".");
  const said = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(payload, alphabet)));
  const altered = new TextEncoder().encode(JSON.stringify({ ...said, ...claims }));
  return [head, altered.toBase64(alphabet), signature].join(".");
}

let keyForAll: Promise<JsonWebKey & { kid: string }> | undefined;

/** One for all providers of a test file: finding it takes longer than most tests. */
function signingKey(): Promise<JsonWebKey & { kid: string }> {
  return keyForAll ??= makeSigningKey();
}

async function makeSigningKey(): Promise<JsonWebKey & { kid: string }> {
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
