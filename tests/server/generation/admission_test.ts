import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { InputError } from "../../../server/errors.ts";
import type { Model } from "../../../server/models/model.ts";
import {
  availableModel,
  ENDPOINT_MODEL,
  LOCAL_MODEL,
  modelsOf,
  ROUTED_MODEL,
} from "./sample_models.ts";
import { ANNA, BEN, filesIn, FOREVER, type Harness, openHarness } from "./generation_harness.ts";
import { KeyedMutex } from "../../../server/generation/admission.ts";

const OWN = { paymentMeans: { hasToken: true } };
const NO_TOKEN = { hasToken: false };
const PROMPT = { prompt: "Rain on the window" };
const provider = { id: "scripted", isRepeatable: false, start: () => Promise.reject() };

type Changes = Parameters<Harness["request"]>[0];

async function refusal(harness: Harness, changes: Changes): Promise<InputError> {
  const request = await harness.request(changes);
  return await assertRejects(() => harness.service.submit(request), InputError);
}

async function kindOf(harness: Harness, changes: Changes): Promise<string> {
  return (await harness.service.submit(await harness.request(changes))).kind;
}

Deno.test("a video is made with the prompt, the settings and the shape that were chosen", async () => {
  await using harness = await openHarness({
    modelList: [{ ...ENDPOINT_MODEL, prompt: ROUTED_MODEL.prompt }],
  });
  harness.runner.start();
  const crop = { x: 0.25, y: 0.75, zoom: 2 };
  const id = await harness.finish({ ...PROMPT, settings: { fps: "12" }, shape: "landscape", crop });
  const [request] = harness.requests;
  assertEquals([request?.prompt, request?.settings], [PROMPT.prompt, { fps: 12 }]);
  assertEquals(request?.size, { width: 1024, height: 576 }, "the picture stands upright");
  const view = await harness.service.view(id, ANNA);
  assertEquals([view.prompt, view.settings, view.shape, view.crop], [
    PROMPT.prompt,
    { fps: 12 },
    "landscape",
    crop,
  ]);
});

Deno.test("what is left open is at its default, and the picture decides the shape", async () => {
  await using harness = await openHarness();
  harness.runner.start();
  const middle = { x: 0.5, y: 0.5, zoom: 1 };
  const view = await harness.service.view(await harness.finish({ crop: middle }), ANNA);
  assertEquals(view.settings, { fps: 7 });
  assertEquals(["shape" in view, "crop" in view, "prompt" in view], [false, false, false]);
  assertEquals(harness.requests[0]?.size, { width: 576, height: 1024 });
  assertEquals(harness.requests[0]?.seed, view.seed);
});

const ILLEGAL: Record<string, [Changes, string, RegExp]> = {
  "a value out of its range": [{ settings: { fps: "31" } }, "invalid-setting", /fps .* 5 to 30/],
  "a control that the model lacks": [{ settings: { zoom: "1" } }, "invalid-setting", /zoom.*fps/],
  "a shape that the model cannot make": [
    { shape: "square" },
    "invalid-setting",
    /landscape, portrait/,
  ],
  "a prompt for a model without one": [PROMPT, "invalid-setting", /takes no prompt/],
  "a crop beyond the picture": [
    { crop: { x: 1.01, y: 0, zoom: 1 } },
    "invalid-setting",
    /crop_x must be a number from 0 to 1/,
  ],
  "a crop larger than the picture": [
    { crop: { x: 0, y: 0, zoom: 0.9 } },
    "invalid-setting",
    /1 to 4/,
  ],
  "a crop that is no number": [{ crop: { x: 0, y: 0, zoom: NaN } }, "invalid-setting", /crop_zoom/],
  "no prompt where one is needed": [
    { modelId: ROUTED_MODEL.id },
    "prompt-missing",
    /needs a prompt/,
  ],
};

