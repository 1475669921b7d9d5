import { assert, assertEquals } from "@std/assert";
import type { Generation, Submission } from "../../../server/generation/generation.ts";
import { viewOf } from "../../../server/generation/generation_view.ts";
import type { Offer } from "../../../server/generation/offer.ts";
import { cancelOutlookOf, receiptOf } from "../../../server/generation/receipt.ts";
import { problemOfFailure } from "../../../server/http/problem.ts";
import { LOCAL_MOTION, STABLE_VIDEO_DIFFUSION_XT } from "../../../server/models/model.ts";

type State = Generation["state"];
type Of<S extends State> = Extract<Generation, { readonly state: S }>;

const FACTS = {
  id: "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b",
  visitorId: "anna",
  providerId: "scripted",
  recipe: { modelId: "stable-video-diffusion-xt", seed: 5, isSeedExplicit: true },
  picture: { sha256: "00", bytes: 3 },
  createdAt: 1000,
  attempt: 1,
  lastSeq: 4,
  isCached: false,
  isPublic: false,
  isCancelRequested: false,
};
const FILM = { width: 576, height: 1024, frames: 25, durationSeconds: 3.5, bytes: 4 };
const SENT: Submission = { kind: "sent", at: 3000 };
const OPERATION: Submission = { kind: "operation", at: 3000, operation: { id: "x" } };

const queued: Of<"queued"> = { ...FACTS, state: "queued" };
const succeeded: Of<"succeeded"> = {
  ...FACTS,
  state: "succeeded",
  startedAt: 2000,
  endedAt: 9500,
  film: FILM,
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
    message: "It broke.",
    charged: "unknown",
    retryable: true,
    ...changes,
  } as const;
  return { ...FACTS, state: "failed", startedAt: 2000, endedAt: 9000, failure };
}

function offerOf(model: Offer["model"], isRepeatable: boolean): Offer {
  const start = () => Promise.reject(new Error("nothing starts here"));
  return { model, provider: { id: "scripted", isRepeatable, start } };
}

const REMOTE = offerOf(STABLE_VIDEO_DIFFUSION_XT, false);
const LOCAL = offerOf(LOCAL_MOTION, true);

function view(generation: Generation, changes: Partial<Parameters<typeof viewOf>[1]> = {}) {
  return viewOf(generation, {
    access: "owner",
    offer: REMOTE,
    queuePosition: undefined,
    usualSeconds: undefined,
    toProblem: (failure, id) => problemOfFailure(failure, { path: `/v/${id}`, requestId: id }),
    ...changes,
  });
}

Deno.test("canceling is free until something that costs was sent, and too late once it is saved", () => {
  const saving: Generation = { ...running(SENT), state: "saving" };
  const outlooks = [
    cancelOutlookOf(queued, REMOTE),
    cancelOutlookOf(running({ kind: "not-sent" }), REMOTE),
    cancelOutlookOf(running(SENT), LOCAL),
    cancelOutlookOf(running(SENT), REMOTE),
    cancelOutlookOf(running(OPERATION), REMOTE),
    cancelOutlookOf(running(SENT), undefined),
    cancelOutlookOf(saving, LOCAL),
    cancelOutlookOf(succeeded, REMOTE),
    cancelOutlookOf(failed(), REMOTE),
    cancelOutlookOf(canceled, REMOTE),
  ];
  assertEquals(
    outlooks.join(" "),
    [
      ...["free", "free", "free", "may-be-charged", "may-be-charged", "may-be-charged"],
      ...["too-late", "too-late", "too-late", "too-late"],
    ].join(" "),
  );
});

