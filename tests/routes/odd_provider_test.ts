/** Signing in at a provider that says odd things: each has its bound, or its sentence. */
import { assert, assertEquals, assertLess, assertMatch, assertStringIncludes } from "@std/assert";
import { type Alteration, startOpenIdProvider, withClaims } from "../fakes/openid_provider.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { SessionSchema } from "../../server/visitors/locked_values.ts";
import { eventually } from "../patience.ts";
import { signInAs, WebClient } from "../web_client.ts";

const PAYS = "Your credits pay until";
const MONTH_MS = 30 * 24 * 3600 * 1000;
/** For so long a provider that hangs is asked; a page that waited for it would take longer. */
const CALL_MS = 8000;

interface Visit {
  readonly lounge: Lounge;
  readonly client: WebClient;
  readonly issuer: string;
  /** The account page after signing in. */
  readonly page: string;
  readonly address: string;
}

/** Signs in as ada at a provider that alters its answers, and looks at the account page. */
async function visit(
  options: { readonly alter?: Alteration; readonly tokenSeconds?: number },
  look: (visit: Visit) => void | Promise<void>,
): Promise<void> {
  await using provider = await startOpenIdProvider(options);
  await using lounge = await startLounge(provider.settings);
  const client = new WebClient();
  const { url: address, body: page } = await signInAs(client, { lounge, name: "ada" });
  await look({ lounge, client, issuer: provider.issuer, page, address });
}

/** Alters what is answered at one path. */
function at(
  path: string,
  alter: (answer: Readonly<Record<string, unknown>>) => object,
): Alteration {
  return (asked, answer) => asked === path ? { ...answer, ...alter(answer) } : answer;
}

async function tokenOf({ lounge, issuer }: Visit): Promise<string | undefined> {
  const { accounts, visitorTokens } = lounge.services;
  const libraryId = await accounts.libraryOf({ issuer, subject: "ada" }, Date.now());
  return visitorTokens.find(libraryId ?? "");
}

for (const seconds of [1e15, 1e300, "1e15", "86400", 86400.5, null, "soon", "", true, [], {}, -5]) {
  Deno.test(`a token that lasts ${JSON.stringify(seconds)} seconds pays for a month at most`, async () => {
    const alter = at("/token", () => ({ expires_in: seconds }));
    await visit({ alter }, async ({ page, client, lounge }) => {
      assertStringIncludes(page, PAYS);
      const text = client.cookie(lounge.url, "lounge_session") ?? "";
      const locked = { purpose: "session", schema: SessionSchema } as const;
      const session = await lounge.services.identity.cipher.decrypt(text, locked);
      const leftMs = (session?.tokenExpiresAt ?? NaN) - Date.now();
      assert(leftMs > 0 && leftMs <= MONTH_MS, `${leftMs}`);
    });
  });
}

Deno.test("a token that is over at once pays for nothing, and the library is there", async () => {
  await visit(
    { alter: at("/token", () => ({ expires_in: 0, refresh_token: undefined })) },
    ({ page }) => {
      assertEquals([page.includes(PAYS), page.includes("Signed in as")], [false, true]);
    },
  );
});

const NAMES: readonly (readonly [facts: object, shown: string])[] = [
  [{ preferred_username: "ada\u202Egnp.exe" }, "adagnp.exe"],
  [{ preferred_username: "\u2066a\u200Bd\u00ADa\u2069\uFEFF\u0000" }, "ada"],
  [{ preferred_username: " a \n\t d\u2028a " }, "a d a"],
  [{ preferred_username: "a".repeat(5000) }, "a".repeat(60)],
  [{ preferred_username: `a${"\u0301".repeat(500)}da` }, "\u00e1\u0301\u0301\u0301da"],
  [{ preferred_username: { toString: 1 }, name: "Ada" }, "Ada"],
  [{ preferred_username: 7, name: ["Ada"] }, "your Hugging Face account"],
  [{ preferred_username: "\u3164\u200B", name: "\u2800 \u202E" }, "your Hugging Face account"],
  [{ preferred_username: "\uD800", name: "\u05D0\u05D3\u05D4" }, "\u05D0\u05D3\u05D4"],
];

for (const [facts, shown] of NAMES) {
  Deno.test(`of the name ${JSON.stringify(facts).slice(0, 80)} only what can be read is shown`, async () => {
    await visit({ alter: at("/me", () => facts) }, ({ page }) => {
      const name = /Signed in as <strong[^>]*dir="auto"[^>]*>([^<]*)</.exec(page)?.[1];
      assertEquals(name, shown);
    });
  });
}

for (const minutes of [-2, 2]) {
  Deno.test(`a provider's clock that is ${minutes} minutes off keeps nobody out`, async () => {
    const seconds = Math.floor(Date.now() / 1000) + minutes * 60;
    const claims = { iat: seconds, nbf: seconds, exp: seconds + 60 };
    const alter = at("/token", ({ id_token }) => ({ id_token: withClaims(id_token, claims) }));
    await visit({ alter }, ({ page }) => assertStringIncludes(page, "Signed in as"));
  });
}

