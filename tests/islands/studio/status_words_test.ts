import { assertEquals } from "@std/assert";
import {
  announcement,
  milestonesPassed,
  statusSentence,
  titlePrefix,
} from "../../../islands/studio/status_words.ts";
import { after, failed, finished, picked, progressed, submitted } from "./studio_fixtures.ts";

const uploaded = { type: "uploaded", percent: 42 } as const;

Deno.test("the status line says how far the upload is", () => {
  const state = after(picked, submitted, uploaded);
  assertEquals(statusSentence(state), "Uploading… 42%");
  assertEquals(titlePrefix(state), "42% ");
});

Deno.test("the status line carries the server's sentence while generating", () => {
  const state = after(picked, submitted, progressed);
  assertEquals(statusSentence(state), "Generating video… Drawing frame 3 of 25.");
});

Deno.test("screen readers hear of stages, not of every percent and frame", () => {
  assertEquals(announcement(after(picked, submitted, uploaded)), "Uploading…");
  assertEquals(announcement(after(picked, submitted, progressed)), "Generating video…");
  const waiting = after(picked, submitted, {
    type: "progressed",
    progress: { stage: "waiting", message: "Hugging Face is waking the model." },
  });
  assertEquals(announcement(waiting), "Generating video… Hugging Face is waking the model.");
});

Deno.test("a failure says what happened, in the server's words where it has spoken", () => {
  assertEquals(
    statusSentence(after(picked, submitted, failed)),
    "Error: The picture is cut off.",
  );
  const fault = { detail: "The connection broke.", charged: "unknown" } as const;
  assertEquals(
    statusSentence(after(picked, submitted, { type: "failed", fault })),
    "Error: The connection broke. Whether the attempt was charged is not known.",
  );
});

Deno.test("success is said, and all milestones are behind", () => {
  const state = after(picked, submitted, finished);
  assertEquals(statusSentence(state), "Success! Your film is ready.");
  assertEquals(titlePrefix(state), "Ready: ");
  assertEquals(milestonesPassed(state), 4);
});

Deno.test("milestones follow the stages", () => {
  const passedAt = (stage: "preparing" | "waiting" | "generating" | "saving") =>
    milestonesPassed(
      after(picked, submitted, { type: "progressed", progress: { stage, message: "" } }),
    );
  assertEquals(milestonesPassed(after(picked, submitted)), 0);
  assertEquals((["preparing", "waiting", "generating", "saving"] as const).map(passedAt), [
    1,
    1,
    2,
    3,
  ]);
});
