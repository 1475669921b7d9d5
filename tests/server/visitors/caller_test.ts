import { assert, assertEquals, assertFalse, assertNotEquals } from "@std/assert";
import { systemClock } from "../../../server/clock.ts";
import { VisitorTokens } from "../../../server/generation/visitor_tokens.ts";
import { openSqliteStores } from "../../../server/stores/sqlite/sqlite_stores.ts";
import { AnswerCookies } from "../../../server/visitors/answer_cookies.ts";
import { type CallerSources, identify } from "../../../server/visitors/caller.ts";
import { Signatures } from "../../../server/visitors/signatures.ts";
import { CookieCipher } from "../../../server/visitors/cookie_cipher.ts";
import { cookieOf, withKey } from "../../../server/visitors/signed_ids.ts";

const SITE = "https://lounge.example";
const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";
const VIDEO = "9d0c7a52-1b3e-4f60-8a7d-2c4b6e8f0a1c";
const KEY = "0b6f3a52-9c1e-4f0e-8a53-6f1f3f1f7f10";
const ACCOUNT = { issuer: "https://provider.example", subject: "ada" };
const LATER = Date.now() + 3_600_000;

const signatures = new Signatures(new TextEncoder().encode("a secret"));
const cipher = new CookieCipher(signatures.cipherKey, Date.now);
const [visitorPair = ""] = cookieOf(ID, { signatures, isSecure: false }).split(";");

interface Setup extends AsyncDisposable {
  readonly sources: CallerSources & { readonly visitorTokens: VisitorTokens };
  /** The cookies that the answer would set, by name. */
  answered(): ReadonlyMap<string, string>;
}

