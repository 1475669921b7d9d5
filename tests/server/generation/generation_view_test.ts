import { assert, assertEquals } from "@std/assert";
import type { Generation, Submission } from "../../../server/generation/generation.ts";
import { viewOf } from "../../../server/generation/generation_view.ts";
import { routeFactsOf } from "../../../server/generation/route_facts.ts";
import { cancelOutlookOf, receiptOf } from "../../../server/generation/receipt.ts";
import { problemOfFailure } from "../../../server/problems/problem.ts";
import { labelWords } from "../../../server/wording/labels.ts";
import { progressOf } from "../../../server/wording/progress.ts";
import { ENDPOINT_MODEL, ROUTED_MODEL, SOURCE } from "./sample_models.ts";

type State = Generation["state"];
type Of<S extends State> = Extract<Generation, { readonly state: S }>;

const FACTS = {
  id: "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b",
  visitorId: "anna",
  providerId: "scripted",
  payer: "instance" as const,
  recipe: { modelId: "endpoint-model", seed: 5, isSeedExplicit: true, settings: { fps: 7 } },
  picture: { sha256: "00", bytes: 3 },
  createdAt: 1000,
  attempt: 1,
  lastSeq: 4,
  isCached: false,
  isPublic: false,
  isPromptShared: false,
  fileName: "b1f2b8c1-7a4d-4e5f-9b6a-0c1d2e3f4a5b",
  unsharedAt: 0,
  isCancelRequested: false,
};
const VIDEO = { width: 576, height: 1024, frames: 25, durationSeconds: 3.5, bytes: 4 };
const SENT: Submission = { kind: "sent", at: 3000 };
const OPERATION: Submission = { kind: "operation", at: 3000, operation: { id: "x" } };

const queued: Of<"queued"> = { ...FACTS, state: "queued" };
const succeeded: Of<"succeeded"> = {
  ...FACTS,
  state: "succeeded",
  startedAt: 2000,
  endedAt: 9500,
  video: VIDEO,
  charged: "yes",
};
const canceled: Of<"canceled"> = { ...FACTS, state: "canceled", endedAt: 9000, charged: "no" };

function running(submission: Submission): Of<"running"> {
  const lease = { owner: "runner", until: 9000 };
  return { ...FACTS, state: "running", startedAt: 2000, lease, submission };
}

function failed(changes: Partial<Of<"failed">["failure"]> = {}): Of<"failed"> {
  const failure = {
    code: "upstream-error",
    parameters: {},
    charged: "unknown",
    retryable: true,
    ...changes,
  } as const;
  return { ...FACTS, state: "failed", startedAt: 2000, endedAt: 9000, failure };
}

const FREE = { payer: "nobody" } as const;
const OWN = { payer: "visitor", estimatedMicroUsd: 200_000 } as const;
const HOSTS = { payer: "instance", estimatedMicroUsd: 400_000 } as const;

function view(generation: Generation, changes: Partial<Parameters<typeof viewOf>[1]> = {}) {
  return viewOf(generation, {
    access: "owner",
    model: ENDPOINT_MODEL,
    queuePosition: undefined,
    usualSeconds: undefined,
    now: 10_000,
    retentionDays: 0,
    toProblem: (failure, { id }) =>
      problemOfFailure(failure, { path: `/v/${id}`, requestId: id, audience: "guest" }),
    ...changes,
  });
}

Deno.test("canceling is free until something that costs was sent, and too late once it is saved", () => {
  const saving: Generation = { ...running(SENT), state: "saving" };
  const outlooks = [
    cancelOutlookOf(queued),
    cancelOutlookOf(running({ kind: "not-sent" })),
    cancelOutlookOf({ ...running(SENT), ...FREE }),
    cancelOutlookOf(running(SENT)),
    cancelOutlookOf(running(OPERATION)),
    cancelOutlookOf({ ...running(SENT), ...OWN }),
    cancelOutlookOf({ ...saving, ...FREE }),
    cancelOutlookOf(succeeded),
    cancelOutlookOf(failed()),
    cancelOutlookOf(canceled),
  ];
  assertEquals(
    outlooks.join(" "),
    [
      ...["free", "free", "free", "may-be-charged", "may-be-charged", "may-be-charged"],
      ...["too-late", "too-late", "too-late", "too-late"],
    ].join(" "),
  );
});

