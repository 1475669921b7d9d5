import { assertEquals, assertStrictEquals } from "@std/assert";
import { EMPTY, isWorking, reduceStudio } from "../../../islands/studio/studio_state.ts";
import {
  after,
  failed,
  finished,
  picked,
  PICTURE,
  progressed,
  RESULT,
  submitted,
} from "./studio_fixtures.ts";

Deno.test("a generation goes from empty over ready, uploading and generating to done", () => {
  assertEquals(after(picked).kind, "ready");
  assertEquals(after(picked, submitted), {
    kind: "uploading",
    picture: PICTURE,
    percent: 0,
    startedAt: 1000,
  });
  assertEquals(after(picked, submitted, progressed).kind, "generating");
  assertEquals(after(picked, submitted, progressed, finished), {
    kind: "done",
    picture: PICTURE,
    result: RESULT,
    notice: "",
  });
});

Deno.test("a second submit while a request is out changes nothing", () => {
  for (const state of [after(picked, submitted), after(picked, submitted, progressed)]) {
    assertStrictEquals(reduceStudio(state, { type: "submitted", at: 2000 }), state);
  }
});

Deno.test("a picture cannot be swapped while a request is out", () => {
  const state = after(picked, submitted);
  assertStrictEquals(reduceStudio(state, picked), state);
  assertStrictEquals(reduceStudio(state, { type: "cleared" }), state);
});

Deno.test("Generate without a picture asks for one", () => {
  assertEquals(after(submitted), { kind: "empty", notice: "Choose a picture first." });
});

Deno.test("a complete upload counts as generating, and a late percentage does not undo it", () => {
  const generating = after(picked, submitted, { type: "uploaded", percent: 100 });
  assertEquals(generating.kind, "generating");
  assertStrictEquals(reduceStudio(generating, { type: "uploaded", percent: 99 }), generating);
});

Deno.test("a refused picture keeps what was on the stage before", () => {
  const refused = { type: "refused", notice: "Too large." } as const;
  assertEquals(after(refused), { kind: "empty", notice: "Too large." });
  assertEquals(after(picked, refused), { kind: "ready", picture: PICTURE, notice: "Too large." });
  assertEquals(after(picked, submitted, finished, refused).kind, "done");
  assertEquals(after(picked, submitted, failed, refused).kind, "ready");
});

Deno.test("a failed generation keeps its picture and can be tried again", () => {
  const state = after(picked, submitted, failed);
  assertEquals(state.kind, "failed");
  assertEquals(reduceStudio(state, submitted).kind, "uploading");
});

Deno.test("canceling brings the picture back to the stage", () => {
  const state = after(picked, submitted, progressed, { type: "canceled" });
  assertEquals(state.kind, "ready");
  assertEquals(isWorking(state), false);
});

Deno.test("answers that arrive after the end change nothing", () => {
  const done = after(picked, submitted, finished);
  for (const late of [progressed, finished, failed, { type: "canceled" } as const]) {
    assertStrictEquals(reduceStudio(done, late), done);
  }
});

Deno.test("starting over empties the stage", () => {
  assertStrictEquals(after(picked, submitted, finished, { type: "cleared" }), EMPTY);
});
