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
import { ANNA, BEN, filesIn, FOREVER, setStage, type Stage } from "./studio_stage.ts";

const OWN = { purse: { hasToken: true } };
const NO_TOKEN = { hasToken: false };
const PROMPT = { prompt: "Rain on the window" };
const provider = { id: "scripted", isRepeatable: false, start: () => Promise.reject() };

type Changes = Parameters<Stage["request"]>[0];

async function refusal(stage: Stage, changes: Changes): Promise<InputError> {
  const request = await stage.request(changes);
  return await assertRejects(() => stage.service.submit(request), InputError);
}

async function kindOf(stage: Stage, changes: Changes): Promise<string> {
  return (await stage.service.submit(await stage.request(changes))).kind;
}

Deno.test("a video is made with the prompt, the settings and the shape that were chosen", async () => {
  await using stage = await setStage({
    modelList: [{ ...ENDPOINT_MODEL, prompt: ROUTED_MODEL.prompt }],
  });
  stage.runner.start();
  const crop = { x: 0.25, y: 0.75, zoom: 2 };
  const id = await stage.finish({ ...PROMPT, settings: { fps: "12" }, shape: "landscape", crop });
  const [request] = stage.requests;
  assertEquals([request?.prompt, request?.settings], [PROMPT.prompt, { fps: 12 }]);
  assertEquals(request?.size, { width: 1024, height: 576 }, "the picture stands upright");
  const view = await stage.service.view(id, ANNA);
  assertEquals([view.prompt, view.settings, view.shape, view.crop], [
    PROMPT.prompt,
    { fps: 12 },
    "landscape",
    crop,
  ]);
});

Deno.test("what is left open is at its default, and the picture decides the shape", async () => {
  await using stage = await setStage();
  stage.runner.start();
  const middle = { x: 0.5, y: 0.5, zoom: 1 };
  const view = await stage.service.view(await stage.finish({ crop: middle }), ANNA);
  assertEquals(view.settings, { fps: 7 });
  assertEquals(["shape" in view, "crop" in view, "prompt" in view], [false, false, false]);
  assertEquals(stage.requests[0]?.size, { width: 576, height: 1024 });
  assertEquals(stage.requests[0]?.seed, view.seed);
});

const ILLEGAL: Record<string, [Changes, string, RegExp]> = {
  "a value out of its range": [{ settings: { fps: "31" } }, "invalid-setting", /fps .* 5 to 30/],
  "a control that the model lacks": [{ settings: { zoom: "1" } }, "invalid-setting", /zoom.*fps/],
  "a shape that the model cannot make": [{ shape: "square" }, "invalid-setting", /landscape or/],
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
    await using stage = await setStage({ modelList: [ENDPOINT_MODEL, ROUTED_MODEL] });
    const error = await refusal(stage, changes);
    assertEquals([error.code, error.field === undefined], [code, false]);
    assertEquals(sentence.test(error.message), true, error.message);
    assertEquals(filesIn(stage, "pictures"), []);
  });
}

Deno.test("a stored video stands in for the same whole recipe only", async () => {
  await using stage = await setStage();
  stage.runner.start();
  const seed = 7;
  await stage.finish({ seed, settings: { fps: "12" } });
  const same = { ...BEN, seed, settings: { fps: "12" } };
  assertEquals(await kindOf(stage, { ...same, settings: { fps: "13" } }), "created");
  assertEquals(await kindOf(stage, { ...same, shape: "landscape" }), "created");
  assertEquals(await kindOf(stage, { ...same, crop: { x: 0, y: 0, zoom: 1 } }), "created");
  const { id, kind } = await stage.service.submit(await stage.request(same));
  assertEquals(kind, "cached");
  const { receipt } = await stage.service.view(id, BEN);
  assertEquals([receipt.payer, receipt.charged, receipt.provider], ["nobody", "no", "scripted"]);
});

Deno.test("a video from before models had settings stands in for one of the defaults", async () => {
  await using stage = await setStage();
  stage.runner.start();
  const id = await stage.finish({ seed: 7 });
  const made = await stage.stores.library.find(id);
  if (made?.state !== "succeeded") throw new Error("It was not made");
  await stage.service.erase(id, ANNA);
  const old = { ...made, id: crypto.randomUUID(), recipe: { ...made.recipe, settings: {} } };
  await stage.stores.admissions.add({ ...old, cachedVideo: made.video }, { maxQueued: 1 });
  await Deno.writeTextFile(`${stage.directory}/videos/${old.id}.mp4`, "video");
  assertEquals(await kindOf(stage, { ...BEN, seed: 7, settings: { fps: "8" } }), "created");
  assertEquals(await kindOf(stage, { ...BEN, seed: 7 }), "cached");
});

