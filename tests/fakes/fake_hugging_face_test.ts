import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { drawnVideo, mockVideo } from "./drawn_video.ts";
import { startFakeHuggingFace } from "./fake_hugging_face.ts";
import { SCENARIOS } from "./hugging_face_scenarios.ts";

const VIDEO = mockVideo(1000);

Deno.test("the fake's front page lists every scenario", async () => {
  await withFake(async (fake) => {
    const page = await (await fetch(`${fake.url}/`)).text();
    for (const [name, { says }] of SCENARIOS) {
      assert(page.includes(`POST /endpoints/${name}\n    ${says}\n`), name);
    }
  });
});

Deno.test("the fake answers 404 elsewhere and 405 to other methods", async () => {
  await withFake(async (fake) => {
    const elsewhere = await fetch(`${fake.url}/endpoints/nowhere`, { method: "POST" });
    assertEquals([elsewhere.status, await elsewhere.text()], [404, "Not Found"]);
    const get = await fetch(fake.endpoint("video"));
    assertEquals([get.status, get.headers.get("allow")], [405, "POST"]);
    await get.body?.cancel();
    assertThrows(() => fake.endpoint("nowhere"), Error, "There is no scenario nowhere.");
  });
});

Deno.test("a scenario with several steps plays them in turn and starts over", async () => {
  await withFake(async (fake) => {
    const statuses: number[] = [];
    for (let round = 0; round < 4; round++) {
      const response = await fetch(fake.endpoint("busy-once"), { method: "POST" });
      statuses.push(response.status);
      await response.body?.cancel();
    }
    assertEquals(statuses, [429, 200, 429, 200]);
  });
});

Deno.test("the fake keeps what it was sent, and only the latest", async () => {
  await withFake(async (fake) => {
    for (const body of ["one", "two", "three"]) {
      await (await fetch(`${fake.endpoint("video")}?n=1`, { method: "POST", body })).bytes();
    }
    assertEquals(fake.requests.map(({ body }) => new TextDecoder().decode(body)), ["two", "three"]);
    const { method, path, target, ended } = await fake.request(3);
    assertEquals([method, path, target], ["POST", "/endpoints/video", "/endpoints/video?n=1"]);
    assertEquals(await ended, "played");
  });
});

Deno.test("the fake sees a client leave", async () => {
  await withFake(async (fake) => {
    const controller = new AbortController();
    const options = { method: "POST", signal: controller.signal };
    const response = fetch(`${fake.endpoint("video")}?seconds=60`, options).catch(() => "aborted");
    const { ended } = await fake.request(1);
    controller.abort();
    assertEquals(await Promise.all([ended, response]), ["client-left", "aborted"]);
  });
});

Deno.test("the drawn video is a whole MP4 with its index at the end, drawn once", async () => {
  const video = await drawnVideo();
  assertEquals(await drawnVideo(), video);
  assertMatch(boxesOf(video).join(" "), /^ftyp .*\bmdat moov\b/);
});

/** Types of the top-level boxes; throws when their sizes do not add up to the file. */
function boxesOf(video: Uint8Array<ArrayBuffer>): string[] {
  const view = new DataView(video.buffer);
  const types: string[] = [];
  let at = 0;
  while (at < video.length) {
    types.push(new TextDecoder().decode(video.subarray(at + 4, at + 8)));
    at += view.getUint32(at);
  }
  assertEquals(at, video.length);
  return types;
}

async function withFake(
  test: (fake: ReturnType<typeof startFakeHuggingFace>) => Promise<void>,
): Promise<void> {
  const fake = startFakeHuggingFace({ video: VIDEO, maxRequests: 2 });
  try {
    await test(fake);
  } finally {
    await fake.close();
  }
}
