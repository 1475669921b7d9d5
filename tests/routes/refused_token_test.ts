/** What becomes of a visitor's token that the provider does not accept any more. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { type FakeHuggingFace, startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { smallVideo } from "../small_video.ts";
import { WebClient } from "../web_client.ts";
import { assertStory, liveThrough, postForm } from "./visitor_story.ts";

const REFUSED = "hf_scenario_fal_submit_unauthorized";
const FIELDS = { model: "wan-2.2-5b", prompt: "Rain" };

interface Harness {
  readonly lounge: Lounge;
  readonly client: WebClient;
  readonly picture: Uint8Array<ArrayBuffer>;
  /** How many videos were asked for at the router. */
  countPosts(): number;
}

async function withHarness(use: (harness: Harness) => Promise<void>): Promise<void> {
  const fake: FakeHuggingFace = startFakeHuggingFace({ video: await smallVideo() });
  try {
    await using lounge = await startLounge({
      HF_ROUTER_URL: fake.routerUrl,
      HF_HUB_URL: fake.hubUrl,
      RESULT_HOSTS_ALLOWED: fake.resultHost,
    });
    const countPosts = () => fake.requests.filter(({ method }) => method === "POST").length;
    const picture = await drawPicture({ width: 256, height: 256, colours: "grey" });
    await use({ lounge, client: new WebClient(), picture, countPosts });
  } finally {
    await fake.close();
  }
}

/** Makes a video that the visitor pays for, which fails because of the token. */
async function failForToken({ lounge, client, picture }: Harness): Promise<void> {
  const story = await liveThrough(lounge, { picture, client, fields: FIELDS });
  const ending = { state: "failed", code: "auth-invalid", charged: "no" } as const;
  assertStory(story, { ...ending, provider: "fal-ai", payer: "visitor" });
  assertStringIncludes(story.view.problem?.detail ?? "", "enter another token under Account");
}

Deno.test("a pasted token that the provider refuses is not offered again, and the account page says so", async () => {
  await withHarness(async (harness) => {
    const { lounge, client, picture, countPosts } = harness;
    const before = await client.send(`${lounge.url}/account/token`, { token: REFUSED });
    assertStringIncludes(before.body, "is in place and pays until");
    await failForToken(harness);
    const after = await client.ask(`${lounge.url}/account`);
    assertStringIncludes(after.body, "is no longer accepted by Hugging Face");
    assertStringIncludes(after.body, "it pays for nothing. Enter another one, or forget it.");
    const next = await postForm(client, lounge, { picture, fields: FIELDS });
    assertEquals([next.status, JSON.parse(next.body).code], [422, "model-unavailable"]);
    assertEquals(countPosts(), 1);

    const again = await client.send(`${lounge.url}/account/token`, { token: REFUSED });
    assertStringIncludes(again.body, "is in place and pays until");
    await failForToken(harness);
    assertEquals(countPosts(), 2);
    const forgotten = await client.send(`${lounge.url}/account/token/forget`, {});
    assertStringIncludes(forgotten.body, "You are a guest");
  });
});

Deno.test("a session whose token the provider refuses keeps its library and pays for nothing", async () => {
  await withHarness(async (harness) => {
    const { lounge, client } = harness;
    const { accounts, identity } = lounge.services;
    const account = { issuer: "https://provider.example", subject: "ada" };
    const now = Date.now();
    const { libraryId } = await accounts.open({ ...account, visitorId: crypto.randomUUID(), now });
    const session = {
      ...account,
      name: "ada",
      libraryId,
      accessToken: REFUSED,
      tokenExpiresAt: now + 3_600_000,
    };
    const text = await identity.cipher.encrypt(session, {
      purpose: "session",
      lifetimeSeconds: 3600,
    });
    client.setCookie(lounge.url, "lounge_session", text);
    assertStringIncludes(
      (await client.ask(`${lounge.url}/account`)).body,
      "Your credits pay until",
    );
    await failForToken(harness);
    const page = await client.ask(`${lounge.url}/account`);
    assertStringIncludes(page.body, "Signed in as");
    assertStringIncludes(page.body, "Sign in again to pay with your own credits");
    assertStringIncludes(page.body, "or Hugging Face has ended it");
  });
});
