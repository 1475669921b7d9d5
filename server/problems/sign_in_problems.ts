import { type ProblemEntry, TURNED_AWAY } from "./problem_entry.ts";

const FREE = { ...TURNED_AWAY, chargeReason: "Signing in costs nothing." };

/** Signing in did not come to its end. */
export const SIGN_IN_PROBLEMS = {
  "sign-in-failed": {
    ...FREE,
    status: 400,
    title: "Signing in did not work",
    meaning:
      "The answer that came back was too old, had been used before, or was not meant for this " +
      "browser, so nobody was signed in.",
    advice: "Start again from the account page, in one tab and within a quarter of an hour.",
    retry: "The server repeats nothing: an answer counts once.",
  },
  "sign-in-canceled": {
    ...FREE,
    status: 400,
    title: "Signing in was canceled",
    meaning: "You did not agree at Hugging Face, so nobody was signed in.",
    advice: "The studio works without it; start again if you change your mind.",
    retry: "The server repeats nothing.",
  },
  "sign-in-unavailable": {
    ...FREE,
    status: 503,
    title: "Signing in is not possible right now",
    meaning:
      "The sign-in service cannot be reached, does not know this instance, or was never set " +
      "up here.",
    advice: "The studio works without it; try again in a minute, or bring a token of your own.",
    retry: "The server repeats nothing; every press of Sign in asks anew.",
  },
} as const satisfies Record<string, ProblemEntry>;
