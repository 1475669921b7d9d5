import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { assertProblem, cookieOf, postPicture } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";
import { boxAt, boxesOf } from "../mp4_reading.ts";
import { drawPicture, readPicture } from "../pictures.ts";

/** Drawn pictures are graphics, which have no depth. */
const LABEL = "Local motion preview: simulated camera move, no AI video model";

Deno.test("POST /generate answers JSON whose url is a video of the picture's shape, index first", async () => {
  await using lounge = await startLounge();
  for (
    const [shape, width, height] of [[[800, 600], 1024, 576], [[600, 800], 576, 1024]] as const
  ) {
    const picture = await drawPicture({ type: "image/png", width: shape[0], height: shape[1] });
    const response = await postPicture(lounge, { picture });
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-type"), "application/json");
    assertEquals(response.headers.get("cache-control"), "no-store");
    const { id, elapsedMs, bytes, posterBytes, seed, durationSeconds, ...result } = await response
      .json();
    assertEquals(result, {
      url: result.url,
      poster: result.url.replace(".mp4", ".jpg"),
      page: `/v/${id}`,
      model: "local-motion",
      provider: "local-engine",
      label: LABEL,
      width,
      height,
      frames: 36,
      framesPerSecond: 12,
      codec: "avc1.42001f",
      isCached: false,
    });
    assert(elapsedMs > 0);
    assert(Number.isInteger(seed));
    assertEquals(durationSeconds, 3);
    const video = await (await fetch(lounge.url + result.url)).bytes();
    assertEquals(video.length, bytes);
    const types = boxesOf(video).map(({ type }) => type);
    assert(types.indexOf("moov") < types.indexOf("mdat"), types.join(" "));
    const poster = await (await fetch(lounge.url + result.poster)).bytes();
    assertEquals(poster.length, posterBytes);
    const shown = await readPicture(poster);
    assertEquals([shown.width, shown.height], [width, height]);
    const page = await fetch(lounge.url + result.page, { headers: cookieOf(response) });
    assertStringIncludes(await page.text(), LABEL);
  }
  assertEquals(lounge.listVideos().length, 4);
  assertEquals(lounge.listUploads(), []);
});

Deno.test("the video of a picture without depth does not claim any", async () => {
  await using lounge = await startLounge();
  const picture = await drawPicture({
    type: "image/png",
    width: 320,
    height: 180,
    colours: "1-bit",
  });
  const { url } = await (await postPicture(lounge, { picture, fields: { seconds: "1" } })).json();
  const video = new TextDecoder().decode(await (await fetch(lounge.url + url)).bytes());
  assertStringIncludes(video, "simulated camera move, no AI video model");
  assertFalse(video.includes("simulated depth"));
});

Deno.test("the README shows the answer as it is", async () => {
  await using lounge = await startLounge();
  const picture = await drawPicture({ width: 320, height: 180 });
  const result = await (await postPicture(lounge, { picture, fields: { seconds: "1" } })).json();
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const [, example = ""] = /```json\n(.*?)```/s.exec(readme) ?? [];
  assertEquals(Object.keys(JSON.parse(example)), Object.keys(result));
});

Deno.test("POST /generate makes the same video for the same seed, and another for another", async () => {
  await using lounge = await startLounge();
  const picture = await drawPicture({ width: 320, height: 180 });
  const video = async (seed: string) => {
    const response = await postPicture(lounge, {
      picture,
      fields: { seconds: "1", seed, cache: "off" },
    });
    const { url } = await response.json();
    return boxAt(await (await fetch(lounge.url + url)).bytes(), "mdat").content;
  };
  const [first, again, other] = [await video("7"), await video("7"), await video("8")];
  assertEquals(first, again);
  assert(first.length !== other.length || first.some((byte, index) => byte !== other[index]));
});

Deno.test("POST /generate answers 404 to an unknown model and lists the known ones", async () => {
  await using lounge = await startLounge({ HF_ENDPOINT_URL: "http://127.0.0.1:9/video" });
  const picture = await drawPicture({ width: 320, height: 180 });
  const response = await postPicture(lounge, { picture, fields: { model: "veo" } });
  const problem = await assertProblem(response, { status: 404, code: "unknown-model" });
  assertStringIncludes(problem.detail, "stable-video-diffusion-xt, local-motion");
  assertEquals([lounge.listVideos(), lounge.listUploads()], [[], []]);
});

Deno.test("POST /generate runs the model that the form names", async () => {
  await using lounge = await startLounge({ HF_ENDPOINT_URL: "http://127.0.0.1:9/video" });
  const picture = await drawPicture({ width: 320, height: 180 });
  const response = await postPicture(lounge, {
    picture,
    fields: { model: "local-motion", seconds: "1" },
  });
  assertEquals([response.status, (await response.json()).provider], [200, "local-engine"]);
});

for (const seed of ["-1", "1.5", "0x10", "seven", "2147483648", "99999999999"]) {
  Deno.test(`POST /generate answers 422 to the seed ${seed}`, async () => {
    await using lounge = await startLounge();
    const picture = await drawPicture({ width: 320, height: 180 });
    const response = await postPicture(lounge, { picture, fields: { seed } });
    const problem = await assertProblem(response, { status: 422, code: "invalid-setting" });
    assertEquals(problem.detail, "seed must be a whole number from 0 to 2147483647.");
    assertEquals([lounge.listVideos(), lounge.listUploads()], [[], []]);
  });
}
