/** Every scenario of the raw endpoint, from a visitor's upload to the sentence and the receipt. */
import { assert, assertEquals } from "@std/assert";
import { ENDPOINT_FAILURES } from "../fakes/endpoint_failures.ts";
import { startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { HastyClock } from "../fakes/hasty_clock.ts";
import { SCENARIOS } from "../fakes/hugging_face_scenarios.ts";
import { startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { boxAt } from "../mp4_reading.ts";
import { smallVideo } from "../small_video.ts";
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
/** An instance has one endpoint, so that each scenario takes an instance of its own. */
const AT_ONCE = 6;
const SITS_OUT = /^(hang|loading)/;

async function play(scenario: string): Promise<Story> {
  const fake = startFakeHuggingFace({ video: await smallVideo() });
  try {
    await using lounge = await startLounge({
      HF_ENDPOINT_URL: fake.endpoint(scenario),
      HF_API_TOKEN: TOKEN,
      GENERATION_TIMEOUT_SECONDS: "120",
      MAX_VIDEO_BYTES: "200000",
    }, { providerClock: new HastyClock({ speed: 12 }) });
    const picture = await drawPicture({ width: 1024, height: 576, isPlain: true });
    const story = await liveThrough(lounge, { picture, isSynchronous: true });
    await assertNothingKept(lounge, [TOKEN]);
    assertStoredInCode(lounge);
    assertNothingForeign(story, [TOKEN, fake.resultHost]);
    if (story.view.url === undefined) return story;
    const video = await (await fetch(lounge.url + story.view.url)).bytes();
    // The file is written anew with its recipe; what it shows is what the endpoint sent.
    assertEquals(boxAt(video, "mdat").content, boxAt(await smallVideo(), "mdat").content);
    return story;
  } finally {
    await fake.close();
  }
}

function judge(story: Story, name: string): void {
  const [code, charged = "yes"] = ENDPOINT_FAILURES[name] ?? [];
  const state = code === undefined ? "succeeded" : "failed";
  assertStory(story, { state, code, charged, provider: "raw-endpoint", payer: "instance" });
  const { first, view } = story;
  if (code === undefined) return assertEquals([first.status, view.video?.frames], [200, 4]);
  const problem = JSON.parse(first.body);
  assert(first.status >= 400, String(first.status));
  assertEquals([problem.code, problem.detail], [code, view.problem?.detail]);
}

Deno.test("what an endpoint answers becomes a video, or a sentence and a receipt", async (t) => {
  // Those that sit out a deadline begin first.
  const names = [...SCENARIOS.keys()].sort((one, other) =>
    Number(SITS_OUT.test(other)) - Number(SITS_OUT.test(one))
  );
  await tellEach(t, names, { atOnce: AT_ONCE, play, judge });
});
