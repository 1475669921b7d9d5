/** What a visitor is told of the route that a video is expected to take, and of the one it took. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { PanelView } from "../../contract/panel.ts";
import type { Problem } from "../../contract/problem.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { HastyClock } from "../fakes/hasty_clock.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { smallVideo } from "../small_video.ts";
import { WebClient } from "../web_client.ts";
import { assertStory, liveThrough, postForm, type Story } from "./visitor_story.ts";

const MODEL = "wan-2.2-a14b";
const HUB_ID = "Wan-AI/Wan2.2-I2V-A14B";
const TURBO = { "fal-ai": "fal-ai/wan/v2.2-a14b/image-to-video/turbo" };
const WAVESPEED = { "wavespeed": "wavespeed-ai/wan-2.2/image-to-video" };
const PRICES = "https://fal.ai/models/fal-ai/wan/v2.2-a14b/image-to-video/turbo/llms.txt";
/** fal.ai refuses whoever wishes for this. */
const REFUSED_BY_FAL = "scenario:fal-submit-not-supported";

type Fields = Readonly<Record<string, string>>;

interface Harness {
  readonly lounge: Lounge;
  readonly fake: FakeHuggingFace;
  video(fields?: Fields): Promise<Story>;
  /** The answer to a request that is not accepted. */
  refusal(fields?: Fields): Promise<Problem>;
}

async function withHub(
  mapping: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>>,
  use: (harness: Harness) => Promise<void>,
): Promise<void> {
  const fake = startFakeHuggingFace({ video: await smallVideo(), mappings: { [HUB_ID]: mapping } });
  try {
    await using lounge = await startLounge({
      HF_API_TOKEN: "hf_of_the_instance",
      HF_ROUTER_URL: fake.routerUrl,
      HF_HUB_URL: fake.hubUrl,
      RESULT_HOSTS_ALLOWED: fake.resultHost,
      ...settings,
    }, { providerClock: new HastyClock({ speed: 6 }) });
    const picture = await drawPicture({ width: 256, height: 144 });
    const plot = (fields: Fields = {}) => ({
      picture,
      fields: { model: MODEL, prompt: "Waves roll.", ...fields },
    });
    await use({
      lounge,
      fake,
      video: (fields) => liveThrough(lounge, plot(fields)),
      async refusal(fields) {
        const { status, body } = await postForm(new WebClient(), lounge, plot(fields));
        assert(status >= 400, body);
        return JSON.parse(body);
      },
    });
  } finally {
    await fake.close();
  }
}

Deno.test("the receipt cites the price page of the very route that the Hub names", async () => {
  await withHub(TURBO, {}, async ({ video }) => {
    const story = await video();
    assertStory(story, {
      state: "succeeded",
      charged: "yes",
      provider: "fal-ai",
      payer: "instance",
    });
    const { estimatedUsd, priceUsd, priceSource, reason } = story.receipt;
    assertEquals([estimatedUsd, priceUsd, priceSource?.url], [0.05, 0.05, PRICES]);
    assertEquals(reason, "The host of this site pays for it, about $0.05.");
    assert(story.receiptPage.includes(PRICES));
    assert(!story.receiptPage.includes("Price at"), "nobody stepped in");
  });
});

Deno.test("before anything is sent, all who may get the picture and what each costs are named", async () => {
  await withHub({ ...TURBO, ...WAVESPEED }, {}, async ({ lounge }) => {
    const price = "about $0.05, or $0.15 if WaveSpeed has to step in, paid by this instance";
    const picture = "goes to fal.ai through Hugging Face, or WaveSpeed if fal.ai cannot";
    const { terms } = await panelOf(lounge, `model=${MODEL}`);
    assertEquals([terms.price, terms.picture], [price, picture]);
    const page = await textOf(lounge.url);
    assert(page.includes(`<dd class="font-bold">${price}</dd>`), "the summary lacks a price");
    assert(page.includes(`<dd class="font-bold">${picture}</dd>`), "the summary lacks a company");
    const dearer = await panelOf(lounge, `model=${MODEL}&resolution=720p`);
    assertStringIncludes(dearer.terms.price, "about $0.10, or $0.30 if WaveSpeed has to step in");
    const { models } = JSON.parse(await textOf(`${lounge.url}/models`, "application/json"));
    const card = models.find(({ id }: { id: string }) => id === MODEL);
    assertEquals([card.price.usd, card.price.ifStandIn, card.whoMayStepIn], [
      0.05,
      "or $0.15 if WaveSpeed has to step in",
      "WaveSpeed if fal.ai cannot",
    ]);
  });
});