Deno.test("the receipt says what is charged, whom and why, in every state", () => {
  const hosts = { ...succeeded, ...HOSTS };
  const cases: [Generation, string, RegExp][] = [
    [queued, "no", /Nothing has been sent/],
    [running({ kind: "not-sent" }), "no", /Nothing has been sent/],
    [running(SENT), "unknown", /host of this site pays once it is made\.$/],
    [{ ...running(SENT), ...OWN }, "unknown", /own Hugging Face account pays .* about \$0\.20\.$/],
    [{ ...running(SENT), ...FREE }, "no", /^Made on this server/],
    [succeeded, "yes", /host of this site pays for it; what it costs is not known/],
    [hosts, "yes", /^The host of this site pays for it, about \$0\.40\.$/],
    [
      { ...succeeded, ...OWN },
      "yes",
      /^The visitor's own Hugging Face account pays.*about \$0\.20/,
    ],
    [{ ...succeeded, payer: "visitor" }, "yes", /own Hugging Face account.*not known/],
    [{ ...succeeded, ...FREE, charged: "no", isCached: true }, "no", /stored video/],
    [{ ...succeeded, ...FREE, charged: "no" }, "no", /^Made on this server/],
    [{ ...hosts, charged: "no" }, "no", /cost nothing/],
    [
      { ...failed(), ...OWN },
      "unknown",
      /may have been charged\. If so, the visitor's own .* \$0\.20/,
    ],
    [failed({ charged: "no" }), "no", /^It failed\. Nothing was charged\.$/],
    [{ ...failed({ charged: "no" }), ...FREE }, "no", /^Made on this server/],
    [
      { ...failed({ charged: "yes" }), ...HOSTS },
      "yes",
      /done its work before it failed.* \$0\.40/,
    ],
    [failed({ code: "interrupted" }), "unknown", /not sent again/],
    [canceled, "no", /before it was started/],
    [{ ...canceled, startedAt: 2000 }, "no", /^It was canceled\. Nothing was charged\.$/],
    [
      { ...canceled, startedAt: 2000, charged: "unknown" },
      "unknown",
      /canceled after .* may have been charged/,
    ],
    [{ ...canceled, startedAt: 2000, charged: "yes" }, "yes", /before it was canceled/],
    [{ ...canceled, startedAt: 2000, ...FREE }, "no", /^Made on this server/],
  ];
  for (const [generation, charged, sentence] of cases) {
    const receipt = receiptOf(generation, undefined);
    assertEquals(receipt.charged, charged, `${generation.state}: ${receipt.reason}`);
    assertEquals(receipt.payer, generation.payer);
    assert(sentence.test(receipt.reason), `${generation.state}: ${receipt.reason}`);
  }
});

Deno.test("the receipt of an endpoint's video speaks of its running time", () => {
  const { reason } = receiptOf({ ...succeeded, providerId: "raw-endpoint" }, ENDPOINT_MODEL);
  assertEquals(reason, "The endpoint's owner pays for its running time.");
});

Deno.test("the receipt tells the estimate, and the price at the provider with its source", () => {
  const [route] = ROUTED_MODEL.routes;
  const stood = {
    ...route,
    provider: "wavespeed",
    price: { kind: "per-video", usd: 0.3, source: { ...SOURCE, url: "https://stand-in.example" } },
  } as const;
  const made = { ...succeeded, ...OWN, servedBy: "wavespeed" };
  const facts = routeFactsOf(stood, ROUTED_MODEL, made.recipe.settings);
  const receipt = receiptOf({ ...made, route: facts }, undefined);
  assertEquals([receipt.provider, receipt.estimatedUsd, receipt.priceUsd], ["wavespeed", 0.2, 0.3]);
  assertEquals(receipt.priceSource?.url, "https://stand-in.example");
  assert(receipt.reason.endsWith("about $0.30."), receipt.reason);
  const unpriced = { ...stood, price: { kind: "unknown" } } as const;
  const bare = receiptOf({ ...made, route: routeFactsOf(unpriced, ROUTED_MODEL, {}) }, undefined);
  assertEquals(["priceUsd" in bare, "priceSource" in bare], [false, false]);
  assert(bare.reason.endsWith("what it costs is not known here."), bare.reason);
});

Deno.test("of a video from before routes were noted the one that it can have been is told", () => {
  const old = { ...succeeded, ...OWN, providerId: "inference-providers", servedBy: "fal-ai" };
  assertEquals(receiptOf(old, ROUTED_MODEL).priceSource, SOURCE);
  const [route] = ROUTED_MODEL.routes;
  const twice = { ...ROUTED_MODEL, routes: [route, route] } as const;
  assertEquals("priceSource" in receiptOf(old, twice), false, "it may have been either");
  assertEquals(receiptOf(old, twice).estimatedUsd, 0.2);
  assertEquals("priceSource" in receiptOf({ ...old, servedBy: "together" }, ROUTED_MODEL), false);
});

Deno.test("the receipt knows how long it took and until when everything is kept", () => {
  const { receipt } = view({ ...succeeded, createdAt: 0 }, { retentionDays: 1 });
  assertEquals([receipt.elapsedMs, receipt.keptUntil], [7500, "1970-01-02T00:00:00.000Z"]);
  assertEquals("keptUntil" in view(queued, { retentionDays: 0 }).receipt, false);
  assertEquals("elapsedMs" in receiptOf(canceled, ENDPOINT_MODEL), false);
});

