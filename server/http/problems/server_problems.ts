import type { ProblemEntry } from "./problem_entry.ts";

/** This server failed. */
export const SERVER_PROBLEMS = {
  "engine-failed": {
    status: 500,
    title: "The motion engine failed",
    meaning: "The built-in engine stopped while it made the film.",
    advice: "Try again: it starts afresh for every failure.",
  },
  "storage-full": {
    status: 507,
    title: "The disk is full",
    meaning: "There is no room left to keep the film.",
    advice: "Tell the operator to free some space.",
  },
  "storage-failed": {
    status: 500,
    title: "The film could not be kept",
    meaning: "The disk refused to write the film.",
    advice: "Try again; if it stays so, tell the operator.",
  },
  "internal-error": {
    status: 500,
    title: "Something broke here",
    meaning: "The server met a fault that nobody foresaw.",
    advice: "Try again; the operator finds the details in the log under the request id.",
  },
} as const satisfies Record<string, ProblemEntry>;
