import type { ProblemEntry } from "./problem_entry.ts";

/** A generation does not stand where the request needs it to stand. */
export const GENERATION_PROBLEMS = {
  "queue-full": {
    status: 429,
    title: "Too many generations are waiting",
    meaning: "One visitor may have only so many generations queued and running at a time.",
    advice: "Wait until one has ended, or cancel one.",
  },
  "idempotency-key-reused": {
    status: 422,
    title: "The idempotency key belongs to another request",
    meaning: "The Idempotency-Key was used before, with another picture or other settings.",
    advice: "Send a fresh key with every new request; keep it for repetitions only.",
  },
  "still-running": {
    status: 409,
    title: "Still running",
    meaning: "The generation that the request is about has not ended yet.",
    advice: "Follow the Location header to see where it stands.",
  },
  "not-retryable": {
    status: 409,
    title: "It cannot be repeated",
    meaning:
      "Only a generation that failed or was canceled, and whose picture is still kept, can " +
      "be tried again.",
    advice: "Upload the picture again.",
  },
  "canceled": {
    status: 409,
    title: "Canceled",
    meaning: "The generation was stopped before it ended.",
    advice: "Press Generate to start it again.",
  },
  "interrupted": {
    status: 502,
    title: "Interrupted",
    meaning: "The server stopped after the picture was sent out and before the film was here. " +
      "The attempt may have been charged, so it was not repeated.",
    advice: "Check with the video service, then press Retry to pay for a new attempt.",
  },
} as const satisfies Record<string, ProblemEntry>;