Deno.test("a finished generation's view holds its video, its times and its receipt", () => {
  assertEquals(view({ ...succeeded, batch: "b" }), {
    id: FACTS.id,
    state: "succeeded",
    lastEvent: 4,
    model: "endpoint-model",
    modelName: ENDPOINT_MODEL.name,
    provider: "scripted",
    label: ENDPOINT_MODEL.label,
    seed: 5,
    settings: { fps: 7 },
    createdAt: "1970-01-01T00:00:01.000Z",
    startedAt: "1970-01-01T00:00:02.000Z",
    endedAt: "1970-01-01T00:00:09.500Z",
    page: `/v/${FACTS.id}`,
    cancelOutlook: "too-late",
    isCancelRequested: false,
    url: `/videos/${FACTS.fileName}.mp4`,
    video: VIDEO,
    receipt: receiptOf(succeeded, ENDPOINT_MODEL),
    isCached: false,
    isPublic: false,
    isOwner: true,
    batch: "b",
  });
});

Deno.test("a video that has a poster says where it is", () => {
  const video = { ...VIDEO, posterBytes: 9 };
  assertEquals(view({ ...succeeded, video }).poster, `/videos/${FACTS.fileName}.jpg`);
});

const PAINTING = "Drawing frame 2 of 3";

Deno.test("each state shows what is known in it and no more", () => {
  const progress = progressOf("drawing", { frame: 2, frames: 3 });
  assertEquals(view(queued, { queuePosition: 2 }).queuePosition, 2);
  assertEquals(view({ ...running(SENT), progress }).progress, { ...progress, message: PAINTING });
  assertEquals(view(failed()).problem?.code, "upstream-error");
  assertEquals(
    view(failed()).problem?.detail,
    "The provider failed while it made the video. It may have been charged. " +
      "You can try again.",
  );
  const usualSeconds = { low: 1, high: 4 };
  assertEquals(view(queued, { usualSeconds }).usualSeconds, usualSeconds);
  for (const generation of [queued, running(SENT), failed(), canceled]) {
    const { url, video } = view(generation);
    assertEquals([url, video], [undefined, undefined]);
  }
});

Deno.test("a video keeps its label when its model is gone", () => {
  assertEquals(view(succeeded).label, ENDPOINT_MODEL.label);
  const gone = view(succeeded, { model: undefined });
  assertEquals([gone.modelName, gone.label], ["endpoint-model", "Video by endpoint-model"]);
});

Deno.test("what was stored in words, before there were codes, is shown as it was stored", () => {
  const progress = { stage: "waiting", message: "Waking the model, about a minute" } as const;
  assertEquals(view({ ...running(SENT), progress }).progress, progress);
  const video = { ...VIDEO, label: "Local motion preview: an older one" };
  const old = view({ ...succeeded, video });
  assertEquals([old.label, old.video?.label], [video.label, video.label]);
  const failure = {
    code: "network",
    message: "It broke.",
    charged: "no",
    retryable: true,
  } as const;
  assertEquals(view({ ...failed(), failure }).problem?.detail, "It broke.");
});

Deno.test("a video that knows what it is says so before its model does", () => {
  const video = { ...VIDEO, labelCode: "simulated-move" };
  const { label, video: shown } = view({ ...succeeded, video });
  assertEquals([label, shown?.label], [labelWords("simulated-move"), labelWords("simulated-move")]);
  const later = view({ ...succeeded, video: { ...VIDEO, labelCode: "of-another-version" } });
  assertEquals([later.label, later.video?.label], [ENDPOINT_MODEL.label, undefined]);
});

Deno.test("a shared page shows the recipe, and nothing of the picture that was cropped", () => {
  const crop = { x: 0.1, y: 0.2, zoom: 2 };
  const recipe = { ...FACTS.recipe, prompt: "Rain", shape: "portrait", crop } as const;
  const { prompt, settings, shape, ...own } = view({ ...succeeded, recipe });
  assertEquals([prompt, settings, shape, own.crop], ["Rain", { fps: 7 }, "portrait", crop]);
  const shared = view({ ...succeeded, recipe }, { access: "public" });
  assertEquals([shared.settings, shared.shape], [settings, shape]);
  assertEquals("prompt" in shared, false);
  const withPrompt = { ...succeeded, recipe, isPromptShared: true };
  assertEquals(view(withPrompt, { access: "public" }).prompt, prompt);
  assertEquals("crop" in shared, false);
  assertEquals(view({ ...succeeded, recipe }, { access: "key" }).crop, crop);
});
