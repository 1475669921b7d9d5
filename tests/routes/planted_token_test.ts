/** Tokens are planted wherever one can come from, and looked for wherever one could go. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type FakeHuggingFace, startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { type OpenIdProvider, startOpenIdProvider } from "../fakes/openid_provider.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { smallVideo } from "../small_video.ts";
import { signInAs, WebClient } from "../web_client.ts";

const CONFIGURED = "hf_planted_in_the_configuration";
const PASTED = "hf_planted_by_a_visitor_0123456789";

interface Harness {
  readonly lounge: Lounge;
  readonly fake: FakeHuggingFace;
  readonly provider: OpenIdProvider;
}

async function withHarness(use: (harness: Harness) => Promise<void>): Promise<void> {
  const fake = startFakeHuggingFace({ video: await smallVideo() });
  try {
    await using provider = await startOpenIdProvider();
    await using lounge = await startLounge({
      HF_API_TOKEN: CONFIGURED,
      HF_ROUTER_URL: fake.routerUrl,
      HF_HUB_URL: fake.hubUrl,
      RESULT_HOSTS_ALLOWED: fake.resultHost,
      ...provider.settings,
    });
    await use({ lounge, fake, provider });
  } finally {
    await fake.close();
  }
}

/**
 * Makes one video that works and one that the provider refuses, and opens every page about them.
 */
async function lookAround(client: WebClient, { lounge }: Harness): Promise<void> {
  const picture = await drawPicture({ width: 640, height: 360 });
  for (const prompt of ["Waves roll.", "scenario:fal-submit-unauthorized"]) {
    const body = new FormData();
    body.append("model", "wan-2.2-5b");
    body.append("prompt", prompt);
    body.append("image", new Blob([picture]), "photo.jpg");
    const headers = { accept: "application/json" };
    const made = await client.ask(`${lounge.url}/generate`, { method: "POST", body, headers });
    const page = made.headers.get("location") ?? JSON.parse(made.body).page;
    for (const path of [page, `${page}/receipt`, `${page}/events`]) {
      await client.go(lounge.url + path);
      await client.go(lounge.url + path, { headers });
    }
  }
  const paths = ["/", "/account", "/library", "/status", "/models", "/account/export", "/v/none"];
  for (const path of paths) await client.go(lounge.url + path);
}

/** A token as it could be hidden in a text. */
function guises(token: string): readonly string[] {
  const bytes = new TextEncoder().encode(token);
  return [token, bytes.toBase64().replace(/=+$/, "").slice(0, -2), bytes.toHex()];
}

function assertHidden(text: string, token: string, where: string): void {
  for (const guise of guises(token)) assert(!text.includes(guise), `${where} shows a token`);
}

async function readFiles(folder: string): Promise<{ path: string; text: string }[]> {
  const files = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) files.push(...await readFiles(path));
    else files.push({ path, text: new TextDecoder("latin1").decode(await Deno.readFile(path)) });
  }
  return files;
}

/** Paths that the fake was asked for with this token. */
function pathsWith(token: string, { requests }: FakeHuggingFace): string[] {
  return requests.filter(({ headers }) => headers.get("authorization") === `Bearer ${token}`)
    .map(({ path }) => path);
}

Deno.test("a token of configuration, cookie or sign-in goes to its own origin and nowhere else", async () => {
  await withHarness(async (harness) => {
    const { lounge, fake, provider } = harness;
    const [guest, paster, member] = [new WebClient(), new WebClient(), new WebClient()];
    const kept = await paster.send(`${lounge.url}/account/token`, { token: PASTED });
    assertStringIncludes(kept.body, "A token is in place");
    const back = await signInAs(member, { lounge, name: "ada" });
    assertStringIncludes(back.body, "Signed in as");
    for (const client of [guest, paster, member]) await lookAround(client, harness);
    await member.send(`${lounge.url}/account/sign-out`, {});

    const [accessToken = ""] = provider.tokens;
    const tokens = [CONFIGURED, PASTED, ...provider.tokens];
    assertEquals(tokens.length, 4, "an access and a refresh token");
    for (const token of tokens) {
      for (const client of [guest, paster, member]) {
        const own = client.heard.filter(({ url }) => url.startsWith(lounge.url));
        for (const { url, headers, body } of own) {
          assertHidden(JSON.stringify([...headers]) + body, token, `the answer of ${url}`);
        }
      }
      assertHidden(lounge.logLines.join("\n"), token, "the log");
      const { DATA_DIR, VIDEOS_DIR } = lounge.services.config;
      const files = [...await readFiles(DATA_DIR), ...await readFiles(VIDEOS_DIR)];
      assert(files.some(({ path }) => path.endsWith("lounge.sqlite")));
      for (const { path, text } of files) assertHidden(text, token, path);
      for (const { target, body } of fake.requests) {
        assertHidden(target + new TextDecoder().decode(body), token, `the request of ${target}`);
      }
    }
    assertEquals(fake.leaks, []);
    for (const token of [CONFIGURED, PASTED, accessToken]) {
      const paths = pathsWith(token, fake);
      assert(paths.some((path) => path.startsWith("/router/")), "a token was never used");
      assertEquals(paths.filter((path) => !/^\/(router|hub)\//.test(path)), []);
    }
    assertEquals(pathsWith(provider.tokens[1] ?? "", fake), [], "the refresh token left");
  });
});