Deno.test("whoever is not served by others is told of nobody else", async () => {
  await withHub(TURBO, {}, async ({ lounge }) => {
    const { terms } = await panelOf(lounge, `model=${MODEL}`);
    assertEquals(terms.picture, "goes to fal.ai through Hugging Face");
    assertEquals(terms.price, "about $0.05, paid by this instance");
  });
});

Deno.test("while the Hub cannot be asked, no route is tried that is known to be gone", async () => {
  await withHub({}, {}, async ({ fake, video }) => {
    fake.hub.play("down");
    assertEquals((await video()).receipt.provider, "fal-ai");
    const sent = fake.requests.filter(({ method, path }) =>
      method === "POST" && path.startsWith("/router/")
    );
    assertEquals(sent.map(({ path }) => path), [`/router/fal-ai/${TURBO["fal-ai"]}`]);
  });
});

Deno.test("with a limit in dollars, a provider of an unknown price is neither named nor tried", async () => {
  const mapping = { ...TURBO, "together": "Wan-AI/Wan2.2-I2V-A14B" };
  await withHub(mapping, { DAILY_SPEND_LIMIT_USD: "1" }, async ({ lounge, video }) => {
    const panel = await panelOf(lounge, `model=${MODEL}`);
    assert(!JSON.stringify(panel).includes("Together AI"));
    const { state, problem } = (await video({ prompt: REFUSED_BY_FAL })).view;
    assertEquals([state, problem?.charged], ["failed", "no"]);
  });
  await withHub(mapping, {}, async ({ lounge, video }) => {
    const { terms } = await panelOf(lounge, `model=${MODEL}`);
    assertStringIncludes(terms.price, "or an unknown amount if Together AI has to step in");
    const { provider, priceUsd } = (await video({ prompt: REFUSED_BY_FAL })).receipt;
    assertEquals([provider, priceUsd], ["together", undefined]);
  });
});

Deno.test("the receipt tells the price of the provider that stepped in, and where it stands", async () => {
  await withHub({ ...TURBO, ...WAVESPEED }, {}, async ({ lounge, video }) => {
    const story = await video({ prompt: REFUSED_BY_FAL, resolution: "720p" });
    const served = { provider: "wavespeed", payer: "instance" } as const;
    assertStory(story, { state: "succeeded", charged: "yes", ...served });
    const { estimatedUsd, priceUsd, priceSource, reason } = story.receipt;
    assertEquals([estimatedUsd, priceUsd], [0.1, 0.3]);
    assertEquals(new URL(priceSource?.url ?? "").host, "wavespeed.ai");
    assertEquals(reason, "The host of this site pays for it, about $0.30.");
    const told = lounge.logLines.filter((line) => line.startsWith("a provider refused"));
    assertEquals(told.length, 1, "the operator is told once");
    assertMatch(
      told[0] ?? "",
      /refusedBy: "fal-ai",\s*next: "wavespeed",\s*code: "model-not-found"/,
    );
    assertMatch(story.receiptPage, /Price at WaveSpeed<\/dt><dd[^>]*>about \$0\.30</);
  });
});

Deno.test("where an account may not use a provider with its credits, the next one makes the video", async () => {
  const prompt = "scenario:fal-submit-pay-as-you-go-off";
  await withHub({ ...TURBO, ...WAVESPEED }, {}, async ({ video }) => {
    const story = await video({ prompt });
    const served = { provider: "wavespeed", payer: "instance" } as const;
    assertStory(story, { state: "succeeded", charged: "yes", ...served });
  });
  await withHub(TURBO, {}, async ({ video, lounge }) => {
    const story = await video({ prompt });
    const { problem } = story.view;
    assertEquals([problem?.code, problem?.status], ["provider-not-enabled", 402]);
    assertStringIncludes(problem?.detail ?? "", "its Hugging Face credits at fal.ai.");
    assertEquals(problem?.next?.text, "Use your own token");
    assertStringIncludes(story.page, "Go on with your token");
    const [told = ""] = lounge.logLines.filter((line) => line.startsWith("generation failed"));
    assertMatch(told, /More credits do not help\. Add a key of your own for the provider/);
  });
});

Deno.test("a video counts against the day's limit at the price of the route that made it", async () => {
  const settings = { DAILY_SPEND_LIMIT_USD: "0.25" };
  await withHub({ ...TURBO, ...WAVESPEED }, settings, async ({ video, refusal }) => {
    // Each is reserved at $0.15 for the provider that may have to step in, and costs $0.05.
    for (let videos = 1; videos <= 3; videos++) {
      assertEquals((await video({ prompt: `Wave ${videos}.` })).receipt.charged, "yes");
    }
    assertEquals((await refusal()).code, "daily-spend-limit", "it may cost more than is left");
  });
});

