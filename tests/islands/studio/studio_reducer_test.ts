import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { openingState, reduceStudio } from "../../../islands/studio/studio_reducer.ts";
import {
  type BatchEntry,
  isFramable,
  moodOf,
  picturesOf,
  type StudioState,
} from "../../../islands/studio/studio_state.ts";
import { CANCELED, FAILED, QUEUED, RUNNING, SUCCEEDED } from "../following/following_fixtures.ts";
import {
  after,
  FAULT,
  picked,
  pickedTwo,
  PICTURE,
  refused,
  submitted,
  viewed,
} from "./studio_fixtures.ts";

Deno.test("a generation goes from a picture over the upload and the queue to its video", () => {
  const steps = [picked, submitted, viewed(QUEUED), viewed(RUNNING), viewed(SUCCEEDED)];
  const moods = steps.map((_, index) => moodOf(after(...steps.slice(0, index + 1))));
  assertEquals(moods, ["armed", "working", "working", "working", "done"]);
  assertEquals(picturesOf(after(...steps)), [PICTURE]);
});

Deno.test("a page that is opened on a generation shows it without its picture", () => {
  const state = openingState(RUNNING);
  assertEquals([state.kind, moodOf(state)], ["following", "working"]);
  assertEquals(picturesOf(state), []);
  assertEquals(moodOf(openingState(CANCELED)), "stopped");
  assertEquals(moodOf(openingState(FAILED)), "failed");
});

Deno.test("a second submit while one is under way changes nothing", () => {
  for (const state of [after(picked, submitted), after(picked, submitted, viewed(QUEUED))]) {
    assertStrictEquals(reduceStudio(state, submitted), state);
    assertStrictEquals(reduceStudio(state, pickedTwo), state);
  }
});

Deno.test("Generate without a picture asks for one", () => {
  assertEquals(after(submitted), { kind: "empty", notice: "Choose a picture first." });
  const opened = openingState(SUCCEEDED);
  assertStrictEquals(reduceStudio(opened, submitted), opened);
});

Deno.test("the same picture can make another video", () => {
  assertEquals(after(picked, submitted, viewed(SUCCEEDED), submitted), {
    kind: "uploading",
    pictures: [PICTURE],
    percent: 0,
  });
});

Deno.test("the picture can be framed while the next video is made of it, not while another try repeats the last", () => {
  assert(isFramable(after(picked)) && isFramable(after(picked, submitted, refused)));
  assert(isFramable(after(picked, submitted, viewed(SUCCEEDED))));
  for (const view of [QUEUED, RUNNING, FAILED, CANCELED]) {
    assert(!isFramable(after(picked, submitted, viewed(view))), view.state);
  }
});

Deno.test("a refused upload keeps its pictures and can be tried again", () => {
  const state = after(pickedTwo, submitted, refused);
  assertEquals([state.kind, moodOf(state)], ["refused", "failed"]);
  assertEquals(picturesOf(reduceStudio(state, submitted)).length, 2);
});

Deno.test("a file that cannot be read keeps what was in the studio before", () => {
  const noticed = { type: "noticed", notice: "Too large." } as const;
  assertEquals(after(noticed), { kind: "empty", notice: "Too large." });
  assertEquals(after(picked, noticed), {
    kind: "ready",
    pictures: [PICTURE],
    notice: "Too large.",
  });
  assertEquals(after(picked, submitted, viewed(SUCCEEDED), noticed).kind, "following");
});

Deno.test("a stopped upload says whether something may have arrived", () => {
  const stop = (percent: number) =>
    after(picked, submitted, { type: "uploaded", percent }, { type: "stopped" });
  assertEquals(stop(40), {
    kind: "ready",
    pictures: [PICTURE],
    notice: "Stopped. Nothing was sent.",
  });
  const late = stop(100);
  assertEquals(late.kind === "ready" && late.notice.includes("may have arrived"), true);
});

Deno.test("a retried generation takes the place of the failed one, its notice with it", () => {
  const failed = reduceStudio(openingState(FAILED), { type: "noticed", notice: "Not now." });
  const retried = reduceStudio(failed, viewed({ ...QUEUED, id: "another" }));
  assertEquals(retried.kind === "following" && [retried.view.id, retried.notice], ["another", ""]);
});

Deno.test("a generation that is gone is over, whatever it was before", () => {
  const gone = reduceStudio(openingState(RUNNING), { type: "gone", fault: FAULT });
  assertEquals(moodOf(gone), "failed");
  assertEquals(gone.kind === "following" && gone.notice, FAULT.detail);
});

const SENT: readonly BatchEntry[] = [
  { name: "photo.jpg", page: "/v/1", address: "/v/1?key=k" },
  { name: "second.jpg", page: "/v/2", address: "/v/2?key=k" },
  { name: "third.txt", fault: FAULT },
];

function batch(...actions: Parameters<typeof reduceStudio>[1][]): StudioState {
  return after(pickedTwo, submitted, { type: "split", batch: "b", entries: SENT }, ...actions);
}

Deno.test("one of several that cannot be seen any more keeps nobody waiting", () => {
  const gone = { type: "batch-gone", address: "/v/2?key=k", fault: FAULT } as const;
  const first = { type: "batch-viewed", view: { ...SUCCEEDED, page: "/v/1" } } as const;
  assertEquals(moodOf(batch(first, gone)), "done");
});

Deno.test("several pictures are followed one by one, and a part that succeeds is kept", () => {
  assertEquals(moodOf(batch()), "working");
  const first = { type: "batch-viewed", view: { ...SUCCEEDED, page: "/v/1" } } as const;
  const second = { type: "batch-viewed", view: { ...FAILED, page: "/v/2" } } as const;
  assertEquals(moodOf(batch(first)), "working");
  const ended = batch(first, second);
  assertEquals(moodOf(ended), "done");
  const states = ended.kind === "batch" &&
    ended.entries.map((entry) => "view" in entry ? entry.view?.state : "refused");
  assertEquals(states, ["succeeded", "failed", "refused"]);
});

Deno.test("several pictures of which none became a video have failed", () => {
  const failed = ["/v/1", "/v/2"].map((page) =>
    ({ type: "batch-viewed", view: { ...FAILED, page } }) as const
  );
  assertEquals(moodOf(batch(...failed)), "failed");
});
