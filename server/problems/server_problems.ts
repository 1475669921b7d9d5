import { BROKEN_HERE, type ProblemEntry, TURNED_AWAY } from "./problem_entry.ts";

/** This server failed. */
export const SERVER_PROBLEMS = {
  "engine-failed": {
    ...BROKEN_HERE,
    status: 500,
    title: "The motion engine failed",
    meaning: "The built-in engine stopped while it made the video.",
    advice: "Try again: it starts afresh for every failure.",
  },
  "storage-full": {
    ...BROKEN_HERE,
    charged: "unknown",
    chargeReason:
      "A new request costs nothing; a video that was made and could not be kept may have been charged.",
    status: 507,
    title: "The disk is full",
    meaning: "There is no room left to keep the video.",
    advice: "Tell the operator to free some space.",
  },
  "storage-quota": {
    ...TURNED_AWAY,
    status: 507,
    title: "The space for videos is used up",
    meaning: "The videos kept here have reached the limit that the operator set.",
    advice: "Delete videos that you no longer need, or tell the operator.",
  },
  "storage-failed": {
    ...BROKEN_HERE,
    charged: "unknown",
    chargeReason:
      "A new request costs nothing; a video that was made and could not be kept may have been charged.",
    status: 500,
    title: "The storage failed",
    meaning: "The disk or the database of this server did not do what it was asked to.",
    advice: "Try again; if it stays so, tell the operator.",
  },
  "restarting": {
    ...BROKEN_HERE,
    chargeReason: "Stopping costs nothing; the page of the generation tells what the video does.",
    retry:
      "The server takes up by itself what cannot have been charged, and goes on following what a provider works on. Only what may have been charged is left to you.",
    status: 503,
    title: "The server restarts",
    meaning: "The server is being stopped. What it has accepted goes on afterwards, and its page " +
      "tells what it cost.",
    advice: "Look at the generation's page in a minute.",
  },
  "internal-error": {
    ...BROKEN_HERE,
    charged: "unknown",
    chargeReason: "Nobody foresaw it, so nobody knows how far the request had come.",
    status: 500,
    title: "Something broke here",
    meaning: "The server met a fault that nobody foresaw.",
    advice: "Try again; the operator finds the details in the log under the request id.",
  },
} as const satisfies Record<string, ProblemEntry>;
