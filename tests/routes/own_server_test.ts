import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { drawnVideo } from "../fakes/drawn_video.ts";
import { startFakeComfyUi } from "../fakes/fake_comfyui.ts";
import { startFakeVideosApi } from "../fakes/fake_videos_api.ts";
import { assertProblem, cookieOf, postPicture } from "../generate_client.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { ManualClock } from "../fakes/manual_clock.ts";
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

Deno.test("a picture becomes a video on ComfyUI, and what ComfyUI writes into the file is gone", async () => {
  const comment = 'prompt: {"5": "the words of somebody"}';
  await using fake = await startFakeComfyUi({ video: withComment(await drawnVideo(), comment) });
  await using lounge = await startLounge({ COMFYUI_URL: fake.url });
  const id = "stable-video-diffusion-xt";
  const { needs, whoProcesses } = await cardOf(lounge, id);
  assertEquals([needs, whoProcesses], [undefined, "your own server (ComfyUI)"]);
  const picture = await drawPicture({ width: 1024, height: 576 });
  const fields = { model: id, frames: "20", fps: "10", seed: "7" };
  const response = await postPicture(lounge, { picture, fields });
  const made = await response.json();
  assertEquals([response.status, made.provider], [200, "comfyui"]);
  const { video_frames, fps } = fake.jobs[0]?.graph["3"]?.inputs ?? {};
  assertEquals([video_frames, fps, fake.prompts], [20, 10, 1]);
  const video = await (await fetch(lounge.url + made.url)).bytes();
  assertEquals(boxAt(video, "mdat").content, boxAt(await drawnVideo(), "mdat").content);
  assert(!new TextDecoder("latin1").decode(video).includes("the words of somebody"));
});

/** The video, whose index comes after its frames, with `udta` in it, which is where ComfyUI leaves its graph. */
function withComment(video: Uint8Array<ArrayBuffer>, comment: string): Uint8Array<ArrayBuffer> {
  const box = mp4Box("udta", mp4Box("\u00a9cmt", new TextEncoder().encode(comment)));
  const { contentStart, content } = boxAt(video, "moov");
  assert(contentStart > boxAt(video, "mdat").contentStart, "frames would move");
  const end = contentStart + content.length;
  const all = new Uint8Array([...video.subarray(0, end), ...box, ...video.subarray(end)]);
  new DataView(all.buffer).setUint32(contentStart - 8, 8 + content.length + box.length);
  return all;
}

function mp4Box(type: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const box = new Uint8Array(8 + content.length);
  new DataView(box.buffer).setUint32(0, box.length);
  box.set([...type].map((sign) => sign.charCodeAt(0)), 4);
  box.set(content, 8);
  return box;
}

for (
  const [scenario, prompts] of [["lost-once", 2], ["lost-always", 3], ["unanswered", 1]] as const
) {
  Deno.test(`${scenario}: work that never came to ComfyUI is sent anew, and no other`, async () => {
    await using fake = await startFakeComfyUi({ video: await smallVideo() });
    fake.play(scenario);
    const providerClock = new ManualClock({ skipUpToMs: 4000 });
    await using lounge = await startLounge({ COMFYUI_URL: fake.url }, { providerClock });
    const picture = await drawPicture({ width: 1024, height: 576 });
    const fields = { model: "stable-video-diffusion-xt" };
    const response = await postPicture(lounge, { picture, fields });
    const answer = await response.json();
    assertEquals(fake.prompts, prompts);
    const isMade = scenario !== "lost-always";
    assertEquals([response.status, fake.jobs.length], isMade ? [200, 1] : [502, 0]);
    if (!isMade) assertEquals([answer.code, answer.charged], ["network", "no"]);
  });
}

Deno.test("what ComfyUI lacks is named on the card, and refused with the name", async () => {
  const missing = ["svd_xt.safetensors"];
  await using fake = await startFakeComfyUi({ video: await smallVideo(), missing });
  await using lounge = await startLounge({ COMFYUI_URL: fake.url });
  const id = "stable-video-diffusion-xt";
  assertEquals(
    (await cardOf(lounge, id)).needs,
    "Stable Video Diffusion XT needs on your own server (ComfyUI) what is missing there: " +
      "svd_xt.safetensors.",
  );
});
