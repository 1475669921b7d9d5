import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Services } from "../../server/services.ts";
import { startOpenIdProvider } from "../fakes/openid_provider.ts";
import { assertProblem } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { viewWith } from "../server/pages/generation_views.ts";
import { signInAs, WebClient } from "../web_client.ts";
import { startScriptedLounge } from "./scripted_lounge.ts";

const ACCOUNT = { issuer: "https://provider.example", subject: "ada" };

/** Signs in without a provider; returns the account's library and the session's cookie. */
async function openSession({ accounts, identity }: Services, tokenExpiresAt: number) {
  const { libraryId } = await accounts.open({
    ...ACCOUNT,
    visitorId: crypto.randomUUID(),
    now: Date.now(),
  });
  const session = {
    ...ACCOUNT,
    name: "ada",
    libraryId,
    accessToken: "hf_oauth_old",
    tokenExpiresAt,
  };
  const text = await identity.cipher.encrypt(session, { purpose: "session", lifetimeSeconds: 60 });
  return { libraryId, text };
}

Deno.test("a session whose token has ended still opens the library, and pays for nothing", async () => {
  await using lounge = await startLounge({ HF_HUB_URL: "http://127.0.0.1:9" });
  const { libraryId, text } = await openSession(lounge.services, Date.now() - 1000);
  const member = new WebClient();
  member.setCookie(lounge.url, "lounge_session", text);
  const page = await member.ask(`${lounge.url}/account`);
  assertStringIncludes(page.body, "Signed in as");
  assertStringIncludes(page.body, "too old to pay with");
  const body = new FormData();
  body.append("model", "wan-2.2-5b");
  body.append("image", new Blob([await drawPicture()]), "photo.jpg");
  const headers = { accept: "application/json", cookie: `lounge_session=${text}` };
  const refused = await fetch(`${lounge.url}/generate`, { method: "POST", body, headers });
  const problem = await assertProblem(refused, { status: 422, code: "model-unavailable" });
  assertStringIncludes(problem.detail, "needs a Hugging Face token");
  assertEquals(lounge.services.visitorTokens.find(libraryId), undefined);
});

Deno.test("a session finds its library without the visitor's cookie", async () => {
  await using lounge = await startScriptedLounge();
  const { libraryId, text } = await openSession(lounge.services, Date.now() + 60_000);
  lounge.generations.put(viewWith({ state: "canceled" }), libraryId);
  for (
    const cookie of [`lounge_session=${text}`, `${lounge.visitor.cookie}; lounge_session=${text}`]
  ) {
    const list = await (await lounge.ask("/library", { headers: { cookie } })).json();
    assertEquals(list.generations.length, 1);
  }
  assertEquals(lounge.services.visitorTokens.find(libraryId), "hf_oauth_old");
});

Deno.test("an answer that caches may keep sets no cookie, whatever the session's has come to", async () => {
  await using lounge = await startScriptedLounge();
  const folder = `${lounge.services.config.DATA_DIR}/examples`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/arcade.mp4`, "a video");
  const headers = { cookie: "lounge_session=of-another-secret; lounge_token=too" };
  const ask = async (path: string) => {
    const response = await lounge.ask(path, { headers });
    await response.body?.cancel();
    const cookies = response.headers.getSetCookie().map((text) => text.split("=")[0]);
    return [response.headers.get("cache-control"), ...cookies.toSorted()];
  };
  assertEquals(await ask("/examples/arcade.mp4"), ["public, max-age=3600"]);
  assertEquals((await ask("/library")).slice(1), ["lounge_session", "lounge_token"]);
});

Deno.test("an account with videos that cannot be stopped yet is not deleted", async () => {
  await using lounge = await startScriptedLounge();
  lounge.generations.put(viewWith({ state: "running" }), lounge.visitor.id);
  const form = () => ({ method: "POST", body: new URLSearchParams({ confirm: "yes" }) });
  await assertProblem(await lounge.ask("/account/delete", form()), {
    status: 409,
    code: "still-running",
    path: "/account/delete",
  });
  const headers = { accept: "text/html" };
  const told = await lounge.ask("/account/delete", { ...form(), headers });
  await told.body?.cancel();
  assertEquals(told.headers.get("location"), "/account?notice=account-kept");
  assertEquals(told.headers.getSetCookie(), []);
});

Deno.test("a provider that is down is told on the page, and nothing is logged as a fault", async () => {
  await using lounge = await startLounge({
    HF_OAUTH_CLIENT_ID: "lounge",
    HF_OAUTH_ISSUER: "http://127.0.0.1:9",
  });
  const page = await new WebClient().go(`${lounge.url}/account/sign-in`);
  assertStringIncludes(page.url, "/account?notice=sign-in-unavailable");
  assertEquals(lounge.logLines.filter((line) => line.startsWith("sign-in did not work")).length, 1);
});

Deno.test("deleting an account forgets it: the next sign-in finds an empty library", async () => {
  await using provider = await startOpenIdProvider();
  await using lounge = await startLounge(provider.settings);
  const member = new WebClient();
  await signInAs(member, { lounge, name: "ada" });
  const subject = { issuer: provider.issuer, subject: "ada" };
  const before = await lounge.services.accounts.libraryOf(subject, Date.now());
  const page = await member.send(`${lounge.url}/account/delete`, { confirm: "yes" });
  assertStringIncludes(page.body, "your account are gone");
  assertEquals(await lounge.services.accounts.libraryOf(subject, Date.now()), undefined);
  assertEquals(lounge.services.visitorTokens.find(before ?? ""), undefined);
  assertEquals(member.cookie(lounge.url, "lounge_session"), undefined);
});

Deno.test("visitors' cookies from before, during and after a session do not open the account's library", async () => {
  await using provider = await startOpenIdProvider();
  await using lounge = await startLounge(provider.settings);
  const member = new WebClient();
  const cookies = new Set<string>();
  const note = () => cookies.add(member.cookie(lounge.url, "lounge_visitor") ?? "");
  const body = new FormData();
  body.append("image", new Blob([await drawPicture()]), "photo.jpg");
  const headers = { accept: "application/json" };
  const video = await member.ask(`${lounge.url}/generate`, { method: "POST", body, headers });
  assertEquals(video.status, 200, video.body);
  note();
  await signInAs(member, { lounge, name: "ada" });
  note();
  const own = await member.ask(`${lounge.url}/library`, { headers });
  assertEquals(JSON.parse(own.body).generations.length, 1, "the guest's video was not claimed");
  note();
  await member.send(`${lounge.url}/account/sign-out`, {});
  note();
  assertEquals(cookies.size, 3, "the cookie was not replaced at both ends of the session");
  for (const cookie of cookies) {
    const list = await fetch(`${lounge.url}/library`, {
      headers: { ...headers, cookie: `lounge_visitor=${cookie}` },
    });
    assertEquals((await list.json()).generations, []);
  }
});

Deno.test("deleting an account ends its sessions in every browser", async () => {
  await using provider = await startOpenIdProvider();
  await using lounge = await startLounge(provider.settings);
  const [laptop, phone] = [new WebClient(), new WebClient()];
  for (const device of [laptop, phone]) await signInAs(device, { lounge, name: "ada" });
  await phone.send(`${lounge.url}/account/delete`, { confirm: "yes" });
  const page = await laptop.ask(`${lounge.url}/account`);
  assertEquals(page.body.includes("Signed in as"), false);
  assertEquals(laptop.cookie(lounge.url, "lounge_session"), undefined);
});
