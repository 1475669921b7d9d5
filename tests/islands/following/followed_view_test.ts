import { assertEquals, assertStrictEquals } from "@std/assert";
import type { GenerationEvent, GenerationView } from "../../../contract/generation.ts";
import { applyEvent, mergeView } from "../../../islands/following/followed_view.ts";
import { EVENTS, FILM, PROBLEM, QUEUED, RUNNING, SUCCEEDED } from "./following_fixtures.ts";

function next(view: GenerationView, event: GenerationEvent) {
  return applyEvent(view, { seq: view.lastEvent + 1, at: 1_700_000_000_000, event });
}

Deno.test("an event that is known already changes nothing, however often it comes", () => {
  for (const event of EVENTS.slice(0, 5)) {
    const applied = applyEvent({ ...RUNNING, lastEvent: 5 }, event);
    assertEquals(applied, { view: { ...RUNNING, lastEvent: 5 }, isStale: false });
  }
});

Deno.test("an event after a gap changes nothing and asks for the view", () => {
  const event = { seq: 9, at: 1, event: { type: "saving" } } as const;
  const { view, isStale } = applyEvent(RUNNING, event);
  assertStrictEquals(view, RUNNING);
  assertEquals(isStale, true);
});

Deno.test("started moves a queued generation out of the line", () => {
  const { view, isStale } = next(QUEUED, { type: "started", attempt: 1 });
  assertEquals(view.state, "running");
  assertEquals("queuePosition" in view, false);
  assertEquals(view.startedAt, "2023-11-14T22:13:20.000Z");
  assertEquals(isStale, true, "what canceling costs has changed");
});

Deno.test("released puts a generation back in line", () => {
  const progress = { stage: "preparing", message: "Preparing" } as const;
  const { view } = next({ ...RUNNING, progress }, { type: "released" });
  assertEquals([view.state, view.startedAt, view.progress], ["queued", undefined, undefined]);
});

Deno.test("progress within a stage needs no view, a new stage does", () => {
  const first = next(RUNNING, {
    type: "progress",
    progress: { stage: "generating", message: "1", frame: 1, frames: 25 },
  });
  assertEquals([first.view.progress?.frame, first.isStale], [1, true]);
  const second = next(first.view, {
    type: "progress",
    progress: { stage: "generating", message: "2", frame: 2, frames: 25 },
  });
  assertEquals([second.view.progress?.frame, second.isStale], [2, false]);
});

Deno.test("saving keeps what was made so far, as the server's own view does", () => {
  const progress = { stage: "generating", message: "36", frame: 36, frames: 36 } as const;
  const { view } = next({ ...RUNNING, progress }, { type: "saving" });
  assertEquals([view.state, view.progress], ["saving", progress]);
});

Deno.test("saving and the wish to cancel are seen at once", () => {
  assertEquals(next(RUNNING, { type: "saving" }).view.state, "saving");
  assertEquals(next(RUNNING, { type: "cancel-requested" }).view.isCancelRequested, true);
});

Deno.test("the end waits for the view that has the film, the problem or the receipt", () => {
  const failure = { code: "x", message: "x", charged: "no", retryable: true } as const;
  const ends: GenerationEvent[] = [
    { type: "succeeded", film: FILM, charged: "no" },
    { type: "failed", failure },
    { type: "canceled", charged: "no" },
  ];
  for (const end of ends) {
    const { view, isStale } = next(RUNNING, end);
    assertStrictEquals(view, RUNNING, end.type);
    assertEquals(isStale, true, end.type);
  }
});

Deno.test("a view that took the slow way does not undo a newer one", () => {
  assertStrictEquals(mergeView(SUCCEEDED, RUNNING), SUCCEEDED);
  assertStrictEquals(mergeView(RUNNING, SUCCEEDED), SUCCEEDED);
  assertStrictEquals(mergeView(undefined, RUNNING), RUNNING);
  const asOften = { ...RUNNING, usualSeconds: { low: 1, high: 2 } };
  assertStrictEquals(mergeView(RUNNING, asOften), asOften);
});

Deno.test("another generation takes the place of the one before", () => {
  const retried = { ...QUEUED, id: PROBLEM.requestId };
  assertStrictEquals(mergeView(SUCCEEDED, retried), retried);
});
