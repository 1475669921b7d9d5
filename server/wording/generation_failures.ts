import { type FailureEntry, LOST_AT_PROVIDER, TURNED_AWAY } from "./failure_entry.ts";
import { OPEN_LIBRARY, OTHER_MODEL, OTHER_PICTURE, OWN_TOKEN } from "./next_steps.ts";

/** A limit on what is paid for in a day: it is over at midnight. */
const SPENT = {
  ...TURNED_AWAY,
  retryable: true,
  repetition:
    "We don't retry this. The Retry-After header counts the seconds until midnight UTC, " +
    "when a new day begins.",
  status: 429,
  next: OWN_TOKEN,
} as const;

const OTHER_WAYS = "make a local preview, which costs nothing, or come back after midnight UTC.";
const OWN_TOKEN_ADVICE = `Use your own Hugging Face token, ${OTHER_WAYS}`;
/** No visitor's token ever pays for the operator's endpoint. */
const AT_ENDPOINT = {
  advice: `Choose another model, ${OTHER_WAYS}`,
  next: OTHER_MODEL,
} as const;

const SHARE_USED_UP =
  "This video would go beyond the money that the host of this site gives each visitor for one day.";
const VIDEOS_USED_UP =
  "This video would go beyond the number that the host of this site gives each visitor for one day.";

/** A generation does not stand where the request needs it to stand, or was ended. */
export const GENERATION_FAILURES = {
  "queue-full": {
    ...TURNED_AWAY,
    retryable: true,
    repetition: "We don't retry this. The Retry-After header says when to send it again.",
    status: 429,
    title: "Too many videos in progress",
    meaning: "One visitor may have only so many videos waiting and in progress at a time.",
    advice: "Try again when one has finished, or cancel one.",
    cases: {
      "limit": {
        what: "You already have {limit} videos in progress, the limit here.",
        advice: "Try again when one finishes.",
      },
    },
  },
  "new-videos-off": {
    ...TURNED_AWAY,
    status: 503,
    title: "No new videos at the moment",
    meaning: "The host of this site makes no new videos at the moment; all that are there stay.",
    advice: "Come back later. What was already ordered is still made.",
  },
  "whole-queue-full": {
    ...TURNED_AWAY,
    retryable: true,
    repetition: "We don't retry this. The Retry-After header says when to send it again.",
    status: 503,
    title: "The queue is full",
    meaning: "As many videos of all visitors are waiting as this server takes at a time.",
    advice: "Try again in a moment: places become free as videos are made.",
  },
  "still-running": {
    ...TURNED_AWAY,
    retryable: true,
    cost: "No. The question itself costs nothing; the video that it is about goes on.",
    repetition: "The video goes on. Ask again when it has ended.",
    status: 409,
    title: "Still running",
    meaning: "The video that the request is about is still in progress.",
    advice: "Follow the Location header to see how it stands.",
    cases: {
      "same-key": "The request with this key is still running. Follow it at {page}.",
      "stopping":
        "The video is being stopped, which takes longer than usual. Erase it in a moment.",
      "account":
        "Some videos are still being stopped, so the account is still here. Delete it again in a minute.",
    },
  },
  "not-retryable": {
    ...TURNED_AWAY,
    status: 409,
    title: "It cannot be tried again",
    meaning: "Only a video that failed or was canceled, and whose picture is still kept, can be " +
      "tried again.",
    advice: "Send the picture again.",
    next: OTHER_PICTURE,
    cases: {
      "picture-gone": "The picture is no longer kept here. Choose it again.",
      "not-failed": "Only a video that failed or was canceled can be tried again.",
    },
  },
  "not-open": {
    ...TURNED_AWAY,
    status: 409,
    title: "Nothing to look for",
    meaning: "The provider has nothing of this video that it could be asked for.",
    advice: "Make it anew instead.",
  },
  "canceled": {
    charged: "unknown",
    cost: "Not if it was stopped before it was sent. After that, the provider may still charge. " +
      "The receipt says which.",
    retryable: true,
    repetition: "We don't repeat what was canceled. Trying again starts a new attempt.",
    status: 409,
    title: "Canceled",
    meaning: "The video was canceled before it was finished.",
    advice: "You can try again.",
  },
  "interrupted": {
    ...LOST_AT_PROVIDER,
    status: 502,
    title: "Interrupted",
    meaning: "This server stopped while the provider was at work, so the video was lost. It " +
      "was not sent a second time.",
    advice: "You can try again.",
  },
  "daily-spend-limit": {
    ...SPENT,
    title: "Today's money is spent",
    meaning: "The host of this site pays for so much in one day, and that is used up.",
    advice: OWN_TOKEN_ADVICE,
    cases: {
      "endpoint": {
        ...AT_ENDPOINT,
        what: "The host of this site pays for so much in one day, and that is used up.",
      },
    },
  },
  "visitor-spend-limit": {
    ...SPENT,
    title: "Your share of today is used up",
    meaning: "The host of this site pays for so much for each visitor and day, and this video " +
      "would go beyond it.",
    advice: OWN_TOKEN_ADVICE,
    cases: {
      "money": { what: SHARE_USED_UP },
      "videos": { what: VIDEOS_USED_UP },
      "money-at-endpoint": { ...AT_ENDPOINT, what: SHARE_USED_UP },
      "videos-at-endpoint": { ...AT_ENDPOINT, what: VIDEOS_USED_UP },
    },
  },
  "storage-quota": {
    ...TURNED_AWAY,
    retryable: true,
    status: 507,
    title: "The space for videos is used up",
    meaning:
      "The videos stored here, and those on their way, take all the space that was set aside for them.",
    advice: {
      guest: "Delete some of yours, or try again later.",
      operator: "Raise VIDEOS_QUOTA_BYTES, or delete videos.",
    },
    next: OPEN_LIBRARY,
  },
  "visitor-token-missing": {
    charged: "unknown",
    cost: "Not if the video had not been sent yet; otherwise what was begun may be charged to " +
      "your account. The receipt says which.",
    retryable: true,
    repetition: "We waited for your browser to bring the token again, and gave up. Trying again " +
      "starts a new attempt with the token that is there then.",
    status: 401,
    title: "Your token is not here any more",
    meaning: "You pay for this video with your own Hugging Face token, and it did not come back " +
      "to this server in time.",
    advice: "Enter it again or sign in, then try again and keep the page open.",
    next: { ...OWN_TOKEN, text: "Enter your token" },
  },
} as const satisfies Record<string, FailureEntry>;