Deno.test("the receipt says what is charged and why, in every state", () => {
  const cases: [Generation, Offer | undefined, string, RegExp][] = [
    [queued, REMOTE, "no", /Nothing has been sent/],
    [running({ kind: "not-sent" }), REMOTE, "no", /Nothing has been sent/],
    [running(SENT), REMOTE, "unknown", /known when it has ended/],
    [running(SENT), LOCAL, "no", /^Made by this server/],
    [succeeded, REMOTE, "yes", /^The endpoint's owner pays/],
    [succeeded, undefined, "yes", /charges for each film/],
    [{ ...succeeded, charged: "no", isCached: true }, REMOTE, "no", /stored film/],
    [{ ...succeeded, charged: "no" }, LOCAL, "no", /^Made by this server/],
    [failed(), REMOTE, "unknown", /no answer says/],
    [failed({ charged: "no" }), REMOTE, "no", /without anything being charged/],
    [failed({ charged: "no" }), LOCAL, "no", /^Made by this server/],
    [failed({ charged: "yes" }), REMOTE, "yes", /had done its work before this failed/],
    [failed({ code: "interrupted" }), REMOTE, "unknown", /not sent again/],
    [canceled, REMOTE, "no", /before it was started/],
    [{ ...canceled, startedAt: 2000 }, REMOTE, "no", /without anything being charged/],
    [{ ...canceled, startedAt: 2000, charged: "unknown" }, REMOTE, "unknown", /may still charge/],
    [{ ...canceled, startedAt: 2000, charged: "yes" }, REMOTE, "yes", /before it was canceled/],
    [{ ...canceled, startedAt: 2000 }, LOCAL, "no", /^Made by this server/],
  ];
  for (const [generation, offer, charged, sentence] of cases) {
    const receipt = receiptOf(generation, offer);
    assertEquals(receipt.charged, charged, `${generation.state}: ${receipt.reason}`);
    assert(sentence.test(receipt.reason), `${generation.state}: ${receipt.reason}`);
  }
});

Deno.test("the receipt knows how long it took and until when everything is kept", () => {
  const receipt = receiptOf({ ...succeeded, expiresAt: 86_400_000 }, REMOTE);
  assertEquals([receipt.elapsedMs, receipt.keptUntil], [7500, "1970-01-02T00:00:00.000Z"]);
  assertEquals("keptUntil" in receiptOf(queued, REMOTE), false);
  assertEquals("elapsedMs" in receiptOf(canceled, REMOTE), false);
});

Deno.test("a finished generation's view holds its film, its times and its receipt", () => {
  assertEquals(view({ ...succeeded, batch: "b" }), {
    id: FACTS.id,
    state: "succeeded",
    lastEvent: 4,
    model: "stable-video-diffusion-xt",
    modelName: STABLE_VIDEO_DIFFUSION_XT.name,
    provider: "scripted",
    label: STABLE_VIDEO_DIFFUSION_XT.label,
    seed: 5,
    createdAt: "1970-01-01T00:00:01.000Z",
    startedAt: "1970-01-01T00:00:02.000Z",
    endedAt: "1970-01-01T00:00:09.500Z",
    page: `/v/${FACTS.id}`,
    cancelOutlook: "too-late",
    isCancelRequested: false,
    url: `/videos/${FACTS.id}.mp4`,
    film: FILM,
    receipt: receiptOf(succeeded, REMOTE),
    isCached: false,
    isPublic: false,
    isOwner: true,
    batch: "b",
  });
});

Deno.test("each state shows what is known in it and no more", () => {
  const progress = { stage: "generating", message: "Painting" } as const;
  assertEquals(view(queued, { queuePosition: 2 }).queuePosition, 2);
  assertEquals(view({ ...running(SENT), progress }).progress, progress);
  assertEquals(view(failed()).problem?.code, "upstream-error");
  assertEquals(view(failed()).problem?.detail, "It broke.");
  const usualSeconds = { low: 1, high: 4 };
  assertEquals(view(queued, { usualSeconds }).usualSeconds, usualSeconds);
  for (const generation of [queued, running(SENT), failed(), canceled]) {
    const { url, film } = view(generation);
    assertEquals([url, film], [undefined, undefined]);
  }
});

Deno.test("a film keeps its name and label when its model is no longer offered", () => {
  assertEquals(view(succeeded, { offer: undefined }).label, STABLE_VIDEO_DIFFUSION_XT.label);
  const recipe = { ...FACTS.recipe, modelId: "forgotten" };
  const { modelName, label } = view({ ...succeeded, recipe }, { offer: undefined });
  assertEquals([modelName, label], ["forgotten", "Film by forgotten"]);
});