/** Everything that callers are known by, with one account. */
async function setUp(): Promise<Setup & { readonly libraryId: string }> {
  const directory = await Deno.makeTempDir({ prefix: "callers-" });
  const stores = await openSqliteStores({ path: `${directory}/lounge.sqlite` });
  const visit = { ...ACCOUNT, visitorId: crypto.randomUUID(), now: Date.now() };
  const { libraryId } = await stores.accounts.open(visit);
  const cookies = new AnswerCookies({ signatures, cipher, isSecure: true });
  const visitorTokens = new VisitorTokens(systemClock);
  return {
    libraryId,
    sources: {
      signatures,
      cipher,
      accounts: stores.accounts,
      cookies,
      visitorTokens,
      clock: systemClock,
      clients: { lineOf: () => undefined },
    },
    answered() {
      const response = new Response();
      cookies.addTo(response);
      return new Map(
        response.headers.getSetCookie().map((cookie) => {
          const [pair = "", ...rest] = cookie.split("; ");
          return [pair.split("=")[0] ?? "", rest.includes("Max-Age=0") ? "forgotten" : "kept"];
        }),
      );
    },
    async [Symbol.asyncDispose]() {
      await stores.close();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Request {
  return new Request(SITE + path, { method, headers });
}

async function tokenPair(token: string): Promise<string> {
  const ownToken = { token, name: "ada", expiresAt: LATER };
  return `lounge_token=${await cipher.encrypt(ownToken, {
    purpose: "own-token",
    lifetimeSeconds: 60,
  })}`;
}

async function sessionPair(libraryId: string): Promise<string> {
  const session = {
    ...ACCOUNT,
    ...{ name: "Ada", libraryId, accessToken: "hf_oauth_account", tokenExpiresAt: LATER },
  };
  return `lounge_session=${await cipher.encrypt(session, {
    purpose: "session",
    lifetimeSeconds: 60,
  })}`;
}

Deno.test("whoever brings nothing is a guest whom nobody knows yet", async () => {
  await using setup = await setUp();
  const [one, other] = [
    await identify(ask("/"), setup.sources),
    await identify(ask("/"), setup.sources),
  ];
  assertNotEquals(one.visitorId, other.visitorId);
  const { visitorId: _, ...rest } = one;
  assertEquals(rest, { isNew: true, paymentMeans: { hasToken: false }, role: "guest" });
  assertEquals(setup.answered().size, 0);
});

Deno.test("the visitor's cookie names the library, a session's account goes before it", async () => {
  await using setup = await setUp();
  const guest = await identify(ask("/", { cookie: visitorPair }), setup.sources);
  assertEquals([guest.visitorId, guest.isNew, guest.role], [ID, false, "guest"]);
  const cookie = `${visitorPair}; ${await sessionPair(setup.libraryId)}`;
  const member = await identify(ask("/", { cookie }), setup.sources);
  assertEquals([member.visitorId, member.isNew, member.role], [setup.libraryId, false, "member"]);
  assertEquals(member.account, { ...ACCOUNT, name: "Ada", mayPay: true, paysUntil: LATER });
  assertEquals(setup.sources.visitorTokens.find(setup.libraryId), "hf_oauth_account");
  assertFalse(JSON.stringify(member).includes("hf_oauth_account"), "a token that pages could show");
});

Deno.test("a pasted token pays before the account's, unless a provider has refused it", async () => {
  await using setup = await setUp();
  const { visitorTokens } = setup.sources;
  const cookie = `${await tokenPair("hf_pasted")}; ${await sessionPair(setup.libraryId)}`;
  await identify(ask("/", { cookie }), setup.sources);
  assertEquals(visitorTokens.find(setup.libraryId), "hf_pasted");
  visitorTokens.refuse("hf_pasted");
  const caller = await identify(ask("/", { cookie }), setup.sources);
  assertEquals(visitorTokens.find(setup.libraryId), "hf_oauth_account");
  assertEquals(caller.ownToken, { name: "ada", expiresAt: LATER, isRefused: true });
  assertEquals(caller.paymentMeans, { hasToken: true });
});

Deno.test("a key opens the generation of its own address, and no other", async () => {
  await using setup = await setUp();
  const keyOf = (madeAt: number) =>
    new URL(withKey(SITE, { id: VIDEO, signatures, now: madeAt })).searchParams.get("key") ?? "";
  const key = keyOf(Date.now());
  const old = keyOf(Date.now() - 31 * 24 * 3_600_000);
  const opened = async (path: string) => (await identify(ask(path), setup.sources)).opened?.id;
  const escaped = VIDEO.replace("9", "%39");
  for (const page of [`/v/${VIDEO}`, `/v/${VIDEO}/events`, `//v//${VIDEO}/`, `/v/${escaped}`]) {
    assertEquals(await opened(`${page}?key=${key}`), VIDEO, page);
  }
  const others = [
    ...[`/v/${ID}?key=${key}`, `/v/${VIDEO}?key=${key}x`, `/v/${VIDEO}?key=${old}`, `/v/${VIDEO}`],
    ...[`/library?key=${key}`, `/x/v/${VIDEO}?key=${key}`, `/v?key=${key}`],
  ];
  for (const path of others) assertEquals(await opened(path), undefined, path);
});

Deno.test("a client without cookies is known again by the key of its form, and there alone", async () => {
  await using setup = await setUp();
  const post = async (key: string, cookie?: string) => {
    const headers = { "idempotency-key": key, ...(cookie ? { cookie } : {}) };
    return (await identify(ask("/generate", headers, "POST"), setup.sources)).visitorId;
  };
  const first = await post(KEY);
  assertEquals([await post(KEY), await post(`"${KEY}"`)], [first, first]);
  assertNotEquals(await post(VIDEO), first);
  assertNotEquals(await post("guessable"), await post("guessable"));
  assertEquals(await post(KEY, visitorPair), ID);
  const headers = { "idempotency-key": KEY };
  const others = [
    ask("/generate", headers),
    ask("/library/delete-all", headers, "POST"),
    ask(`/v/${VIDEO}`, headers, "DELETE"),
  ];
  for (const request of others) {
    assertNotEquals((await identify(request, setup.sources)).visitorId, first, request.url);
  }
});

Deno.test("a client's own token pays for the library that its key names", async () => {
  await using setup = await setUp();
  const headers = { "idempotency-key": KEY, cookie: await tokenPair("hf_pasted") };
  const { visitorId } = await identify(ask("/generate", headers, "POST"), setup.sources);
  assertEquals(setup.sources.visitorTokens.find(visitorId), "hf_pasted");
});

Deno.test("what does not open, and a session whose account is gone, is forgotten", async () => {
  await using setup = await setUp();
  const cookie = `lounge_token=junk; ${await sessionPair(crypto.randomUUID())}; ${visitorPair}`;
  const caller = await identify(ask("/", { cookie }), setup.sources);
  assertEquals([caller.role, caller.visitorId, caller.ownToken], ["guest", ID, undefined]);
  assertEquals(Object.fromEntries(setup.answered()), {
    "__Host-lounge_token": "forgotten",
    "__Host-lounge_session": "forgotten",
  });
  assert(!caller.paymentMeans.hasToken);
});
