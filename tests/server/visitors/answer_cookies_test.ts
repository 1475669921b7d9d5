import { assertEquals, assertMatch } from "@std/assert";
import { AnswerCookies } from "../../../server/visitors/answer_cookies.ts";
import { Signatures } from "../../../server/visitors/signatures.ts";
import { CookieCipher } from "../../../server/visitors/cookie_cipher.ts";
import { cookieOf, readVisitorId } from "../../../server/visitors/signed_ids.ts";

const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";
const signatures = new Signatures(new TextEncoder().encode("a secret"));
const keys = {
  signatures,
  cipher: new CookieCipher(signatures.cipherKey, Date.now),
  isSecure: true,
};
const TOKEN = { token: "hf_pasted", expiresAt: Date.now() + 60_000 };

function set(cookies: AnswerCookies, headers: Record<string, string> = {}): Response {
  const response = new Response(null, { headers });
  cookies.addTo(response);
  return response;
}

Deno.test("of each cookie the last word counts", async () => {
  const cookies = new AnswerCookies(keys);
  cookies.forget("own-token");
  await cookies.lock("own-token", TOKEN);
  cookies.keep({ role: "guest", visitorId: ID });
  cookies.beginAnew();
  const [token = "", visitor = "", ...others] = set(cookies).headers.getSetCookie();
  assertEquals(others, []);
  assertMatch(
    token,
    /^__Host-lounge_token=[\w.-]+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
  const id = readVisitorId(visitor.split(";")[0] ?? "", signatures);
  assertEquals([id !== undefined, id === ID], [true, false]);
});

Deno.test("an account's library is never named by a visitor's cookie", () => {
  const cookies = new AnswerCookies(keys);
  cookies.keep({ role: "member", visitorId: ID });
  assertEquals(set(cookies).headers.getSetCookie(), []);
});

Deno.test("an answer with cookies is kept by no cache", () => {
  const cookies = new AnswerCookies(keys);
  assertEquals(set(cookies).headers.get("cache-control"), null, "there are none yet");
  cookies.beginAnew();
  assertEquals(set(cookies).headers.get("cache-control"), "private, no-store");
  const own = set(cookies, { "cache-control": "private, no-cache" });
  assertEquals(own.headers.get("cache-control"), "private, no-cache");
});

Deno.test("an answer that caches may keep gets no cookie of any kind", async () => {
  const session = {
    ...{ issuer: "https://provider.example", subject: "ada", name: "Ada", libraryId: ID },
    ...{ accessToken: "hf_oauth", tokenExpiresAt: 0 },
  };
  const cookies = new AnswerCookies(keys);
  const additions = [
    () => cookies.lock("session", session),
    () => cookies.forget("own-token"),
    () => cookies.beginAnew(),
  ];
  for (const add of additions) {
    await add();
    for (const text of ["public", "public, max-age=60", "max-age=60, public"]) {
      const open = set(cookies, { "cache-control": text });
      assertEquals(open.headers.getSetCookie(), []);
      assertEquals(open.headers.get("cache-control"), text);
    }
  }
  const own = set(cookies, { "cache-control": "no-cache" });
  assertEquals(own.headers.getSetCookie().length, 3);
});

Deno.test("over TLS a cookie of before is read once and replaced, and then none but its own counts", () => {
  const cookies = new AnswerCookies(keys);
  const [pair = ""] = cookieOf(ID, { signatures, isSecure: false }).split(";");
  cookies.replaceOld(new Headers({ cookie: pair }));
  const [replaced = "", ended = "", ...others] = set(cookies).headers.getSetCookie();
  assertEquals(others, []);
  assertMatch(replaced, /^__Host-lounge_visitor=[\w.-]+; .*; Path=\/; .*; Secure$/);
  assertMatch(ended, /^lounge_visitor=; Max-Age=0; Path=\/;/);
  const planted = cookieOf(crypto.randomUUID(), { signatures, isSecure: false }).split(";")[0];
  const both = `${planted}; ${replaced.split(";")[0]}`;
  assertEquals(readVisitorId(both, signatures), ID);
  const again = new AnswerCookies(keys);
  again.replaceOld(new Headers({ cookie: both }));
  assertEquals(set(again).headers.getSetCookie(), []);
});

Deno.test("a sign-in's cookie goes to the addresses that need it alone", async () => {
  const cookies = new AnswerCookies(keys);
  const flow = { state: "s", nonce: "n", codeVerifier: "c", returnTo: "/account" };
  await cookies.lock("sign-in", flow, { name: "lounge_sign_in_s" });
  const text = set(cookies).headers.getSetCookie()[0] ?? "";
  assertMatch(text, /^lounge_sign_in_s=[\w.-]+; Max-Age=900; Path=\/account;/);
  cookies.forget("sign-in", { name: "lounge_sign_in_s" });
  assertMatch(
    set(cookies).headers.getSetCookie()[0] ?? "",
    /^lounge_sign_in_s=; Max-Age=0; Path=\/account;/,
  );
});

Deno.test("a session that is too long for a browser goes without its refresh token", async () => {
  const cookies = new AnswerCookies(keys);
  const session = {
    ...{ issuer: "https://provider.example", subject: "ada", name: "Ada", libraryId: ID },
    ...{ accessToken: "hf_oauth", tokenExpiresAt: 0, refreshToken: "r".repeat(4000) },
  };
  await cookies.lock("session", session);
  const [cookie = ""] = set(cookies).headers.getSetCookie();
  assertEquals([cookie.startsWith("__Host-lounge_session="), cookie.length < 1500], [true, true]);
});

Deno.test("what no browser keeps is not set at all, and that is told before", async () => {
  const cookies = new AnswerCookies(keys);
  const session = {
    ...{ issuer: "https://provider.example", subject: "ada", name: "Ada", libraryId: ID },
    ...{ accessToken: "a".repeat(3500), tokenExpiresAt: 0, refreshToken: "r" },
  };
  assertEquals(await cookies.canLock("session", session), false);
  assertEquals(await cookies.lock("session", session), false);
  assertEquals(set(cookies).headers.getSetCookie(), []);
  const real = { ...session, accessToken: `hf_oauth_${"a".repeat(2000)}` };
  assertEquals(await cookies.lock("session", real), true);
});
