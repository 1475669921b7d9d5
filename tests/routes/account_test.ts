import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { startOpenIdProvider } from "../fakes/openid_provider.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { assertProblem } from "../generate_client.ts";
import { eventually } from "../patience.ts";
import { signInAs, WebClient } from "../web_client.ts";

const TOKEN = "hf_0123456789abcdefghij";

/** A Hub that knows one token. */
function startHub() {
  const seen: { readonly path: string; readonly authorization: string | null }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const authorization = request.headers.get("authorization");
    const { pathname: path } = new URL(request.url);
    seen.push({ path, authorization });
    if (path !== "/api/whoami-v2") return Response.json({ error: "Not Found" }, { status: 404 });
    return authorization === `Bearer ${TOKEN}`
      ? Response.json({ type: "user", name: "ada<b>", fullname: "Ada" })
      : Response.json({ error: "Invalid username or password." }, { status: 401 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    seen,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function post(lounge: Lounge, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(lounge.url + path, {
    method: "POST",
    redirect: "manual",
    ...init,
    headers: { accept: "application/json", ...init.headers },
  });
}

async function noticeOf(response: Response): Promise<string | null> {
  await response.body?.cancel();
  assertEquals(response.status, 303);
  const { pathname, searchParams } = new URL(response.headers.get("location") ?? "", "http://x");
  assertEquals(pathname, "/account");
  return searchParams.get("notice");
}

Deno.test("a pasted token is checked at the Hub, kept for the browser only, and forgotten on request", async () => {
  await using hub = startHub();
  await using lounge = await startLounge({ HF_HUB_URL: hub.url });
  const client = new WebClient();
  const page = await client.send(`${lounge.url}/account/token`, { token: `  ${TOKEN}\n` });
  assertStringIncludes(page.body, "Your token is in place.");
  assertStringIncludes(page.body, "ada&lt;b>");
  assertEquals(page.body.includes(TOKEN), false);
  assertEquals(page.headers.get("cache-control"), "private, no-store");
  assertEquals(hub.seen[0], { path: "/api/whoami-v2", authorization: `Bearer ${TOKEN}` });
  const [set = ""] = client.heard[0]?.headers.getSetCookie() ?? [];
  assertMatch(set, /^lounge_token=[\w.-]+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Lax$/);

  const forgotten = await client.send(`${lounge.url}/account/token/forget`, {});
  assertStringIncludes(forgotten.body, "Your token is forgotten");
  assertEquals(client.cookie(lounge.url, "lounge_token"), undefined);
});

Deno.test("over HTTPS the cookies are marked as secure", async () => {
  await using hub = startHub();
  await using lounge = await startLounge({
    HF_HUB_URL: hub.url,
    SITE_URL: "https://lounge.example",
  });
  const response = await post(lounge, "/account/token", {
    body: new URLSearchParams({ token: TOKEN }),
  });
  assertEquals(response.status, 204);
  for (const cookie of response.headers.getSetCookie()) assertMatch(cookie, /; Secure$/);
});

Deno.test("a token that the Hub does not know is refused, in a browser with a sentence", async () => {
  await using hub = startHub();
  await using lounge = await startLounge({ HF_HUB_URL: hub.url });
  const body = () => new URLSearchParams({ token: "hf_unknown_unknown" });
  const problem = await assertProblem(await post(lounge, "/account/token", { body: body() }), {
    status: 422,
    code: "token-refused",
    path: "/account/token",
  });
  assertEquals(problem.detail.includes("hf_unknown"), false);
  const headers = { accept: "text/html" };
  const told = await post(lounge, "/account/token", { body: body(), headers });
  assertEquals(told.headers.getSetCookie(), []);
  assertEquals(await noticeOf(told), "token-refused");
});

for (const token of ["", "hf_", "password", "hf_with space12345", "hf_ünïcode12345"]) {
  Deno.test(`what cannot be a token is refused: ${JSON.stringify(token)}`, async () => {
    await using hub = startHub();
    await using lounge = await startLounge({ HF_HUB_URL: hub.url });
    const body = new URLSearchParams({ token });
    await assertProblem(await post(lounge, "/account/token", { body }), {
      status: 422,
      code: "invalid-setting",
      path: "/account/token",
    });
    assertEquals(hub.seen, []);
  });
}

Deno.test("a visitor who tries many tokens has to wait, and the Hub is not asked", async () => {
  await using hub = startHub();
  await using lounge = await startLounge({ HF_HUB_URL: hub.url });
  const client = new WebClient();
  await client.send(`${lounge.url}/account/token`, { token: TOKEN });
  for (
    const token of [
      "no-token",
      "hf_",
      ...Array.from({ length: 9 }, () => "hf_unknown_unknown"),
    ]
  ) {
    await client.send(`${lounge.url}/account/token`, { token });
  }
  assertEquals(hub.seen.length, 10, "what cannot be a token does not count");
  const page = await client.send(`${lounge.url}/account/token`, { token: TOKEN });
  assertMatch(page.body, /role="alert"[^>]*>[^<]*was neither checked nor kept[^<]*Wait ten min/);
  assertStringIncludes(page.body, "is in place and pays until");
  const accept = { accept: "application/json" };
  const body = new URLSearchParams({ token: TOKEN });
  const again = await client.ask(`${lounge.url}/account/token`, {
    method: "POST",
    body,
    headers: accept,
  });
  assertEquals([again.status, JSON.parse(again.body).code], [429, "too-many-token-checks"]);
  const seconds = Number(again.headers.get("retry-after"));
  assert(seconds > 0 && seconds <= 600, String(seconds));
  assertEquals(hub.seen.length, 10);
  const other = await new WebClient().send(`${lounge.url}/account/token`, { token: TOKEN });
  assertStringIncludes(other.body, "Your token is in place.");
});

Deno.test("a Hub that cannot be asked does not keep a token out", async () => {
  await using lounge = await startLounge({ HF_HUB_URL: "http://127.0.0.1:9" });
  const page = await new WebClient().send(`${lounge.url}/account/token`, { token: TOKEN });
  assertStringIncludes(page.body, "Hugging Face could not be asked whether it works");
});

Deno.test("cookies that were changed, or come from another instance, count as none and are cleared", async () => {
  await using hub = startHub();
  await using lounge = await startLounge({ HF_HUB_URL: hub.url });
  await using other = await startLounge({ HF_HUB_URL: hub.url });
  const client = new WebClient();
  await client.send(`${other.url}/account/token`, { token: TOKEN });
  const foreign = client.cookie(other.url, "lounge_token") ?? "";
  for (const value of [foreign, "x", "a.b.c.d.e", `${foreign.slice(0, -4)}AAAA`]) {
    const visitor = new WebClient();
    visitor.setCookie(lounge.url, "lounge_token", value);
    visitor.setCookie(lounge.url, "lounge_session", value);
    const page = await visitor.ask(`${lounge.url}/account`);
    assertEquals(page.status, 200);
    assertStringIncludes(page.body, "You are a guest");
    assertEquals(visitor.cookie(lounge.url, "lounge_token"), undefined);
    assertEquals(visitor.cookie(lounge.url, "lounge_session"), undefined);
  }
});

Deno.test("a token's cookie does not pass for a session", async () => {
  await using hub = startHub();
  await using lounge = await startLounge({ HF_HUB_URL: hub.url });
  const client = new WebClient();
  await client.send(`${lounge.url}/account/token`, { token: TOKEN });
  const value = client.cookie(lounge.url, "lounge_token") ?? "";
  const thief = new WebClient();
  thief.setCookie(lounge.url, "lounge_session", value);
  assertStringIncludes((await thief.ask(`${lounge.url}/account`)).body, "You are a guest");
});

Deno.test("another site's forms change nothing, and the addresses have no other methods", async () => {
  await using lounge = await startLounge();
  const paths = ["/account/token", "/account/token/forget", "/account/sign-out", "/account/delete"];
  for (const path of paths) {
    const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const refused = await post(lounge, path, { headers, body: new URLSearchParams() });
    assertEquals(refused.headers.getSetCookie(), [], path);
    await assertProblem(refused, { status: 403, code: "foreign-origin", path });
    const got = await fetch(lounge.url + path);
    await got.body?.cancel();
    assertEquals([got.status, got.headers.get("allow")], [405, "POST"], path);
  }
});

Deno.test("an unconfirmed deletion deletes nothing", async () => {
  await using lounge = await startLounge();
  const refused = await post(lounge, "/account/delete", { body: new URLSearchParams() });
  await assertProblem(refused, { status: 422, code: "invalid-setting", path: "/account/delete" });
  const headers = { accept: "text/html" };
  const told = await post(lounge, "/account/delete", { body: new URLSearchParams(), headers });
  assertEquals(await noticeOf(told), "delete-unconfirmed");
});

Deno.test("the page says only what it knows, whatever the address says", async () => {
  await using lounge = await startLounge();
  const page = async (notice: string) =>
    await (await fetch(`${lounge.url}/account?notice=${notice}`)).text();
  assertStringIncludes(await page("signed-out"), "You are signed out");
  for (const name of ["Call+555", "toString", "not-found", "internal-error"]) {
    assertEquals(/role="(status|alert)"/.test(await page(name)), false, name);
  }
});

Deno.test("a guest's data is exported and deleted without an account", async () => {
  await using lounge = await startLounge();
  const archive = await fetch(`${lounge.url}/account/export`);
  assertEquals(archive.headers.get("content-type"), "application/zip");
  assertEquals((await archive.bytes()).slice(0, 2), new TextEncoder().encode("PK"));
  const body = new URLSearchParams({ confirm: "yes" });
  const gone = await post(lounge, "/account/delete", { body });
  assertEquals(gone.status, 204);
  assert(gone.headers.getSetCookie().some((cookie) => cookie.startsWith("lounge_visitor=")));
});

Deno.test("without a client, signing in is not offered and says so", async () => {
  await using lounge = await startLounge();
  const page = await (await fetch(`${lounge.url}/account`)).text();
  assertStringIncludes(page, "Signing in is not set up on this instance");
  assertEquals(/\bSign in\b/.test(page.replace(/<(script|style)\b.*?<\/\1>/gs, "")), false);
  for (const path of ["/account/sign-in", "/account/callback?code=x&state=y"]) {
    const response = await fetch(lounge.url + path, { redirect: "manual" });
    assertEquals(await noticeOf(response), "sign-in-unavailable");
  }
});

Deno.test("an HTTPS instance is its own client and describes itself", async () => {
  await using lounge = await startLounge({ SITE_URL: "https://lounge.example" });
  const metadata = await (await fetch(`${lounge.url}/.well-known/oauth-cimd`)).json();
  assertEquals(metadata.client_id, "https://lounge.example/.well-known/oauth-cimd");
  assertEquals(metadata.redirect_uris, ["https://lounge.example/account/callback"]);
  assertEquals(metadata.token_endpoint_auth_method, "none");
  await using plain = await startLounge();
  const none = await fetch(`${plain.url}/.well-known/oauth-cimd`);
  await none.body?.cancel();
  assertEquals(none.status, 404);
});

Deno.test("wrong state, wrong code, a second use and a lost flow end in a sentence on the page", async () => {
  await using provider = await startOpenIdProvider();
  await using lounge = await startLounge(provider.settings);
  const begin = async () => {
    const client = new WebClient();
    const { headers } = await client.ask(`${lounge.url}/account/sign-in?from=/library`);
    const state = new URL(headers.get("location") ?? "").searchParams.get("state") ?? "";
    return { client, state };
  };
  const answer = (code: string, state: string) =>
    `${lounge.url}/account/callback?${new URLSearchParams({ code, state, iss: provider.issuer })}`;
  const wrongState = await begin();
  const wrongCode = await begin();
  const lost = await begin();
  const visits = [
    () => wrongState.client.go(answer("any", "other")),
    () => wrongCode.client.go(answer("never-given-out", wrongCode.state)),
    () => new WebClient().go(answer("any", lost.state)),
  ];
  for (const visit of visits) {
    const page = await visit();
    assertEquals(new URL(page.url).search, "?notice=sign-in-failed");
    assertMatch(page.body, /role="alert"[^>]*>[^<]*nobody was signed in/);
  }
  const member = new WebClient();
  await signInAs(member, { lounge, name: "ada" });
  const used = member.heard.find(({ url }) => url.includes("/account/callback?"))?.url ?? "";
  const again = await member.go(used);
  assertEquals(again.url, `${lounge.url}/account`, "whoever is signed in is led on");
  assertStringIncludes(again.body, "Signed in as", "the sign-in that worked was lost");
});

Deno.test("signing in goes back to a page of this site only", async () => {
  await using provider = await startOpenIdProvider();
  await using lounge = await startLounge(provider.settings);
  const places = {
    "/library?before=5": "/library?before=5",
    "//evil.example/x": "/account",
    "https://evil.example/": "/account",
    "/\\evil.example": "/account",
    "/..//evil.example": "/account",
    "javascript:alert(1)": "/account",
  };
  for (const [from, expected] of Object.entries(places)) {
    const client = new WebClient();
    const ask = client.ask.bind(client);
    client.ask = (url, init) =>
      ask(url.endsWith("/account/sign-in") ? `${url}?${new URLSearchParams({ from })}` : url, init);
    const back = await signInAs(client, { lounge, name: "ada" });
    assertEquals(back.url, lounge.url + expected, from);
  }
});

Deno.test("a session goes on with a new token when the old one is about to end, fetched once", async () => {
  await using provider = await startOpenIdProvider({ tokenSeconds: 60 });
  await using lounge = await startLounge(provider.settings);
  const member = new WebClient();
  await signInAs(member, { lounge, name: "ada" });
  const pages = await Promise.all([1, 2, 3].map(() => member.ask(`${lounge.url}/account`)));
  for (const { body } of pages) assertStringIncludes(body, "Your credits pay until");
  await eventually(() => assertEquals(provider.tokens.length, 4));
  await member.ask(`${lounge.url}/account`);
  const exchanges = provider.requests.filter((request) => request === "POST /token");
  assertEquals(exchanges.length, 2, "one for the code and one for the new token");
  const [first, , second] = provider.tokens;
  const account = { issuer: provider.issuer, subject: "ada" };
  const libraryId = await lounge.services.accounts.libraryOf(account, Date.now());
  const inUse = lounge.services.visitorTokens.find(libraryId ?? "");
  assertEquals([inUse === second, inUse === first], [true, false]);
});
