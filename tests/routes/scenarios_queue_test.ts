/**
 * Every scenario of the providers behind the router, from a visitor's upload to the sentence and the
 * receipt: many visitors at one instance, as in life.
 */
import { assert, assertEquals } from "@std/assert";
import type { Charged } from "../../contract/problem.ts";
import type { RoutedProviderId } from "../../server/providers/routed_provider.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { HastyClock } from "../fakes/hasty_clock.ts";
import { QUEUE_SCENARIOS, type QueueScenario, SCENARIO_MODELS } from "../fakes/queue_scenarios.ts";
import { settled } from "../generate_client.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { smallVideo } from "../small_video.ts";
import { WebClient } from "../web_client.ts";
import { tellEach } from "./many_at_once.ts";
import { assertStoredInCode } from "./stored_rows.ts";
import {
  assertNothingForeign,
  assertNothingKept,
  assertStory,
  liveThrough,
  type Story,
} from "./visitor_story.ts";

const TOKEN = "hf_planted0123456789SECRET";
const AT_ONCE = 36;
const PROVIDERS = Object.keys(SCENARIO_MODELS) as RoutedProviderId[];

function scenarioOf(name: string): QueueScenario {
  const scenario = QUEUE_SCENARIOS.get(name);
  if (!scenario) throw new Error(`There is no scenario ${name}.`);
  return scenario;
}

interface Harness {
  readonly lounge: Lounge;
  readonly fake: FakeHuggingFace;
}

async function withRouter(
  use: (harness: Harness) => Promise<void>,
  { timeoutSeconds = 600, speed = 6 }: {
    readonly timeoutSeconds?: number;
    readonly speed?: number;
  } = {},
): Promise<void> {
  const fake = startFakeHuggingFace({ video: await smallVideo(), maxRequests: 20_000 });
  for (const provider of PROVIDERS) {
    const { hubId, providerModel } = SCENARIO_MODELS[provider];
    fake.hub.map(hubId, { [provider]: providerModel });
  }
  try {
    await using lounge = await startLounge({
      HF_API_TOKEN: TOKEN,
      HF_ROUTER_URL: fake.routerUrl,
      HF_HUB_URL: fake.hubUrl,
      RESULT_HOSTS_ALLOWED: fake.resultHost,
      MAX_RUNNING_GENERATIONS: String(AT_ONCE),
      // All come from one address.
      MAX_QUEUED_PER_VISITOR: "1000",
      MAX_QUEUED: "1000",
      MAX_VIDEO_BYTES: "200000",
      GENERATION_TIMEOUT_SECONDS: String(timeoutSeconds),
    }, { providerClock: new HastyClock({ speed }) });
    await use({ lounge, fake });
    assertEquals(fake.leaks, []);
    assertStoredInCode(lounge);
    await assertNothingKept(lounge, [TOKEN, ...Object.keys(OWN_TOKEN).map(ownToken)]);
  } finally {
    await fake.close();
  }
}

/** Grey and without fine detail, so that its JPEG is small enough for every provider. */
const picture = () => drawPicture({ width: 256, height: 256, colours: "grey" });

/** Requests of a scenario's work to the provider that took it. */
function requestsOf({ fake }: Harness, name: string): string[] {
  return fake.requests.filter(({ path }) => new RegExp(`/${name}--\\d+(/|$)`).test(path))
    .map(({ method, path }) => `${method} ${path}`);
}

async function play(name: string, harness: Harness): Promise<Story> {
  const { provider, expected } = scenarioOf(name);
  const client = new WebClient();
  const cancel = async (page: string) => {
    await settled(() => requestsOf(harness, name).length > 0, "the work is not asked for");
    const answer = await client.send(`${page}/cancel`, {});
    assertEquals(answer.status, 200);
  };
  return await liveThrough(harness.lounge, {
    picture: await picture(),
    fields: { model: SCENARIO_MODELS[provider].modelId, prompt: `scenario:${name}` },
    client,
    ...(expected.state === "canceled" ? { meanwhile: cancel } : {}),
  });
}

function judge(story: Story, name: string, harness: Harness): void {
  const { expected, provider } = scenarioOf(name);
  const { state, code, charged = "yes" } = expected;
  assertStory(story, { state, code, charged, provider, payer: "instance" });
  assertNothingForeign(story, [TOKEN, harness.fake.resultHost]);
  if (state === "succeeded") assertEquals(story.view.video?.frames, 4);
  const asked = requestsOf(harness, name).filter((request) => request.startsWith("PUT "));
  assertEquals(asked.length, state === "canceled" ? 1 : 0, asked.join());
}