Deno.test("an ID token that ended an hour ago is not believed", async () => {
  const exp = Math.floor(Date.now() / 1000) - 3600;
  const alter = at("/token", ({ id_token }) => ({ id_token: withClaims(id_token, { exp }) }));
  await visit({ alter }, ({ address }) => assertStringIncludes(address, "notice=sign-in-failed"));
});

for (const scope of ["openid profile", "", ["openid"], 7]) {
  Deno.test(`credits do not pay where ${JSON.stringify(scope)} was granted alone, and that is said`, async () => {
    await visit({ alter: at("/token", () => ({ scope })) }, async (visit) => {
      assertEquals(visit.page.includes(PAYS), false);
      assertStringIncludes(visit.page, "was not allowed to call Inference Providers");
      assertStringIncludes(visit.page, "Sign in again");
      assertEquals(await tokenOf(visit), undefined);
    });
  });
}

Deno.test("a permission that a refresh takes away is gone", async () => {
  let count = 0;
  const alter = at("/token", () => count++ === 0 ? {} : { scope: "openid profile" });
  await visit({ alter, tokenSeconds: 60 }, async ({ client, lounge }) => {
    await eventually(async () => {
      const { body } = await client.ask(`${lounge.url}/account`);
      assertStringIncludes(body, "was not allowed to call Inference Providers");
    });
  });
});

Deno.test("a refresh that answers with somebody else's tokens is not taken", async () => {
  let refreshes = 0;
  const alter = at("/token", ({ id_token }) => {
    const isRefresh = refreshes++ > 0;
    return isRefresh
      ? { access_token: "of-bob", id_token: withClaims(id_token, { sub: "bob" }) }
      : {};
  });
  await visit({ alter, tokenSeconds: 60 }, async (visit) => {
    const { client, lounge } = visit;
    await eventually(() => assertEquals(refreshes, 2));
    for (let asked = 0; asked < 3; asked++) await client.ask(`${lounge.url}/account`);
    const token = await tokenOf(visit);
    assertEquals([token === undefined, token === "of-bob"], [false, false]);
    assertEquals(refreshes, 2, "asked again and again");
  });
});

for (const subject of ["s".repeat(5000), 7, ""]) {
  Deno.test(`nobody is signed in under the subject ${JSON.stringify(subject).slice(0, 20)}`, async () => {
    const alter: Alteration = (path, answer) =>
      path === "/token"
        ? { ...answer, id_token: withClaims(answer.id_token, { sub: subject }) }
        : path === "/me"
        ? { ...answer, sub: subject }
        : answer;
    await visit({ alter }, ({ address, page }) => {
      assertMatch(address, /notice=sign-in-(unavailable|failed)$/);
      assertEquals(page.includes("Signed in as"), false);
    });
  });
}

for (const token of ["with\nline", "ünïcode", " ", 7, null]) {
  Deno.test(`nobody is signed in with the access token ${JSON.stringify(token)}`, async () => {
    await visit({ alter: at("/token", () => ({ access_token: token })) }, ({ address }) => {
      assertMatch(address, /notice=sign-in-unavailable$/);
    });
  });
}

Deno.test("a refresh token that is no text is none", async () => {
  for (const token of ["", null, 7]) {
    await visit({ alter: at("/token", () => ({ refresh_token: token })) }, ({ page }) => {
      assertStringIncludes(page, PAYS);
    });
  }
});

for (const address of ["javascript:alert(1)", "no address", 7, null]) {
  Deno.test(`nobody is sent on to ${JSON.stringify(address)}`, async () => {
    const path = "/.well-known/openid-configuration";
    const alter = at(path, () => ({ authorization_endpoint: address }));
    await using provider = await startOpenIdProvider({ alter });
    await using lounge = await startLounge(provider.settings);
    const page = await new WebClient().go(`${lounge.url}/account/sign-in`);
    assertStringIncludes(page.url, "notice=sign-in-unavailable");
  });
}

for (const seconds of [60, 0]) {
  Deno.test(`no page waits for a provider that hangs, with ${seconds} seconds left`, async () => {
    let exchanges = 0;
    // The code is exchanged; whatever is asked for later stays without an answer.
    const alter: Alteration = (path, answer) => {
      if (path !== "/token") return answer;
      return exchanges++ === 0 ? { ...answer, expires_in: seconds } : new Promise(() => {});
    };
    const startedAt = performance.now();
    await visit({ alter }, async ({ page }) => {
      // Signing in ends with a page, the first that a new token is asked for.
      assertLess(performance.now() - startedAt, CALL_MS);
      assertEquals([page.includes("Signed in as"), page.includes(PAYS)], [true, seconds > 0]);
      await eventually(() => assertEquals(exchanges, 2));
    });
  });
}
