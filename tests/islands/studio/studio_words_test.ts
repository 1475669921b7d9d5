import { assertEquals } from "@std/assert";
import { openingState, reduceStudio } from "../../../islands/studio/studio_reducer.ts";
import {
  announcement,
  passedMilestones,
  statusSentence,
  titlePrefix,
} from "../../../islands/studio/studio_words.ts";
import { FAILED, QUEUED, RUNNING, STARTED_AT, SUCCEEDED } from "../following/following_fixtures.ts";
import { after, FAULT, picked, pickedTwo, refused, submitted, viewed } from "./studio_fixtures.ts";

Deno.test("the studio says what it waits for", () => {
  assertEquals(statusSentence(after(), 0), "Waiting for a picture.");
  assertEquals(statusSentence(after(picked), 0), "Picture ready. Press Generate.");
  assertEquals(
    statusSentence(after(pickedTwo), 0),
    "2 pictures ready, one video each. Press Generate.",
  );
  assertEquals(titlePrefix(after(picked)), "");
});

Deno.test("the upload is counted in percent, but not read out", () => {
  const uploading = after(picked, submitted, { type: "uploaded", percent: 42 });
  assertEquals(statusSentence(uploading, 0), "Uploading… 42%");
  assertEquals(announcement(uploading), "Uploading…");
  assertEquals(titlePrefix(uploading), "42% ");
  assertEquals(passedMilestones(uploading), 0);
  const uploaded = after(picked, submitted, { type: "uploaded", percent: 100 });
  assertEquals(statusSentence(uploaded, 0), "Uploaded, checking the picture");
});

Deno.test("a refused picture is said with what it cost", () => {
  assertEquals(
    statusSentence(after(picked, submitted, refused), 0),
    "Error: The picture is cut off. Nothing was charged.",
  );
});

Deno.test("the elapsed time follows the server's clock, not this machine's", () => {
  const progress = { stage: "generating", message: "" } as const;
  const state = reduceStudio(openingState(RUNNING), {
    type: "viewed",
    view: { ...RUNNING, progress },
    clockAheadMs: 60_000,
  });
  assertEquals(statusSentence(state, STARTED_AT - 50_000), "Generating, 10 s so far");
});

Deno.test("a lost connection is said while there is something to wait for", () => {
  const lost = { type: "reached", isReachable: false } as const;
  assertEquals(
    statusSentence(reduceStudio(openingState(QUEUED), lost), 0),
    "No connection. The generation goes on without it; trying to reach the server again",
  );
  assertEquals(statusSentence(reduceStudio(openingState(SUCCEEDED), lost), 0), "Ready");
});

Deno.test("a notice stands in front of everything", () => {
  const noticed = reduceStudio(openingState(FAILED), { type: "noticed", notice: "Too late." });
  assertEquals(statusSentence(noticed, 0), "Too late.");
  assertEquals(announcement(noticed), "Too late.");
});

Deno.test("several pictures are counted together", () => {
  const entries = [
    { name: "one", page: "/v/1", address: "/v/1" },
    { name: "two", page: "/v/2", address: "/v/2" },
    { name: "three", fault: FAULT },
  ];
  const split = after(pickedTwo, submitted, { type: "split", batch: "b", entries });
  assertEquals(statusSentence(split, 0), "0 of 3 videos ready");
  assertEquals(titlePrefix(split), "1 of 3 ");
  const done = ["/v/1", "/v/2"].reduce(
    (state, page) => reduceStudio(state, { type: "batch-viewed", view: { ...SUCCEEDED, page } }),
    split,
  );
  assertEquals(statusSentence(done, 0), "2 of 3 videos ready; the others say what happened");
  assertEquals(titlePrefix(done), "Ready: ");
});

Deno.test("a generation that ends is announced", () => {
  assertEquals(
    announcement(after(picked, submitted, viewed(SUCCEEDED))),
    "Success! Your video is ready.",
  );
});
