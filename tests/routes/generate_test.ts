import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertProblem, eventsOf, postPicture } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";
import { boxAt, boxesOf } from "../mp4_reading.ts";
import { drawPicture } from "../pictures.ts";

const LABEL = "Local motion preview: simulated camera move, no AI video model";

Deno.test("POST /generate answers JSON whose url is a film of the picture's shape, index first", async () => {
  await using lounge = await startLounge();
  for (
    const [shape, width, height] of [[[800, 600], 1024, 576], [[600, 800], 576, 1024]] as const
  ) {
    const picture = await drawPicture({ type: "image/png", width: shape[0], height: shape[1] });
    const response = await postPicture(lounge, { picture });
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-type"), "application/json");
    assertEquals(response.headers.get("cache-control"), "no-store");
    const { id, elapsedMs, bytes, ...result } = await response.json();
    assertEquals(result, {
      url: `/videos/${id}.mp4`,
      page: `/v/${id}`,
      model: "local-motion",
      provider: "local-engine",
      label: LABEL,
      width,
      height,
    });
    assert(elapsedMs > 0);
    const film = await (await fetch(lounge.url + result.url)).bytes();
    assertEquals(film.length, bytes);
    const types = boxesOf(film).map(({ type }) => type);
    assert(types.indexOf("moov") < types.indexOf("mdat"), types.join(" "));
    const page = await (await fetch(lounge.url + result.page)).text();
    assertStringIncludes(page, LABEL);
  }
  assertEquals(lounge.listVideos().length, 2);
  assertEquals(lounge.listUploads(), []);
});

Deno.test("POST /generate makes the same film for the same seed, and another for another", async () => {
  await using lounge = await startLounge();
  const picture = await drawPicture({ width: 320, height: 180 });
  const film = async (seed: string) => {
    const response = await postPicture(lounge, { picture, fields: { seed } });
    const { url } = await response.json();
    return boxAt(await (await fetch(lounge.url + url)).bytes(), "mdat").content;
  };
  const [first, again, other] = [await film("7"), await film("7"), await film("8")];
  assertEquals(first, again);
  assert(first.length !== other.length || first.some((byte, index) => byte !== other[index]));
});

Deno.test("POST /generate streams its progress and ends with exactly one film", async () => {
  await using lounge = await startLounge();
  const picture = await drawPicture({ width: 320, height: 180 });
  const response = await postPicture(lounge, {
    picture,
    headers: { accept: "text/event-stream" },
  });
  assertEquals(response.status, 200);
  assertMatch(response.headers.get("content-type") ?? "", /^text\/event-stream/);
  assertEquals(response.headers.get("cache-control"), "no-store");
  assertEquals(response.headers.get("x-accel-buffering"), "no");
  const events = await Array.fromAsync(eventsOf(response));
  assertEquals(events.filter(({ event }) => event !== "progress").map(({ event }) => event), [
    "done",
  ]);
  const result = JSON.parse(events.pop()?.data ?? "");
  assertEquals(lounge.listVideos(), [`${result.id}.mp4`]);
  const progress = events.map(({ data }) => JSON.parse(data));
  const stages = progress.map(({ stage }) => stage);
  assertEquals([...new Set(stages)], ["preparing", "generating", "saving"]);
  const frames = progress.flatMap(({ frame }) => frame === undefined ? [] : [frame]);
  assertEquals(frames.at(-1), progress.find(({ frames }) => frames)?.frames);
  assertEquals(frames, frames.toSorted((a, b) => a - b));
});

Deno.test("POST /generate sends a browser form without JavaScript on to the film's page", async () => {
  await using lounge = await startLounge();
  const picture = await drawPicture({ width: 320, height: 180 });
  const accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
  const response = await postPicture(lounge, { picture, headers: { accept } });
  await response.body?.cancel();
  assertEquals(response.status, 303);
  const location = response.headers.get("location") ?? "";
  assertMatch(location, /^\/v\/[0-9a-f-]{36}$/);
  assertEquals(lounge.listVideos(), [`${location.slice(3)}.mp4`]);
  const page = await fetch(lounge.url + location);
  assertStringIncludes(await page.text(), `src="/videos/${location.slice(3)}.mp4"`);
});

Deno.test("POST /generate answers 404 to an unknown model and lists the known ones", async () => {
  await using lounge = await startLounge({ HF_ENDPOINT_URL: "http://127.0.0.1:9/film" });
  const picture = await drawPicture({ width: 320, height: 180 });
  const response = await postPicture(lounge, { picture, fields: { model: "veo" } });
  const problem = await assertProblem(response, { status: 404, code: "unknown-model" });
  assertStringIncludes(problem.detail, "stable-video-diffusion-xt, local-motion");
  assertEquals([lounge.listVideos(), lounge.listUploads()], [[], []]);
});

Deno.test("POST /generate runs the model that the form names", async () => {
  await using lounge = await startLounge({ HF_ENDPOINT_URL: "http://127.0.0.1:9/film" });
  const picture = await drawPicture({ width: 320, height: 180 });
  const response = await postPicture(lounge, { picture, fields: { model: "local-motion" } });
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
