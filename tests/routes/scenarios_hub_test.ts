/** Every answer of the Hub to "who serves this model?", to what the visitor is told. */
import { assertEquals, assertFalse, assertMatch } from "@std/assert";
import { HUB_SCENARIOS } from "../fakes/fake_hub.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { HastyClock } from "../fakes/hasty_clock.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { smallVideo } from "../small_video.ts";
import { type HeardAnswer, WebClient } from "../web_client.ts";
import { tellEach } from "./many_at_once.ts";
import {
  assertNothingForeign,
  assertPlain,
  assertStory,
  liveThrough,
  postForm,
  type Story,
} from "./visitor_story.ts";

const TOKEN = "hf_planted0123456789SECRET";
const HUB_ID = "Wan-AI/Wan2.1-I2V-14B-720P";

/** The Hub says that nobody serves the model. */
const UNSERVED = new Set(["staging", "error", "other-task", "absent", "unknown"]);
/** The Hub says that somebody does. In all other cases it could not be asked. */
const SERVED = new Set(["live", "list", "renamed"]);

interface Told {
  readonly scenario: string;
  readonly models: HeardAnswer;
  readonly story: Story | undefined;
  readonly refusal: HeardAnswer | undefined;
  /** Whether anything went out after the refusal. */
  readonly isSentAfterAll: boolean;
}

async function play(scenario: string): Promise<Told> {
  const fake = startFakeHuggingFace({
    video: await smallVideo(),
    mappings: { [HUB_ID]: { "fal-ai": "fal-ai/wan-i2v" } },
  });
  fake.hub.play(scenario);
  try {
    await using lounge = await startLounge({
      HF_API_TOKEN: TOKEN,
      HF_ROUTER_URL: fake.routerUrl,
      HF_HUB_URL: fake.hubUrl,
      RESULT_HOSTS_ALLOWED: fake.resultHost,
    }, { providerClock: new HastyClock({ speed: 6 }) });
    return await ask(lounge, fake, scenario);
  } finally {
    await fake.close();
  }
}

async function ask(lounge: Lounge, fake: FakeHuggingFace, scenario: string): Promise<Told> {
  const client = new WebClient();
  const models = await client.ask(`${lounge.url}/models`, {
    headers: { accept: "application/json" },
  });
  const plotFor = async (model: string) => ({
    picture: await drawPicture({ width: 256, height: 144 }),
    fields: { model, prompt: "Waves roll." },
    client,
  });
  const story = UNSERVED.has(scenario)
    ? undefined
    : await liveThrough(lounge, await plotFor("wan-2.1"));
  const sent = routed(fake).length;
  const refusal = SERVED.has(scenario) ? undefined : await postForm(
    client,
    lounge,
    // A model that is tried only where the Hub vouches for it.
    await plotFor(UNSERVED.has(scenario) ? "wan-2.1" : "wan-2.2-5b"),
  );
  const everything = client.heard.map(({ body }) => body).join("\n");
  assertNothingForeign({ everything }, [TOKEN, fake.resultHost]);
  const isSentAfterAll = routed(fake).length > sent;
  return { scenario, story, refusal, models, isSentAfterAll };
}

function routed({ requests }: FakeHuggingFace) {
  return requests.filter(({ path }) => path.startsWith("/router/"));
}

function judge({ scenario, models, story, refusal, isSentAfterAll }: Told): void {
  assertEquals(models.status, 200);
  if (story) {
    const ending = { state: "succeeded", charged: "yes", provider: "fal-ai" } as const;
    assertStory(story, { ...ending, payer: "instance" });
  }
  if (!refusal) return;
  const problem = JSON.parse(refusal.body);
  assertEquals([refusal.status, problem.code, problem.charged], [422, "model-unavailable", "no"]);
  const reason = UNSERVED.has(scenario)
    ? /^No provider at Hugging Face serves .* at the moment\. Try again later/
    : /^Hugging Face cannot tell who serves .* at the moment\. Try again/;
  assertMatch(problem.detail, reason);
  assertPlain(problem.detail);
  assertFalse(isSentAfterAll, "it was sent all the same");
}

Deno.test("what the Hub answers becomes a video, or a refusal before anything is sent", async (t) => {
  await tellEach(t, Object.keys(HUB_SCENARIOS), { atOnce: 4, play, judge });
});