Deno.test("what a provider does becomes a video, or a sentence and a receipt", async (t) => {
  // Takes half a minute: some scenarios sit out a deadline. They begin first.
  const isLong = (name: string) =>
    scenarioOf(name).needsManualClock === true || /-for-(long|a-while)$/.test(name);
  const names = [...QUEUE_SCENARIOS]
    .filter(([, { outlastsDeadline, takesMinutes }]) => !outlastsDeadline && !takesMinutes)
    .map(([name]) => name)
    .sort((one, other) => Number(isLong(other)) - Number(isLong(one)));
  await withRouter(async (harness) => {
    await tellEach(t, names, {
      atOnce: AT_ONCE,
      play: (name) => play(name, harness),
      judge: (story, name) => judge(story, name, harness),
    });
  });
});

Deno.test("work that is never told of is followed until the deadline", async (t) => {
  const names = [...QUEUE_SCENARIOS].filter(([, { outlastsDeadline }]) => outlastsDeadline)
    .map(([name]) => name);
  assertEquals(names.length, 4 * PROVIDERS.length);
  await withRouter(async (harness) => {
    await tellEach(t, names, {
      atOnce: AT_ONCE,
      play: (name) => play(name, harness),
      judge: (story, name) => {
        const { provider, expected: { charged = "unknown" } } = scenarioOf(name);
        const ending = { state: "failed", code: "deadline-exceeded", charged } as const;
        assertStory(story, { ...ending, provider, payer: "instance" });
        assertEquals(story.view.problem?.next?.kind, "look-again");
        assert(
          requestsOf(harness, name).some((asked) => asked.startsWith("GET ")),
          "never asked for",
        );
      },
    });
  }, { timeoutSeconds: 10, speed: 1 });
});

interface OwnTokenCase {
  readonly state: "succeeded" | "failed";
  readonly code?: string;
  readonly charged: Charged;
  readonly sentence?: RegExp;
}

/** Scenarios that a visitor meets with a token of their own. */
const OWN_TOKEN: Readonly<Record<string, OwnTokenCase>> = {
  "fal-video": { state: "succeeded", charged: "yes" },
  "wavespeed-video": { state: "succeeded", charged: "yes" },
  "fal-submit-unauthorized": {
    state: "failed",
    code: "auth-invalid",
    charged: "no",
    sentence: /your access token/,
  },
  "fal-submit-credits-used-up": {
    state: "failed",
    code: "payment-required",
    charged: "no",
    sentence: /Your Hugging Face account/,
  },
  "wavespeed-submit-forbidden": {
    state: "failed",
    code: "auth-forbidden",
    charged: "no",
    sentence: /Your Hugging Face token/,
  },
  "together-refused-polls": { state: "succeeded", charged: "yes" },
  "together-job-failed": { state: "failed", code: "job-failed", charged: "unknown" },
  "wavespeed-submit-pay-as-you-go-off": {
    state: "failed",
    code: "provider-not-enabled",
    charged: "no",
    sentence: /at WaveSpeed\. .*More credits do not help\. .*your own key for the provider/,
  },
};

/** The fake takes the scenario's name from the token. */
const ownToken = (name: string) => `hf_scenario_${name.replaceAll("-", "_")}`;

async function playWithOwnToken(name: string, { lounge }: Harness): Promise<Story> {
  const { provider } = scenarioOf(name);
  const client = new WebClient();
  const kept = await client.send(`${lounge.url}/account/token`, { token: ownToken(name) });
  assert(kept.body.includes("A token is in place"), "the token was not taken");
  const fields = { model: SCENARIO_MODELS[provider].modelId, prompt: "Waves roll." };
  return await liveThrough(lounge, { picture: await picture(), fields, client });
}

Deno.test("visitors who pay with a token of their own read sentences about that token", async (t) => {
  await withRouter(async (harness) => {
    const judge = (story: Story, name: string) => {
      const { sentence, ...expected } = OWN_TOKEN[name] ?? { state: "failed", charged: "no" };
      const { provider } = scenarioOf(name);
      assertStory(story, { ...expected, provider, payer: "visitor" });
      if (sentence) {
        assert(sentence.test(story.view.problem?.detail ?? ""), story.view.problem?.detail);
      }
      assert(!/HF_|top it up/.test(story.view.problem?.detail ?? ""), "a setting is named");
      if (expected.charged !== "no") {
        assert(
          story.receipt.reason.toLowerCase().includes(
            "the visitor's own hugging face account pays",
          ),
        );
      }
      assertNothingForeign(story, [TOKEN, ownToken(name), harness.fake.resultHost]);
    };
    const names = Object.keys(OWN_TOKEN);
    await tellEach(t, names, { atOnce: 4, play: (name) => playWithOwnToken(name, harness), judge });
    const routed = harness.fake.requests.filter(({ path }) => path.startsWith("/router/"));
    const planted = routed.filter(({ headers }) => headers.get("authorization")?.includes(TOKEN));
    assertEquals(planted.length, 0, "the instance's token paid");
  });
});