Deno.test("what the expected provider does not take is not in the panel, and refused by name", async () => {
  await withHub(TURBO, {}, async ({ lounge, fake, video, refusal }) => {
    const { values } = await panelOf(lounge, `model=${MODEL}&negative_prompt=rain`);
    assert(!("negative_prompt" in values), "the panel shows what is not sent");
    assert("acceleration" in values);
    const { code, detail } = await refusal({ negative_prompt: "rain", acceleration: "none" });
    assertEquals(code, "invalid-setting");
    assertStringIncludes(detail, "negative_prompt cannot be set on Wan 2.2 A14B at the moment");
    assertEquals(fake.requests.some(({ path }) => path.startsWith("/router/")), false);
    const { view, receipt } = await video({ acceleration: "none", negative_prompt: "" });
    const settings = { resolution: "480p", prompt_expansion: false, acceleration: "none" };
    assertEquals([view.settings, receipt.notUsed], [settings, undefined]);
    assertEquals(sentBy(fake), { acceleration: "none", enable_prompt_expansion: false });
  });
});

Deno.test("what is left at its default may be sent to a provider that does not take it", async () => {
  await withHub(WAVESPEED, {}, async ({ video, refusal }) => {
    const { view } = await video({ acceleration: "regular", prompt_expansion: "off" });
    assertEquals(view.settings, { resolution: "480p", negative_prompt: "" });
    const { code, detail } = await refusal({ acceleration: "none", prompt_expansion: "on" });
    assertEquals(code, "invalid-setting");
    assertMatch(detail, /^prompt_expansion, acceleration cannot be set.* WaveSpeed, which makes/);
  });
});

Deno.test("the receipt says what a provider that stepped in did not use", async () => {
  await withHub({ ...TURBO, ...WAVESPEED }, {}, async ({ video }) => {
    const { view, receipt, receiptPage } = await video({
      prompt: REFUSED_BY_FAL,
      acceleration: "none",
    });
    assertEquals(view.settings, { resolution: "480p" });
    assertEquals(receipt.notUsed, ["prompt_expansion", "acceleration"]);
    assertMatch(
      receiptPage,
      /Not used by WaveSpeed<\/dt><dd[^>]*>Enrich the prompt, Acceleration</,
    );
  });
});

Deno.test("Stable Video Diffusion behind a provider has the controls that the provider has", async () => {
  const model = "stable-video-diffusion-xt";
  await withHub({}, {}, async ({ lounge, fake, video }) => {
    fake.hub.map("stabilityai/stable-video-diffusion-img2vid-xt", {
      "fal-ai": "fal-ai/stable-video",
    });
    const panel = await panelOf(lounge, `model=${model}`);
    assertEquals(panel.model.controls.map(({ id }) => id).sort(), ["fps", "motion", "noise"]);
    const { view } = await video({ model, prompt: "", fps: "12" });
    assertEquals([view.state, view.settings], ["succeeded", { motion: 127, fps: 12, noise: 0.02 }]);
  });
});

Deno.test("at the limit of the host's own endpoint nobody is sent for a token that cannot pay", async () => {
  const endpoint = startFakeHuggingFace({ video: await smallVideo() });
  const settings = {
    HF_ENDPOINT_URL: endpoint.endpoint("video"),
    DAILY_VIDEOS_PER_VISITOR: "1",
  };
  try {
    await withHub(TURBO, settings, async ({ lounge }) => {
      const client = new WebClient();
      const picture = await drawPicture({ width: 256, height: 144 });
      const post = (fields: Fields) => postForm(client, lounge, { picture, fields });
      assertEquals((await post({ seed: "1" })).status, 202);
      const { status, body } = await post({ seed: "2" });
      const { code, detail } = JSON.parse(body);
      assertEquals([status, code], [429, "visitor-spend-limit"]);
      assertMatch(detail, /Choose another model, make a local preview.* midnight UTC\.$/);
      const routed = JSON.parse((await post({ model: MODEL, prompt: "Waves roll." })).body);
      assertMatch(routed.detail, /Use your own Hugging Face token, make a local preview/);
    });
  } finally {
    await endpoint.close();
  }
});

/** The optional settings of the latest work that was sent. */
function sentBy({ requests }: FakeHuggingFace): Record<string, unknown> {
  const sent = requests.findLast(({ method }) => method === "POST");
  const { acceleration, enable_prompt_expansion, negative_prompt } = JSON.parse(
    new TextDecoder().decode(sent?.body),
  );
  const given = { acceleration, enable_prompt_expansion, negative_prompt };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

async function panelOf(lounge: Lounge, query: string): Promise<PanelView> {
  return JSON.parse(await textOf(`${lounge.url}/panel?${query}`, "application/json"));
}

async function textOf(url: string, accept = "text/html"): Promise<string> {
  const response = await fetch(url, { headers: { accept } });
  assertEquals(response.status, 200, url);
  return await response.text();
}