for (const [title, [changes, code, sentence]] of Object.entries(ILLEGAL)) {
  Deno.test(`${title} is refused, and nothing of the picture is kept`, async () => {
    await using harness = await openHarness({ modelList: [ENDPOINT_MODEL, ROUTED_MODEL] });
    const error = await refusal(harness, changes);
    assertEquals([error.code, error.field === undefined], [code, false]);
    assertEquals(sentence.test(error.message), true, error.message);
    assertEquals(filesIn(harness, "pictures"), []);
  });
}

Deno.test("a stored video stands in for the same whole recipe only", async () => {
  await using harness = await openHarness();
  harness.runner.start();
  const seed = 7;
  await harness.finish({ seed, settings: { fps: "12" } });
  const same = { seed, settings: { fps: "12" } };
  assertEquals(await kindOf(harness, { ...same, settings: { fps: "13" } }), "created");
  assertEquals(await kindOf(harness, { ...same, shape: "landscape" }), "created");
  assertEquals(await kindOf(harness, { ...same, crop: { x: 0, y: 0, zoom: 1 } }), "created");
  const { id, kind } = await harness.service.submit(
    await harness.request({ ...same, idempotencyKey: "again" }),
  );
  assertEquals(kind, "cached");
  const { receipt } = await harness.service.view(id, ANNA);
  assertEquals([receipt.payer, receipt.charged, receipt.provider], ["nobody", "no", "scripted"]);
});

Deno.test("a video from before models had settings stands in for one of the defaults", async () => {
  await using harness = await openHarness();
  harness.runner.start();
  const id = await harness.finish({ seed: 7 });
  const made = await harness.stores.library.find(id);
  if (made?.state !== "succeeded") throw new Error("It was not made");
  await harness.service.erase(id, ANNA);
  const old = { ...made, id: crypto.randomUUID(), recipe: { ...made.recipe, settings: {} } };
  await harness.stores.admissions.add({ ...old, cachedVideo: made.video }, { maxQueued: 1 });
  await Deno.writeTextFile(`${harness.directory}/videos/${old.id}.mp4`, "video");
  assertEquals(await kindOf(harness, { seed: 7, settings: { fps: "8" } }), "created");
  assertEquals(await kindOf(harness, { seed: 7 }), "cached");
});

Deno.test("a second click with other settings is another video", async () => {
  await using harness = await openHarness();
  assertEquals(await kindOf(harness, {}), "created");
  assertEquals(await kindOf(harness, { settings: { fps: "7" } }), "joined");
  assertEquals(await kindOf(harness, { settings: { fps: "8" } }), "created");
  assertEquals(await kindOf(harness, { shape: "portrait" }), "created");
});

Deno.test("the same key with other settings is refused", async () => {
  await using harness = await openHarness();
  const key = { idempotencyKey: "k", settings: { fps: "7" } };
  assertEquals(await kindOf(harness, key), "created");
  assertEquals(await kindOf(harness, key), "replayed");
  for (const change of [{ settings: { fps: "8" } }, { shape: "portrait" as const }]) {
    assertEquals((await refusal(harness, { ...key, ...change })).code, "idempotency-key-reused");
  }
});

Deno.test("the receipt knows who pays, and how much it should be, before anything is sent", async () => {
  await using harness = await openHarness({ modelList: [ROUTED_MODEL, LOCAL_MODEL] });
  const receiptOf = async (changes: Changes) => {
    const { id } = await harness.service.submit(
      await harness.request({ isFresh: true, ...changes }),
    );
    const { payer, estimatedUsd, priceSource } = (await harness.service.view(id, ANNA)).receipt;
    return [payer, estimatedUsd, priceSource?.url];
  };
  const source = "https://prices.example";
  assertEquals(await receiptOf(PROMPT), ["instance", 0.2, source]);
  assertEquals(await receiptOf({ ...PROMPT, ...OWN }), ["visitor", 0.2, source]);
  assertEquals((await receiptOf({ modelId: LOCAL_MODEL.id, ...OWN }))[0], "nobody");
});

