import { type FailureEntry, TURNED_AWAY } from "./failure_entry.ts";

const FREE = {
  ...TURNED_AWAY,
  cost: "No. Signing in costs nothing.",
  retryable: true,
  repetition: "We don't retry this. Press Sign in again.",
} as const;

/** Signing in did not come to its end. */
export const SIGN_IN_FAILURES = {
  "sign-in-failed": {
    ...FREE,
    status: 400,
    title: "Signing in did not work",
    meaning: "Hugging Face's answer was too old, had been used before, or was meant for another " +
      "browser, so nobody was signed in.",
    advice: "Start again from the account page, in one tab and within a quarter of an hour.",
  },
  "sign-in-canceled": {
    ...FREE,
    status: 400,
    title: "Signing in was canceled",
    meaning: "You did not agree at Hugging Face, so nobody was signed in.",
    advice: "The studio works without it; start again if you change your mind.",
  },
  "sign-in-unavailable": {
    ...FREE,
    status: 503,
    title: "Signing in is not possible right now",
    meaning:
      "The sign-in service cannot be reached, does not know this site, or was never set up " +
      "here.",
    advice: {
      guest: "The studio works without it. Try again in a minute, or enter a token of your own.",
      operator: "Check HF_OAUTH_CLIENT_ID and SITE_URL.",
    },
  },
} as const satisfies Record<string, FailureEntry>;
