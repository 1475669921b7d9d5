import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { SignInFlow } from "../../../server/visitors/locked_values.ts";
import { SignIn } from "../../../server/visitors/sign_in.ts";
import { LoungeError } from "../../../server/errors.ts";
import { PATIENCE_MS } from "../../patience.ts";

const ISSUER = "https://provider.example";
const REDIRECT_URI = "https://lounge.example/account/callback";
const SUBJECT = "ada-1";

/** What the scripted provider says; each test changes one thing. */
interface Script {
  readonly claims?: Record<string, unknown>;
  readonly userinfo?: Record<string, unknown>;
  readonly token?: () => Response;
  readonly discovery?: () => Response | Promise<Response>;
}

interface Harness {
  readonly signIn: SignIn;
  readonly calls: { readonly url: string; readonly init: RequestInit }[];
  now: number;
}

/** A sign-in over a provider that exists in this test only. */
function harness(script: Script = {}, client: { clientSecret?: string } = {}): Harness {
  const calls: Harness["calls"] = [];
  const answer = (url: string): Response | Promise<Response> => {
    if (url.includes(".well-known")) return (script.discovery ?? discovery)();
    if (url.endsWith("/token")) return (script.token ?? (() => tokens(script.claims)))();
    return Response.json({ sub: SUBJECT, preferred_username: "ada", ...script.userinfo });
  };
  const harness: Harness = {
    calls,
    now: Date.now(),
    signIn: new SignIn({
      issuer: ISSUER,
      clientId: "lounge",
      ...client,
      fetch: ((url: string, init: RequestInit) => {
        calls.push({ url, init });
        return Promise.resolve(answer(url));
      }) as typeof fetch,
      now: () => harness.now,
      timeoutMs: PATIENCE_MS,
    }),
  };
  return harness;
}

function discovery(): Response {
  return Response.json({
    issuer: ISSUER,
    authorization_endpoint: `${ISSUER}/oauth/authorize`,
    token_endpoint: `${ISSUER}/oauth/token`,
    userinfo_endpoint: `${ISSUER}/oauth/userinfo`,
    jwks_uri: `${ISSUER}/jwks`,
  });
}

function tokens(claims: Record<string, unknown> = {}): Response {
  const seconds = Math.floor(Date.now() / 1000);
  const payload = {
    ...{ iss: ISSUER, aud: "lounge", sub: SUBJECT, nonce: "the-nonce" },
    ...{ iat: seconds, exp: seconds + 60 },
    ...claims,
  };
  return Response.json({
    access_token: "hf_oauth_access",
    refresh_token: "hf_oauth_refresh",
    token_type: "Bearer",
    expires_in: 600,
    id_token: [{ alg: "RS256" }, payload].map(encode).join(".") + ".c2ln",
  });
}

function encode(part: unknown): string {
  return new TextEncoder().encode(JSON.stringify(part))
    .toBase64({ alphabet: "base64url", omitPadding: true });
}

const FLOW: SignInFlow = {
  state: "the-state",
  nonce: "the-nonce",
  codeVerifier: "v".repeat(43),
  returnTo: "/library",
};

function callback(parameters: Record<string, string>): URL {
  return new URL(`?${new URLSearchParams(parameters)}`, REDIRECT_URI);
}

const GOOD = { code: "the-code", state: "the-state" };

async function codeOf(
  harness: Harness,
  parameters: Record<string, string> = GOOD,
): Promise<string> {
  const finishing = harness.signIn.finish(callback(parameters), {
    flow: FLOW,
    redirectUri: REDIRECT_URI,
  });
  const error = await assertRejects(() => finishing, LoungeError);
  for (const secret of ["the-code", "hf_oauth_access", "the-state"]) {
    assertEquals(error.message.includes(secret), false, error.message);
  }
  return error.code;
}

Deno.test("the way to the provider carries PKCE, state, nonce and the scopes, and no secret", async () => {
  const { signIn, calls } = harness({}, { clientSecret: "client-secret" });
  const { address, flow } = await signIn.begin({ redirectUri: REDIRECT_URI, returnTo: "/library" });
  const { origin, pathname, searchParams } = new URL(address);
  assertEquals(origin + pathname, `${ISSUER}/oauth/authorize`);
  const { code_challenge, ...rest } = Object.fromEntries(searchParams);
  assertEquals(rest, {
    client_id: "lounge",
    response_type: "code",
    redirect_uri: REDIRECT_URI,
    scope: "openid profile inference-api",
    state: flow.state,
    nonce: flow.nonce,
    code_challenge_method: "S256",
  });
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(flow.codeVerifier));
  const expected = new Uint8Array(digest).toBase64({ alphabet: "base64url", omitPadding: true });
  assertEquals(code_challenge, expected);
  await signIn.begin({ redirectUri: REDIRECT_URI, returnTo: "/" });
  assertEquals(calls.length, 1, "the provider was asked twice what it is");
});

