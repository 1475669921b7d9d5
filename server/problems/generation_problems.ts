import { LOST_AT_PROVIDER, type ProblemEntry, TURNED_AWAY } from "./problem_entry.ts";

/** A generation does not stand where the request needs it to stand. */
export const GENERATION_PROBLEMS = {
  "queue-full": {
    charged: "no",
    chargeReason: "The request was refused before anything was sent to a model.",
    retry: "The server repeats nothing. The Retry-After header says when to send it again.",
    status: 429,
    title: "Too many generations are waiting",
    meaning: "One visitor may have only so many generations queued and running at a time.",
    advice: "Wait until one has ended, or cancel one.",
  },
  "idempotency-key-reused": {
    ...TURNED_AWAY,
    status: 422,
    title: "The idempotency key belongs to another request",
    meaning: "The Idempotency-Key was used before, with another picture or other settings.",
    advice: "Send a fresh key with every new request; keep it for repetitions only.",
  },
  "still-running": {
    charged: "no",
    chargeReason: "The question itself costs nothing; the generation that it is about goes on.",
    retry: "The server goes on with the generation. Ask again when it has ended.",
    status: 409,
    title: "Still running",
    meaning: "The generation that the request is about has not ended yet.",
    advice: "Follow the Location header to see where it stands.",
  },
  "not-retryable": {
    ...TURNED_AWAY,
    status: 409,
    title: "It cannot be repeated",
    meaning:
      "Only a generation that failed or was canceled, and whose picture is still kept, can " +
      "be tried again.",
    advice: "Upload the picture again.",
  },
  "canceled": {
    charged: "unknown",
    chargeReason:
      "Nothing, if it was stopped before it was sent out; afterwards the provider may still charge. The receipt says which.",
    retry: "The server repeats nothing that was canceled. Retry starts a new attempt.",
    status: 409,
    title: "Canceled",
    meaning: "The generation was stopped before it ended.",
    advice: "Press Generate to start it again.",
  },
  "interrupted": {
    ...LOST_AT_PROVIDER,
    status: 502,
    title: "Interrupted",
    meaning: "The server stopped after the picture was sent out and before the video was here. " +
      "The attempt may have been charged, so it was not repeated.",
    advice: "Check with the provider, then press Retry to pay for a new attempt.",
  },
  "daily-spend-limit": {
    charged: "no",
    chargeReason: "The request was refused before anything was sent to a model.",
    retry: "The server repeats nothing. The Retry-After header counts the seconds until midnight " +
      "UTC, when the next day's money is there.",
    status: 429,
    title: "Today's money is spent",
    meaning:
      "The host of this site has set aside a sum for each day, and this video would go beyond it.",
    advice:
      "Sign in or bring a token to pay yourself, which works for all models but the one at the " +
      "host's own endpoint, make a local preview, or come back after midnight UTC.",
  },
  "visitor-spend-limit": {
    charged: "no",
    chargeReason: "The request was refused before anything was sent to a model.",
    retry: "The server repeats nothing. The Retry-After header counts the seconds until midnight " +
      "UTC, when your next share is there.",
    status: 429,
    title: "Your share of today is used up",
    meaning:
      "The host of this site pays for so much for each visitor and day, and this video would go " +
      "beyond it.",
    advice:
      "Sign in or bring a token to pay yourself, which works for all models but the one at the " +
      "host's own endpoint, make a local preview, or come back after midnight UTC.",
  },
  "visitor-token-missing": {
    charged: "unknown",
    chargeReason:
      "Nothing, if the video had not been sent out yet; otherwise what was begun may be " +
      "charged to your account. The receipt says which.",
    retry:
      "The server waited for your browser to bring the token again, and gave up. Retry starts a " +
      "new attempt with the token that is there then.",
    status: 401,
    title: "Your token is not here any more",
    meaning:
      "You pay for this video yourself, and this server keeps your token in memory only: it has " +
      "ended, was taken back, or was lost with a restart.",
    advice: "Sign in again or enter your token on the account page, then press Retry.",
  },
} as const satisfies Record<string, ProblemEntry>;
