import { type FailureEntry, LOST_AT_PROVIDER } from "./failure_entry.ts";
import { OTHER_MODEL } from "./next_steps.ts";

const TRY_AGAIN_ADVICE = "You can try again.";
const DID_ITS_WORK = {
  ...LOST_AT_PROVIDER,
  cost: "Probably. The provider did its work.",
} as const;
const SAYS_NOTHING_OF_COST = {
  ...LOST_AT_PROVIDER,
  cost: "Perhaps. Services differ in whether they charge for work that did not end well, and do " +
    "not say.",
} as const;
/** The next video would be the same, or no better. */
const NO_RETRY = { retryable: false, advice: "Choose another model.", next: OTHER_MODEL } as const;

/** The provider had the work, and no video came of it. */
export const PROVIDER_LOSSES = {
  "upstream-timeout": {
    ...LOST_AT_PROVIDER,
    status: 504,
    title: "The provider took too long",
    meaning: "The provider gave up waiting for its own result.",
    advice: TRY_AGAIN_ADVICE,
    cases: {
      "no-answer": { what: "The provider did not answer in time." },
      "download": { what: "The video is finished, but did not arrive here in time." },
    },
  },
  "upstream-error": {
    ...LOST_AT_PROVIDER,
    status: 502,
    title: "The provider failed",
    meaning: "The provider failed while it made the video.",
    advice: TRY_AGAIN_ADVICE,
    cases: {
      "gateway": {
        what: "A gateway answered in the provider's place and did not say whether the picture " +
          "got through.",
      },
      "unknown-state": {
        what: "The provider reported a state that this server does not know.",
      },
      "not-stopped": { what: "The provider did not agree to stop the work." },
    },
  },
  "network": {
    ...LOST_AT_PROVIDER,
    status: 502,
    title: "The connection to the provider broke",
    meaning: "The connection to the provider broke before it answered.",
    advice: TRY_AGAIN_ADVICE,
    cases: {
      "broke-off": { what: "The connection to the provider broke while the video arrived." },
      "not-fetched": {
        what: "The video is finished, but could not be fetched from where the provider left it.",
      },
    },
  },
  "deadline-exceeded": {
    ...LOST_AT_PROVIDER,
    status: 504,
    title: "The time for this video ran out",
    meaning: "The video was not ready in the time that this site waits.",
    advice: { guest: TRY_AGAIN_ADVICE, operator: "Raise GENERATION_TIMEOUT_SECONDS." },
    cases: { "after": { what: "The video was not ready after {limitSeconds}." } },
  },
  "job-failed": {
    ...SAYS_NOTHING_OF_COST,
    status: 502,
    title: "The provider could not make it",
    meaning: "The provider took the work, but could not make the video.",
    advice: TRY_AGAIN_ADVICE,
    cases: {
      "out-of-memory": {
        what: "The server ran out of memory while it made the video.",
        advice: "Make the video shorter or smaller, or choose another model.",
      },
      "lost": {
        what: "The server lost the work: it was restarted, or somebody cleared its queue.",
      },
      "no-file": { what: "The work ended without a video." },
      "forgotten": { what: "The provider took the work, but does not know it any more." },
      "final": {
        ...NO_RETRY,
        what: "The provider took the work, but could not make the video.",
        advice: "Choose another model, or make the video shorter.",
      },
    },
  },
  "job-canceled": {
    ...SAYS_NOTHING_OF_COST,
    status: 502,
    title: "The provider stopped the work",
    meaning: "The provider stopped the work before the video was ready.",
    advice: TRY_AGAIN_ADVICE,
  },
  "bad-output": {
    ...DID_ITS_WORK,
    status: 502,
    title: "No playable video came back",
    meaning: "What the provider sent is not a complete video that browsers play.",
    advice: "Try again, or choose another model.",
    cases: {
      "no-video": {
        ...NO_RETRY,
        what: "The provider answered with something that is not an MP4 video.",
        advice: { guest: "Choose another model.", operator: "Check what the provider answers." },
      },
      "empty-answer": {
        ...NO_RETRY,
        what: "The provider answered with nothing where the video should be.",
      },
      "says-nothing": { what: "The provider gave an empty answer." },
      "answer-too-large": {
        what: "The provider's answer is longer than any that means something.",
      },
      "no-work": {
        what: "The provider took the picture, but does not say where the work can be followed.",
      },
      "no-address": { what: "The provider says that it is finished, but names no video." },
      "bad-address": {
        what: "The video is finished, but the address that the provider gives is not valid.",
      },
      "too-large": {
        ...NO_RETRY,
        what: "The video is larger than the {limitBytes} that this site takes.",
        advice: {
          guest: "Choose another model, or make the video shorter.",
          operator: "Raise MAX_VIDEO_BYTES.",
        },
      },
      "picture": { what: "The video that came back is a picture, not an MP4." },
      "json": { what: "The video that came back is JSON, not an MP4." },
      "other-file": { what: "The video that came back is {fileType}, not an MP4." },
      "not-mp4": { what: "The video that came back is not an MP4." },
      "empty": { what: "The video that came back is empty." },
      "no-track": { what: "The video that came back has no video track." },
      "no-frames": { what: "The video that came back has no frames." },
      "no-index": {
        what: "The video that came back has no index; it is damaged or cut off.",
      },
      "no-data": { what: "The video that came back has an index, but no frames." },
      "damaged-index": { what: "The video that came back has a damaged index." },
      "damaged-frames": { what: "The video that came back has damaged frames." },
      "large-index": { what: "The video that came back has an unreasonably large index." },
      "index-outside": {
        what: "The video that came back has an index that points outside of it.",
      },
      "damaged-beginning": { what: "The video that came back has a damaged beginning." },
      "unordered": { what: "The video that came back cannot be put in order." },
      "too-many-frames": {
        what: "The video that came back claims to have more frames than any model makes.",
      },
      "too-long": { what: "The video that came back claims to be longer than any model makes." },
      "cut-off": { what: "The video that came back is cut off." },
      "damaged": { what: "The video that came back is damaged or cut off." },
      "no-size": { what: "The video that came back has an impossible picture size." },
      "no-time": { what: "The video that came back lasts no time at all." },
    },
  },
  "unplayable-codec": {
    ...DID_ITS_WORK,
    ...NO_RETRY,
    repetition: "We don't retry this, because the next video would be coded in the same way.",
    status: 502,
    title: "A video that browsers do not play",
    meaning: "The provider sent a whole video, in a codec that browsers do not play.",
    advice: {
      guest: "Choose another model.",
      operator: "Let the endpoint answer with H.264.",
    },
    cases: {
      "codec": { what: "The provider sent {codec}, which browsers do not play." },
    },
  },
  "result-refused": {
    charged: "yes",
    cost: "Yes. The provider made the video, and charges for that.",
    retryable: false,
    repetition: "We don't retry this, because the next video would be left there too.",
    status: 502,
    title: "The video is at an address that we don't trust",
    meaning: "The provider left the video at an address that this server does not trust.",
    advice: {
      guest: "Choose another model, or tell the operator of this site.",
      operator: "Where the host is safe, name it in RESULT_HOSTS_ALLOWED.",
    },
    next: OTHER_MODEL,
    cases: {
      "redirects": { what: "The video's address leads on to another more than three times." },
    },
  },
} as const satisfies Record<string, FailureEntry>;
