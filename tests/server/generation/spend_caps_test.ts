import { assert, assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../../server/errors.ts";
import type { SpendCaps } from "../../../server/generation/spend_caps.ts";
import type { Model } from "../../../server/models/model.ts";
import { microUsdOf } from "../../../server/models/price.ts";
import { ENDPOINT_MODEL, LOCAL_MODEL, ROUTED_MODEL, SOURCE } from "./sample_models.ts";
import { ANNA, BEN, filesIn, FOREVER, type Harness, openHarness } from "./generation_harness.ts";

/** Eight in the evening, so that the day begins anew in four hours. */
const EVENING = Date.UTC(2026, 10, 22, 20);
const FOUR_HOURS = 4 * 60 * 60;
const OWN = { paymentMeans: { hasToken: true } };

const UNPRICED_MODEL: Model = {
  ...ROUTED_MODEL,
  id: "unpriced-model",
  name: "Unpriced Model",
  routes: [{ provider: "fal-ai", parameters: {}, price: { kind: "unknown" } }],
};

const [FIRST_ROUTE] = ROUTED_MODEL.routes;

/** Another provider may have to stand in at one and a half times the price. */
const STAND_IN_MODEL: Model = {
  ...ROUTED_MODEL,
  id: "stand-in-model",
  routes: [
    FIRST_ROUTE,
    {
      ...FIRST_ROUTE,
      provider: "wavespeed",
      price: { kind: "per-video", usd: 0.3, source: SOURCE },
    },
  ],
};

interface Budget extends AsyncDisposable {
  readonly harness: Harness;
  /** Submits a new video; answers `created` or the code of the refusal. */
  submit(changes?: Parameters<Harness["request"]>[0]): Promise<string>;
  refuse(changes?: Parameters<Harness["request"]>[0]): Promise<InputError>;
}

async function openBudget(caps: SpendCaps, now = () => EVENING): Promise<Budget> {
  const modelList = [ROUTED_MODEL, LOCAL_MODEL, ENDPOINT_MODEL, UNPRICED_MODEL, STAND_IN_MODEL];
  const harness = await openHarness({ caps, now, modelList, maxQueuedPerVisitor: 1000 });
  const request = (changes: Parameters<Harness["request"]>[0] = {}) => {
    const isPromptNeeded = ![ENDPOINT_MODEL.id, LOCAL_MODEL.id].includes(changes.modelId ?? "");
    const prompt = isPromptNeeded ? { prompt: "Rain" } : {};
    return harness.request({ isFresh: true, ...prompt, ...changes });
  };
  return {
    harness,
    async submit(changes) {
      const asked = await request(changes);
      return await harness.service.submit(asked).then(({ kind }) => kind, ({ code }) => code);
    },
    async refuse(changes) {
      const asked = await request(changes);
      return await assertRejects(() => harness.service.submit(asked), InputError);
    },
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  };
}

Deno.test("the day's cap refuses before anything is kept or sent, and says what to do", async () => {
  await using budget = await openBudget({ dailyUsd: 0.4 });
  assertEquals([await budget.submit(), await budget.submit(BEN)], ["created", "created"]);
  const error = await budget.refuse();
  assertEquals([error.code, error.charged, error.retryable], ["daily-spend-limit", "no", true]);
  assertEquals(error.retryAfterSeconds, FOUR_HOURS);
  assert(/own Hugging Face token, make a local preview.* midnight UTC/.test(error.message));
  assertEquals(filesIn(budget.harness, "pictures").length, 2);
  assertEquals(budget.harness.requests, []);
});

Deno.test("what the visitor pays or nobody pays is never refused", async () => {
  const none = { dailyUsd: 0, dailyUsdPerVisitor: 0, dailyVideosPerVisitor: 1 };
  await using budget = await openBudget(none);
  assertEquals(await budget.submit(), "daily-spend-limit");
  assertEquals(await budget.submit(OWN), "created");
  assertEquals(await budget.submit({ modelId: UNPRICED_MODEL.id, ...OWN }), "created");
  for (let index = 0; index < 3; index++) {
    assertEquals(await budget.submit({ modelId: LOCAL_MODEL.id }), "created");
  }
});

Deno.test("each visitor has a share of money and of videos", async () => {
  await using money = await openBudget({ dailyUsdPerVisitor: 0.25 });
  assertEquals(await money.submit(), "created");
  const error = await money.refuse();
  assertEquals([error.code, error.retryAfterSeconds], ["visitor-spend-limit", FOUR_HOURS]);
  assert(error.message.includes("go beyond the money"));
  assertEquals(await money.submit(BEN), "created");
  await using videos = await openBudget({ dailyVideosPerVisitor: 1 });
  assertEquals(await videos.submit({ modelId: ENDPOINT_MODEL.id }), "created");
  const second = await videos.refuse({ modelId: ENDPOINT_MODEL.id });
  assertEquals(second.code, "visitor-spend-limit");
  assert(second.message.includes("go beyond the number"));
  assert(!second.message.includes("token"), "no token pays for the host's endpoint");
  assert(/Choose another model, make a local preview.* midnight UTC/.test(second.message));
});

Deno.test("with a cap in dollars, a model of an unknown price is not paid for", async () => {
  const unpriced = { modelId: UNPRICED_MODEL.id };
  for (const caps of [{ dailyUsd: 100 }, { dailyUsdPerVisitor: 100 }]) {
    await using budget = await openBudget(caps);
    const error = await budget.refuse(unpriced);
    assertEquals(error.code, "model-unavailable");
    assert(/the price of Unpriced Model is not known/.test(error.message), error.message);
    assertEquals(await budget.submit({ modelId: ENDPOINT_MODEL.id }), "created");
  }
  await using budget = await openBudget({ dailyVideosPerVisitor: 1 });
  assertEquals(await budget.submit(unpriced), "created");
});

Deno.test("a video counts as much as the dearest provider that may have to stand in", async () => {
  await using budget = await openBudget({ dailyUsd: 0.59 });
  const asked = { modelId: STAND_IN_MODEL.id };
  const request = await budget.harness.request({ ...asked, prompt: "Rain" });
  const { id } = await budget.harness.service.submit(request);
  const { receipt } = await budget.harness.service.view(id, ANNA);
  assertEquals(receipt.estimatedUsd, 0.2, "the receipt tells the price that is expected");
  assertEquals(await budget.submit(asked), "daily-spend-limit");
  assertEquals(await budget.submit(), "created", "20 cents fit in");
});

Deno.test("at midnight UTC the day begins anew", async () => {
  let now = EVENING;
  await using budget = await openBudget({ dailyUsd: 0.2 }, () => now);
  assertEquals([await budget.submit(), await budget.submit()], ["created", "daily-spend-limit"]);
  now += FOUR_HOURS * 1000 - 1;
  assertEquals((await budget.refuse()).retryAfterSeconds, 1);
  now += 1;
  assertEquals([await budget.submit(), await budget.submit()], ["created", "daily-spend-limit"]);
});

Deno.test("what ended without a charge leaves room again, what was erased does not", async () => {
  await using budget = await openBudget({ dailyUsd: 0.2 });
  const { harness } = budget;
  const { id } = await harness.service.submit(await harness.request({ prompt: "Rain" }));
  assertEquals(await budget.submit(), "daily-spend-limit");
  await harness.service.cancel(id, ANNA);
  harness.runner.start();
  const second = await harness.service.submit(await harness.request({ prompt: "Snow" }));
  await harness.service.waitUntilEnded(second.id, ANNA, FOREVER);
  await harness.service.erase(second.id, ANNA);
  assertEquals(await budget.submit(), "daily-spend-limit");
});

Deno.test("two processes at once do not spend more than the cap", async () => {
  await using budget = await openBudget({ dailyUsd: 1 });
  await using other = await openHarness({
    directory: budget.harness.directory,
    caps: { dailyUsd: 1 },
    now: () => EVENING,
    modelList: [ROUTED_MODEL],
  });
  const asked = await Promise.all(
    Array.from(
      { length: 12 },
      (_, index) => budget.harness.request({ visitorId: `visitor ${index}`, prompt: "Rain" }),
    ),
  );
  const answers = await Promise.all(asked.map((request, index) => {
    const { service } = index % 2 ? budget.harness : other;
    return service.submit(request).then(({ kind }) => kind, ({ code }) => code);
  }));
  assertEquals(answers.filter((answer) => answer === "created").length, 5);
  assertEquals(answers.filter((answer) => answer === "daily-spend-limit").length, 7);
});

Deno.test("amounts are whole millionths of a dollar, never less than they are", () => {
  assertEquals([0, 0.2, 0.1 + 0.2, 0.0000001, 2.5].map(microUsdOf), [
    0,
    200_000,
    300_000,
    1,
    2_500_000,
  ]);
});

Deno.test("a cap that refuses is told in the log once a day", async () => {
  let now = EVENING;
  await using budget = await openBudget({ dailyUsd: 0.2, dailyVideosPerVisitor: 1 }, () => now);
  const settings = () =>
    budget.harness.told.filter(([sentence]) => sentence.startsWith("a cap refused"))
      .map(([, facts]) => facts?.["setting"]);
  const routed = { modelId: ROUTED_MODEL.id };
  await budget.submit(routed);
  for (let times = 0; times < 3; times++) await budget.refuse(routed);
  assertEquals(settings(), ["DAILY_SPEND_LIMIT_USD"]);
  await budget.refuse({ modelId: ENDPOINT_MODEL.id });
  assertEquals(settings(), ["DAILY_SPEND_LIMIT_USD", "DAILY_VIDEOS_PER_VISITOR"]);
  now += FOUR_HOURS * 1000;
  await budget.submit(routed);
  await budget.refuse(routed);
  assertEquals(settings().length, 3);
});

Deno.test("the log tells who would have paid how much for what was canceled in the queue", async () => {
  await using budget = await openBudget({});
  const { harness } = budget;
  const request = await harness.request({ modelId: ROUTED_MODEL.id, prompt: "Rain" });
  const { id } = await harness.service.submit(request);
  for (let times = 0; times < 2; times++) await harness.service.cancel(id, ANNA);
  assertEquals(harness.told.filter(([sentence]) => sentence === "generation canceled"), [[
    "generation canceled",
    {
      ...{ id, model: ROUTED_MODEL.id, provider: "fal-ai", attempt: 0 },
      ...{ payer: "instance", priceUsd: 0.2, charged: "no" },
    },
  ]]);
});
