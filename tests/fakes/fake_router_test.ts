import { assert, assertEquals, assertThrows } from "@std/assert";
import { mockVideo } from "./drawn_video.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "./fake_hugging_face.ts";
import { QUEUE_SCENARIOS, SCENARIO_MODELS } from "./queue_scenarios.ts";

const SUBMIT = "/router/fal-ai/fal-ai/wan/v2.2-5b/image-to-video?_subdomain=queue";
const WORK = { image_url: "data:image/jpeg;base64,AAAA", prompt: "slowly" };

Deno.test("there are scenarios of every provider, each with an ending", () => {
  for (const provider of Object.keys(SCENARIO_MODELS)) {
    const own = [...QUEUE_SCENARIOS].filter(([, scenario]) => scenario.provider === provider);
    assert(own.length >= 40, `${provider} has ${own.length}`);
  }
  for (const [name, { expected }] of QUEUE_SCENARIOS) {
    assertEquals(expected.state === "failed", expected.code !== undefined, name);
  }
});

Deno.test("without a token the router takes nothing", async () => {
  await withFake(async (fake) => {
    const response = await fetch(fake.url + SUBMIT, { method: "POST", body: JSON.stringify(WORK) });
    assertEquals(response.status, 401);
    await response.body?.cancel();
  });
});

Deno.test("inputs that the model's schema does not know are refused in fal.ai's words", async () => {
  await withFake(async (fake) => {
    const response = await submit(fake, { ...WORK, target_size: "16:9" });
    const { detail } = await response.json();
    assertEquals([response.status, detail[0].loc], [422, ["body", "target_size"]]);
  });
});

Deno.test("the prompt goes before the token, the token before what was chosen", async () => {
  await withFake(async (fake) => {
    fake.play("fal-ai", "fal-slow");
    const jobs = [
      await submit(fake, { ...WORK, prompt: "scenario:fal-far-back" }, "hf_scenario_fal_in_queue"),
      await submit(fake, WORK, "hf_scenario_fal_in_queue"),
      await submit(fake, WORK, "hf_any"),
    ];
    const ids = await Promise.all(jobs.map(async (job) => (await job.json()).request_id));
    assertEquals(ids, ["fal-far-back--1", "fal-in-queue--2", "fal-slow--3"]);
  });
});

Deno.test("a name that no scenario has is refused with those that there are", async () => {
  await withFake(async (fake) => {
    const work = { ...WORK, prompt: "scenario:fal-submit-credits-usedup" };
    for (const response of [await submit(fake, work), await submit(fake, WORK, "hf_scenario_x")]) {
      const { error, scenarios } = await response.json();
      assertEquals(response.status, 400);
      assert(error.startsWith("There is no scenario "), error);
      assertEquals(scenarios, [...QUEUE_SCENARIOS.keys()]);
    }
    const foreign = await submit(fake, { ...WORK, prompt: "scenario:together-slow" });
    assertEquals((await foreign.json()).request_id, "fal-video--1");
  });
});

Deno.test("a scenario of another provider cannot be chosen", async () => {
  await withFake((fake) => {
    assertThrows(() => fake.play("fal-ai", "together-slow"), Error, "fal-ai has no scenario");
    assertThrows(() => fake.hub.play("nowhere"), Error, "The Hub has no scenario nowhere.");
    return Promise.resolve();
  });
});

Deno.test("the CDN keeps a record of what it must not see", async () => {
  await withFake(async (fake) => {
    const clean = await fetch(`${fake.url}/cdn/video.mp4`);
    assertEquals(clean.headers.get("content-type"), "application/octet-stream");
    await clean.body?.cancel();
    assertEquals(fake.leaks, []);
    const headers = { authorization: "Bearer hf_any" };
    const leaked = await fetch(`${fake.url}/cdn/video.mp4`, { headers });
    assertEquals(leaked.status, 400);
    await leaked.body?.cancel();
    assertEquals(fake.leaks, ["authorization at /cdn/video.mp4"]);
  });
});

async function submit(fake: FakeHuggingFace, work: unknown, token = "hf_any"): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` };
  return await fetch(fake.url + SUBMIT, { method: "POST", headers, body: JSON.stringify(work) });
}

async function withFake(test: (fake: FakeHuggingFace) => Promise<void>): Promise<void> {
  const fake = startFakeHuggingFace({ video: mockVideo(1000) });
  try {
    await test(fake);
  } finally {
    await fake.close();
  }
}
