import { assertEquals } from "@std/assert";
import type { GenerationView, ProgressView } from "../../../contract/generation.ts";
import {
  cancelSentence,
  faultSentence,
  milestonesPassed,
  spokenSentence,
  viewSentence,
  viewTitlePrefix,
} from "../../../islands/following/view_words.ts";
import {
  CANCELED,
  FAILED,
  PROBLEM,
  QUEUED,
  RUNNING,
  STARTED_AT,
  SUCCEEDED,
} from "./following_fixtures.ts";

function at(view: GenerationView, seconds: number): string {
  return viewSentence(view, STARTED_AT + seconds * 1000);
}

function running(progress: ProgressView, more: Partial<GenerationView> = {}): GenerationView {
  return { ...RUNNING, progress, ...more };
}

const GENERATING = { stage: "generating", message: "Hugging Face is making your video" } as const;
const USUAL = { usualSeconds: { low: 70, high: 110 } };

Deno.test("a queued generation says its place and about how long it takes", () => {
  const place = (queuePosition: number, usualSeconds?: GenerationView["usualSeconds"]) =>
    at({ ...QUEUED, queuePosition, ...(usualSeconds ? { usualSeconds } : {}) }, 0);
  assertEquals(place(1), "Next in the queue");
  assertEquals(place(3), "Third in the queue");
  assertEquals(place(3, { low: 30, high: 50 }), "Third in the queue, about 2 min");
  assertEquals(place(1, { low: 4, high: 8 }), "Next in the queue, about 10 s");
  assertEquals(place(1, { low: 50, high: 70 }), "Next in the queue, about 60 s");
  assertEquals(place(11), "Number 11 in the queue");
  const { queuePosition: _, ...unplaced } = QUEUED;
  assertEquals(at(unplaced, 0), "Queued");
});

Deno.test("a running generation says what it is busy with, in the provider's words", () => {
  assertEquals(at(RUNNING, 0), "Starting");
  const message = "Hugging Face is waking the model, about 20 seconds";
  assertEquals(at(running({ stage: "waiting", message }), 9), message);
  assertEquals(
    at(running({ stage: "preparing", message: "Preparing the picture." }), 9),
    "Preparing the picture",
  );
});

Deno.test("generating says the step where the model's steps are told", () => {
  assertEquals(
    at(running({ ...GENERATING, step: 2, steps: 20 }), 8),
    "Generating, step 2 of 20, 8 s so far",
  );
});

Deno.test("generating counts the seconds against the usual range", () => {
  assertEquals(at(running(GENERATING), 34.9), "Generating, 34 s so far");
  assertEquals(
    at(running(GENERATING, USUAL), 34),
    "Generating, 34 s so far; this model usually takes 70 to 110 s",
  );
  assertEquals(
    at(running(GENERATING, USUAL), 111),
    "Generating, 111 s so far; longer than the usual 70 to 110 s",
  );
  assertEquals(
    at(running(GENERATING, { usualSeconds: { low: 3.2, high: 3.9 } }), 1),
    "Generating, 1 s so far; this model usually takes 3 to 4 s",
  );
});

Deno.test("a clock that runs behind the server's never counts below zero", () => {
  assertEquals(at(running(GENERATING), -5), "Generating, 0 s so far");
});

Deno.test("the wish to cancel is answered before it is fulfilled", () => {
  assertEquals(
    at(running(GENERATING, { isCancelRequested: true }), 3),
    "Stopping… we've asked the provider to cancel",
  );
});

Deno.test("saving, ready and ready at once each have their words", () => {
  assertEquals(at({ ...RUNNING, state: "saving" }, 3), "Saving your video");
  assertEquals(at(SUCCEEDED, 3), "Ready");
  assertEquals(
    at({ ...SUCCEEDED, isCached: true }, 3),
    "Ready at once: this video was made before",
  );
});

Deno.test("a failed generation says what its problem says, word for word", () => {
  assertEquals(at(FAILED, 3), `Error: ${PROBLEM.detail}`);
  const { problem: _, ...untold } = FAILED;
  assertEquals(at(untold, 3), "Error: No video this time.");
});

Deno.test("a refusal says what happened and what it cost", () => {
  assertEquals(
    faultSentence({ detail: "The picture is charged with static.", charged: "no" }),
    "The picture is charged with static. Nothing was charged.",
  );
  assertEquals(
    faultSentence({ detail: "It broke.", charged: "unknown" }),
    "It broke. It may have been charged.",
  );
});

Deno.test("a canceled one says what it cost", () => {
  assertEquals(at(CANCELED, 3), "Canceled. Nothing was charged.");
  const receipt = { ...CANCELED.receipt, charged: "unknown" } as const;
  assertEquals(
    at({ ...CANCELED, receipt }, 3),
    "Canceled. It may have been charged.",
  );
});

Deno.test("screen readers hear of stages, not of every second and frame", () => {
  assertEquals(
    spokenSentence(running({ ...GENERATING, frame: 3, frames: 25 })),
    "Generating video…",
  );
  assertEquals(spokenSentence(running({ stage: "waiting", message: "Waking." })), "Waking");
  assertEquals(spokenSentence({ ...QUEUED, queuePosition: 2 }), "Second in the queue");
  assertEquals(spokenSentence(SUCCEEDED), "Success! Your video is ready.");
});

Deno.test("the cancel button says what it costs, and goes when it is too late", () => {
  assertEquals(cancelSentence("free"), "Canceling now costs nothing.");
  assertEquals(cancelSentence("may-be-charged"), "Canceling now may still be charged.");
  assertEquals(cancelSentence("too-late"), undefined);
});

Deno.test("milestones follow the states and stages", () => {
  const views = [
    QUEUED,
    RUNNING,
    running({ stage: "waiting", message: "" }),
    running(GENERATING),
    { ...RUNNING, state: "saving" } as const,
    SUCCEEDED,
  ];
  assertEquals(views.map(milestonesPassed), [1, 2, 2, 3, 4, 5]);
});

Deno.test("the tab's title tells the state", () => {
  assertEquals(
    [QUEUED, RUNNING, { ...RUNNING, state: "saving" } as const, SUCCEEDED, FAILED, CANCELED]
      .map(viewTitlePrefix),
    ["Queued: ", "Generating… ", "Saving… ", "Ready: ", "Failed: ", "Canceled: "],
  );
});