Deno.test("a good answer tells who it is, and how long the token lasts", async () => {
  const { signIn, calls, now } = harness({}, { clientSecret: "client-secret" });
  const signedIn = await signIn.finish(callback(GOOD), { flow: FLOW, redirectUri: REDIRECT_URI });
  assertEquals(signedIn, {
    issuer: ISSUER,
    subject: SUBJECT,
    name: "ada",
    accessToken: "hf_oauth_access",
    tokenExpiresAt: now + 600_000,
    refreshToken: "hf_oauth_refresh",
  });
  const [, exchange] = calls;
  assertEquals(exchange?.url, `${ISSUER}/oauth/token`);
  const headers = new Headers(exchange?.init.headers);
  assertEquals(headers.get("authorization"), `Basic ${btoa("lounge:client%2Dsecret")}`);
  assertStringIncludes(String(exchange?.init.body), `code_verifier=${FLOW.codeVerifier}`);
  for (const { init } of calls) assertEquals(init.redirect, "manual");
});

Deno.test("a public client sends its id and no secret", async () => {
  const { signIn, calls } = harness();
  await signIn.finish(callback(GOOD), { flow: FLOW, redirectUri: REDIRECT_URI });
  const exchange = calls[1]?.init;
  assertEquals(new Headers(exchange?.headers).has("authorization"), false);
  assertStringIncludes(String(exchange?.body), "client_id=lounge");
});

const refusal = (error: string, status = 400) => () => Response.json({ error }, { status });

const FAILURES: Readonly<Record<string, readonly [Script, Record<string, string>, string]>> = {
  "a wrong state": [{}, { ...GOOD, state: "other" }, "sign-in-failed"],
  "no state": [{}, { code: "the-code" }, "sign-in-failed"],
  "no code": [{}, { state: "the-state" }, "sign-in-failed"],
  "a wrong nonce": [{ claims: { nonce: "other" } }, GOOD, "sign-in-failed"],
  "no nonce": [{ claims: { nonce: undefined } }, GOOD, "sign-in-failed"],
  "a token for another client": [{ claims: { aud: "other" } }, GOOD, "sign-in-failed"],
  "a token of another issuer": [
    { claims: { iss: "https://evil.example" } },
    GOOD,
    "sign-in-failed",
  ],
  "a token that has ended": [{ claims: { exp: 1_000_000_000 } }, GOOD, "sign-in-failed"],
  "facts about somebody else": [{ userinfo: { sub: "bob" } }, GOOD, "sign-in-failed"],
  "another issuer in the answer": [
    {},
    { ...GOOD, iss: "https://evil.example" },
    "sign-in-failed",
  ],
  "a code that was used before": [{ token: refusal("invalid_grant") }, GOOD, "sign-in-failed"],
  "a consent that was not given": [
    {},
    { error: "access_denied", state: "the-state" },
    "sign-in-canceled",
  ],
  "a refusal with a wrong state": [{}, { error: "access_denied", state: "x" }, "sign-in-failed"],
  "a provider in trouble": [
    {},
    { error: "server_error", state: "the-state" },
    "sign-in-unavailable",
  ],
  "an unknown client": [{ token: refusal("invalid_client", 401) }, GOOD, "sign-in-unavailable"],
  "a token endpoint in trouble": [
    { token: () => new Response("<h1>Bad gateway</h1>", { status: 502 }) },
    GOOD,
    "sign-in-unavailable",
  ],
  "a provider that cannot be reached": [
    { discovery: () => Promise.reject(new TypeError("connection refused")) },
    GOOD,
    "sign-in-unavailable",
  ],
  "a provider that says too much": [
    { discovery: () => new Response("x".repeat(300_000)) },
    GOOD,
    "sign-in-unavailable",
  ],
  "a provider of another name": [
    { discovery: () => Response.json({ issuer: "https://evil.example" }) },
    GOOD,
    "sign-in-unavailable",
  ],
};

for (const [name, [script, parameters, code]] of Object.entries(FAILURES)) {
  Deno.test(`${name} ends in ${code}`, async () => {
    assertEquals(await codeOf(harness(script), parameters), code);
  });
}

Deno.test("a provider that was down is asked again", async () => {
  let isDown = true;
  const { signIn } = harness({
    discovery: () => isDown ? new Response(null, { status: 503 }) : discovery(),
  });
  const place = { redirectUri: REDIRECT_URI, returnTo: "/" };
  const error = await assertRejects(() => signIn.begin(place), LoungeError);
  assertEquals(error.code, "sign-in-unavailable");
  isDown = false;
  assertStringIncludes((await signIn.begin(place)).address, ISSUER);
});

Deno.test("a refresh brings new tokens, or the news that there are none", async () => {
  const answer = () =>
    Response.json({ access_token: "next", token_type: "bearer", expires_in: 60 });
  const fresh = harness({ token: answer });
  assertEquals(await fresh.signIn.refresh("old", { subject: SUBJECT }), {
    refreshToken: "old",
    accessToken: "next",
    tokenExpiresAt: fresh.now + 60_000,
  });
  assertEquals(
    await harness({ token: refusal("invalid_grant") }).signIn.refresh("old", { subject: SUBJECT }),
    "ended",
  );
  const down = harness({ token: () => new Response(null, { status: 500 }) });
  const error = await assertRejects(
    () => down.signIn.refresh("old", { subject: SUBJECT }),
    LoungeError,
  );
  assertEquals(error.code, "sign-in-unavailable");
});