Deno.test("another try keeps the recipe and asks anew who pays", async () => {
  const script = () => Promise.reject(new InputError("image-unreadable"));
  await using harness = await openHarness({ script, modelList: [ROUTED_MODEL] });
  harness.runner.start();
  const id = await harness.finish({ ...PROMPT, settings: { fps: "9" }, shape: "landscape" });
  const again = await harness.service.retry(id, ANNA, { hasToken: true });
  const [first, second] = [
    await harness.service.view(id, ANNA),
    await harness.service.view(again.id, ANNA),
  ];
  assertEquals([second.prompt, second.settings, second.shape], [
    PROMPT.prompt,
    { fps: 9 },
    "landscape",
  ]);
  assertNotEquals(second.seed, first.seed);
  assertEquals([first.receipt.payer, second.receipt.payer], ["instance", "visitor"]);
  await harness.service.waitUntilEnded(again.id, ANNA, FOREVER);
});

Deno.test("another try without the token that paid says that it is needed", async () => {
  const models = modelsOf(availableModel(ROUTED_MODEL, provider, { payer: "visitor" }));
  await using harness = await openHarness({ models });
  const { id } = await harness.service.submit(await harness.request({ ...PROMPT, ...OWN }));
  await harness.service.cancel(id, ANNA);
  const error = await assertRejects(() => harness.service.retry(id, ANNA, NO_TOKEN), InputError);
  assertEquals(error.code, "model-unavailable");
  assertEquals(/your own Hugging Face token/.test(error.message), true, error.message);
  assertEquals((await harness.service.retry(id, ANNA, { hasToken: true })).kind, "created");
});

Deno.test("another try fills in the controls that the model has got since then", async () => {
  const modelList: Model[] = [ENDPOINT_MODEL];
  await using harness = await openHarness({ modelList });
  const { id } = await harness.service.submit(await harness.request({ settings: { fps: "9" } }));
  await harness.service.cancel(id, ANNA);
  const [fps] = ENDPOINT_MODEL.controls;
  if (fps?.kind !== "number") throw new Error("The sample has changed");
  const steps = { ...fps, id: "steps", default: 20 };
  const [route] = ENDPOINT_MODEL.routes;
  const parameters = { ...route.parameters, steps: { name: "steps" } };
  const changed: Model = {
    ...ENDPOINT_MODEL,
    controls: [{ ...fps, max: 8 }, steps],
    routes: [{ ...route, parameters }],
  };
  await using later = await openHarness({ directory: harness.directory, modelList: [changed] });
  const again = await later.service.retry(id, ANNA, NO_TOKEN);
  assertEquals((await later.service.view(again.id, ANNA)).settings, { fps: 7, steps: 20 });
});

Deno.test("an export holds all of the visitor's own, the newest first", async () => {
  await using harness = await openHarness({ maxQueuedPerVisitor: 1000 });
  const ids: string[] = [];
  for (let index = 0; index < 105; index++) {
    const { id } = await harness.service.submit(await harness.request({ isFresh: true }));
    ids.unshift(id);
  }
  await harness.service.submit(await harness.request(BEN));
  const exported: string[] = [];
  for await (const { id } of harness.service.exportOf(ANNA)) exported.push(id);
  assertEquals(exported, ids);
});

Deno.test("actions of one key wait for each other, also after a failure; other keys do not wait", async () => {
  const mutex = new KeyedMutex();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const failing = mutex.run("a", async () => {
    await first.promise;
    order.push("first");
    throw new Error("broken");
  });
  const second = mutex.run("a", () => Promise.resolve(order.push("second")));
  await mutex.run("b", () => Promise.resolve(order.push("other")));
  assertEquals(order, ["other"]);
  first.resolve();
  await assertRejects(() => failing, Error, "broken");
  assertEquals(await second, 3);
  assertEquals(order, ["other", "first", "second"]);
});