Deno.test("a second click with other settings is another video", async () => {
  await using stage = await setStage();
  assertEquals(await kindOf(stage, {}), "created");
  assertEquals(await kindOf(stage, { settings: { fps: "7" } }), "joined");
  assertEquals(await kindOf(stage, { settings: { fps: "8" } }), "created");
  assertEquals(await kindOf(stage, { shape: "portrait" }), "created");
});

Deno.test("the same key with other settings is refused", async () => {
  await using stage = await setStage();
  const key = { idempotencyKey: "k", settings: { fps: "7" } };
  assertEquals(await kindOf(stage, key), "created");
  assertEquals(await kindOf(stage, key), "replayed");
  for (const change of [{ settings: { fps: "8" } }, { shape: "portrait" as const }]) {
    assertEquals((await refusal(stage, { ...key, ...change })).code, "idempotency-key-reused");
  }
});

Deno.test("the receipt knows who pays, and how much it should be, before anything is sent", async () => {
  await using stage = await setStage({ modelList: [ROUTED_MODEL, LOCAL_MODEL] });
  const receiptOf = async (changes: Changes) => {
    const { id } = await stage.service.submit(await stage.request({ isFresh: true, ...changes }));
    const { payer, estimatedUsd, priceSource } = (await stage.service.view(id, ANNA)).receipt;
    return [payer, estimatedUsd, priceSource?.url];
  };
  const source = "https://prices.example";
  assertEquals(await receiptOf(PROMPT), ["instance", 0.2, source]);
  assertEquals(await receiptOf({ ...PROMPT, ...OWN }), ["visitor", 0.2, source]);
  assertEquals((await receiptOf({ modelId: LOCAL_MODEL.id, ...OWN }))[0], "nobody");
});

Deno.test("another try keeps the recipe and asks anew who pays", async () => {
  const script = () => Promise.reject(new InputError("image-unreadable", "Damaged."));
  await using stage = await setStage({ script, modelList: [ROUTED_MODEL] });
  stage.runner.start();
  const id = await stage.finish({ ...PROMPT, settings: { fps: "9" }, shape: "landscape" });
  const again = await stage.service.retry(id, ANNA, { hasToken: true });
  const [first, second] = [
    await stage.service.view(id, ANNA),
    await stage.service.view(again.id, ANNA),
  ];
  assertEquals([second.prompt, second.settings, second.shape], [
    PROMPT.prompt,
    { fps: 9 },
    "landscape",
  ]);
  assertNotEquals(second.seed, first.seed);
  assertEquals([first.receipt.payer, second.receipt.payer], ["instance", "visitor"]);
  await stage.service.waitUntilEnded(again.id, ANNA, FOREVER);
});

Deno.test("another try without the token that paid says that it is needed", async () => {
  const models = modelsOf(availableModel(ROUTED_MODEL, provider, { payer: "visitor" }));
  await using stage = await setStage({ models });
  const { id } = await stage.service.submit(await stage.request({ ...PROMPT, ...OWN }));
  await stage.service.cancel(id, ANNA);
  const error = await assertRejects(() => stage.service.retry(id, ANNA, NO_TOKEN), InputError);
  assertEquals(error.code, "model-unavailable");
  assertEquals(/your own Hugging Face token/.test(error.message), true, error.message);
  assertEquals((await stage.service.retry(id, ANNA, { hasToken: true })).kind, "created");
});

Deno.test("another try fills in the controls that the model has got since then", async () => {
  const modelList: Model[] = [ENDPOINT_MODEL];
  await using stage = await setStage({ modelList });
  const { id } = await stage.service.submit(await stage.request({ settings: { fps: "9" } }));
  await stage.service.cancel(id, ANNA);
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
  await using later = await setStage({ directory: stage.directory, modelList: [changed] });
  const again = await later.service.retry(id, ANNA, NO_TOKEN);
  assertEquals((await later.service.view(again.id, ANNA)).settings, { fps: 7, steps: 20 });
});

Deno.test("an export holds all of the visitor's own, the newest first", async () => {
  await using stage = await setStage({ maxQueuedPerVisitor: 1000 });
  const ids: string[] = [];
  for (let index = 0; index < 105; index++) {
    const { id } = await stage.service.submit(await stage.request({ isFresh: true }));
    ids.unshift(id);
  }
  await stage.service.submit(await stage.request(BEN));
  const exported: string[] = [];
  for await (const { id } of stage.service.exportOf(ANNA)) exported.push(id);
  assertEquals(exported, ids);
});
