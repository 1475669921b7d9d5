/** A provider that cannot be reached, from a visitor's upload to the receipt and the daily limits. */
import { assertEquals } from "@std/assert";
import { HastyClock } from "../fakes/hasty_clock.ts";
import { startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { closedHost } from "../fakes/talking_port.ts";
import { startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { smallVideo } from "../small_video.ts";
import { WebClient } from "../web_client.ts";
import { assertStory, liveThrough } from "./visitor_story.ts";

/** Lets one visitor try twice; both times nothing is charged, and the second is not over a limit. */
async function tryTwice(
  settings: Record<string, string>,
  { fields = {}, provider }: {
    readonly fields?: Readonly<Record<string, string>>;
    readonly provider: string;
  },
): Promise<void> {
  const providerClock = new HastyClock({ speed: 20 });
  await using lounge = await startLounge(settings, { providerClock });
  const picture = await drawPicture({ width: 1024, height: 576, isPlain: true });
  const client = new WebClient();
  await client.ask(lounge.url);
  for (const seed of ["1", "2"]) {
    const plot = { picture, client, isSynchronous: true, fields: { ...fields, seed } };
    const story = await liveThrough(lounge, plot);
    assertEquals(story.first.status, 503, story.first.body);
    const ending = { state: "failed", code: "unreachable", charged: "no" } as const;
    assertStory(story, { ...ending, provider, payer: "instance" });
  }
}

Deno.test("an endpoint that cannot be reached costs nothing and uses up no limit", async () => {
  await tryTwice({
    HF_ENDPOINT_URL: `http://${await closedHost()}/`,
    DAILY_VIDEOS_PER_VISITOR: "1",
  }, { provider: "raw-endpoint" });
});

Deno.test("a router that cannot be reached costs nothing and uses up no limit", async () => {
  const fake = startFakeHuggingFace({ video: await smallVideo() });
  try {
    await tryTwice({
      HF_API_TOKEN: "hf_unreachable",
      HF_ROUTER_URL: `http://${await closedHost()}`,
      HF_HUB_URL: fake.hubUrl,
      DAILY_VIDEOS_PER_VISITOR: "1",
    }, { provider: "fal-ai", fields: { model: "wan-2.2-5b", prompt: "Rain" } });
  } finally {
    await fake.close();
  }
});
