import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { startFakeVideosApi } from "../fakes/fake_videos_api.ts";
import { assertProblem, cookieOf, postPicture } from "../generate_client.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { boxAt } from "../mp4_reading.ts";
import { drawPicture } from "../pictures.ts";
import { smallVideo } from "../small_video.ts";

const MODEL = "wan-2.2-5b";

/** The card of a model as programs read it. */
async function cardOf(lounge: Lounge, modelId = MODEL) {
  const { models } = await (await fetch(`${lounge.url}/models`)).json();
  const card = models.find(({ id }: { id: string }) => id === modelId);
  assert(card);
  return card;
}

Deno.test("a picture becomes a video at a /v1/videos server, free of charge and told as one's own", async () => {
  await using fake = startFakeVideosApi({ video: await smallVideo() });
  await using lounge = await startLounge({ VIDEOS_API_URL: fake.url });
  const card = await cardOf(lounge);
  assertEquals(card.needs, undefined);
  assertEquals(card.whoProcesses, "your own server (/v1/videos)");
  assertEquals(card.price, {
    charged: "no",
    sentence: "Made on your own server, for your own electricity: no bill comes.",
  });
  const picture = await drawPicture({ width: 1280, height: 720 });
  const response = await postPicture(lounge, {
    picture,
    fields: { model: MODEL, prompt: "A slow push in" },
  });
  const made = await response.json();
  assertEquals([response.status, made.provider], [200, "videos-api"]);
  const headers = { ...cookieOf(response), accept: "application/json" };
  const { receipt } = await (await fetch(`${lounge.url}/v/${made.id}`, { headers })).json();
  assertEquals(receipt.charged, "no");
  const video = await (await fetch(lounge.url + made.url)).bytes();
  assertEquals(boxAt(video, "mdat").content, boxAt(await smallVideo(), "mdat").content);
});

Deno.test("a failure at one's own server costs nothing and shows nothing of its insides", async () => {
  await using fake = startFakeVideosApi({ video: await smallVideo() });
  await using lounge = await startLounge({ VIDEOS_API_URL: fake.url });
  const picture = await drawPicture({ width: 1280, height: 720 });
  const prompt = "scenario:failed-with-status";
  const response = await postPicture(lounge, { picture, fields: { model: MODEL, prompt } });
  const problem = await assertProblem(response, { status: 502, code: "job-failed" });
  assertEquals(problem.charged, "no");
  assert(!/srv|Traceback/.test(JSON.stringify(problem)));
});

Deno.test("while the server is off, the card says what to do, and nothing is sent", async () => {
  const fake = startFakeVideosApi({ video: await smallVideo() });
  await fake[Symbol.asyncDispose]();
  await using lounge = await startLounge({ VIDEOS_API_URL: fake.url });
  const says =
    "Wan 2.2 5B runs on your own server (/v1/videos), which does not answer: start it, " +
    "and check its address.";
  assertEquals((await cardOf(lounge)).needs, says);
  const picture = await drawPicture({ width: 1280, height: 720 });
  const response = await postPicture(lounge, {
    picture,
    fields: { model: MODEL, prompt: "A push in" },
  });
  const problem = await assertProblem(response, { status: 422, code: "model-unavailable" });
  assertEquals(problem.charged, "no");
  assertStringIncludes(String(problem.detail), says);
});

Deno.test("the endpoint's price by the hour is told where its operator gives it", async () => {
  await using lounge = await startLounge({
    HF_ENDPOINT_URL: "http://127.0.0.1:9/",
    HF_ENDPOINT_USD_PER_HOUR: "0.80",
  });
  const { price } = await cardOf(lounge, "stable-video-diffusion-xt");
  assertEquals(price.sentence, "The endpoint's owner pays $0.80 an hour while it runs.");
});
