/** Signing in as browsers do it: in several tabs, twice at once, back and forth, with little room. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Answer, startOpenIdProvider } from "../fakes/openid_provider.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { viewWith } from "../server/pages/generation_views.ts";
import { signInAs, WebClient } from "../web_client.ts";
import { startScriptedLounge } from "./scripted_lounge.ts";

/** Begins to sign in, in a tab of its own; returns where the provider waits. */
async function openTab(client: WebClient, lounge: Lounge, from = "/account"): Promise<string> {
  const parameters = new URLSearchParams({ from });
  const { headers } = await client.ask(`${lounge.url}/account/sign-in?${parameters}`);
  return headers.get("location") ?? "";
}

function flowsOf({ headers }: { readonly headers: Headers }): string[] {
  return headers.getSetCookie().filter((text) => text.startsWith("lounge_sign_in"));
}

Deno.test("two tabs that sign in both come to their end, the older one first or last", async () => {
  await using provider = await startOpenIdProvider();
  await using lounge = await startLounge(provider.settings);
  for (const order of [[0, 1], [1, 0]]) {
    const client = new WebClient();
    const pages = ["/library", "/status"];
    const tabs = [];
    for (const page of pages) tabs.push(await openTab(client, lounge, page));
    for (const tab of order) {
      const back = await signInAs(client, { lounge, name: "ada", begun: tabs[tab] });
      assertEquals(back.url, lounge.url + pages[tab]);
    }
    assertStringIncludes((await client.ask(`${lounge.url}/account`)).body, "Signed in as");
  }
});

Deno.test("a browser keeps four sign-ins under way, and forgets the oldest for one more", async () => {
  await using provider = await startOpenIdProvider();
  await using lounge = await startLounge(provider.settings);
  const client = new WebClient();
  const tabs: string[] = [];
  for (let tab = 0; tab < 5; tab++) tabs.push(await openTab(client, lounge));
  const forgotten = flowsOf(client.heard.at(-1) ?? { headers: new Headers() });
  assertEquals(forgotten.length, 2);
  assertMatch(forgotten[0] ?? "", /^lounge_sign_in_[\w-]{8}=; Max-Age=0; Path=\/account;/);
  for (const text of forgotten) assertEquals(text.length < 1000, true, text);
  const states = tabs.map((tab) => new URL(tab).searchParams.get("state")?.slice(0, 8) ?? "");
  const kept = states.map((state) => client.cookie(lounge.url, `lounge_sign_in_${state}`));
  assertEquals(kept.map((value) => value !== undefined), [false, true, true, true, true]);
});

Deno.test("a page to go back to that is too long for a cookie is not gone back to", async () => {
  await using provider = await startOpenIdProvider();
  await using lounge = await startLounge(provider.settings);
  const client = new WebClient();
  const begun = await openTab(client, lounge, `/library?${"x".repeat(5000)}`);
  assertEquals(
    (await signInAs(client, { lounge, name: "ada", begun })).url,
    `${lounge.url}/account`,
  );
});

Deno.test("an answer that the browser brings twice at once signs in twice, with one exchange", async () => {
  await using provider = await startOpenIdProvider();
  await using lounge = await startLounge(provider.settings);
  const client = new WebClient();
  const ask = client.ask.bind(client);
  const locations: (string | null)[] = [];
  client.ask = async (url, init) => {
    if (!url.includes("/account/callback?")) return await ask(url, init);
    const answers = await Promise.all([ask(url, init), ask(url, init)]);
    locations.push(...answers.map(({ headers }) => headers.get("location")));
    return answers[1];
  };
  await signInAs(client, { lounge, name: "ada" });
  assertEquals(locations, ["/account", "/account"]);
  assertEquals(provider.requests.filter((request) => request === "POST /token").length, 1);
});

const LONG: Readonly<Record<string, Answer>> = {
  "access token": { access_token: `hf_oauth_${"a".repeat(3500)}` },
  "access and refresh token": { access_token: "a".repeat(3500), refresh_token: "r".repeat(3500) },
};

for (const [name, tokens] of Object.entries(LONG)) {
  Deno.test(`a session that no cookie holds for its ${name} is told, and moves nothing`, async () => {
    await using provider = await startOpenIdProvider({
      alter: (path, answer) => path === "/token" ? { ...answer, ...tokens } : answer,
    });
    await using lounge = await startScriptedLounge(provider.settings);
    const guest = new WebClient();
    await guest.ask(`${lounge.url}/account`);
    guest.setCookie(lounge.url, "lounge_visitor", lounge.visitor.cookie.split("=")[1] ?? "");
    lounge.generations.put(viewWith({ state: "canceled" }), lounge.visitor.id);
    const page = await signInAs(guest, { lounge, name: "ada" });
    assertEquals(new URL(page.url).search, "?notice=sign-in-too-long");
    assertMatch(
      page.body,
      /role="alert"[^>]*>[^<]*nobody was signed in, and your videos are where/,
    );
    assertEquals(page.body.includes("Signed in as"), false);
    const account = { issuer: provider.issuer, subject: "ada" };
    assertEquals(
      await lounge.services.accounts.libraryOf(account, Date.now()),
      undefined,
      "moved all the same",
    );
    const headers = { accept: "application/json" };
    const library = await guest.ask(`${lounge.url}/library`, { headers });
    assertEquals(JSON.parse(library.body).generations.length, 1);
  });
}
