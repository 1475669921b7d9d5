import { TRY_AGAIN } from "../../contract/problem.ts";
import { type FailureEntry, TURNED_AWAY } from "./failure_entry.ts";
import { OTHER_SETTINGS } from "./next_steps.ts";

/** What the visitor asked for, or how it was asked, cannot be used. */
export const REQUEST_FAILURES = {
  "malformed-form": {
    ...TURNED_AWAY,
    status: 400,
    title: "The form cannot be read",
    meaning: "The multipart form is incomplete, or its parts cannot be told apart.",
    advice: "Let your client build the form, for example with curl -F image=@photo.jpg.",
    cases: {
      "short": {
        what: "The form cannot be read.",
        advice: "Send it URL-encoded, as multipart or as a JSON object.",
      },
    },
  },
  "malformed-address": {
    ...TURNED_AWAY,
    status: 400,
    title: "The address cannot be read",
    meaning: "The address holds a percent escape that stands for no character.",
    advice: "Check the link, or start again at the front page.",
  },
  "misdirected-request": {
    ...TURNED_AWAY,
    status: 421,
    title: "Not the name of this site",
    meaning: "This server does not know the host name that it was asked under.",
    advice: {
      guest: "Open this site under its own address.",
      operator: "Set SITE_URL to the public address, or add the name to ALLOWED_HOSTS.",
    },
  },
  "header-too-long": {
    ...TURNED_AWAY,
    status: 431,
    title: "A header is too long",
    meaning: "One of the request's headers is longer than this server reads.",
    advice: "Send less in it; in a browser, delete the cookies of this site.",
    cases: {
      "header": "The header {name} is longer than {limitBytes}.",
      "cookie": {
        what: "The cookies for this site are longer than {limitBytes} together.",
        advice: "Delete the cookies of this site, and of others on the same host name.",
      },
    },
  },
  "invalid-setting": {
    ...TURNED_AWAY,
    status: 422,
    title: "A setting is not allowed",
    meaning: "One of the settings has a value that is not allowed.",
    advice: "The message names the setting and what it may be.",
    next: OTHER_SETTINGS,
    cases: {
      "several": "{faults}",
      "range": "{name} must be {legal}.",
      "unknown": "{modelName} has no setting {name}; it has {names}.",
      "unnamed": "{modelName} has no setting of that name; it has {names}.",
      "not-at-provider":
        "{names} cannot be set on {modelName} at the moment: {provider}, which makes its videos now, takes no such setting. Leave it out.",
      "no-prompt": "{modelName} takes no prompt: leave the field prompt empty.",
      "shape": "shape must be one of {shapes}, or left out.",
      "shape-of-model": "shape must be one of {shapes}: {modelName} makes no other.",
      "cache": "cache must be on or off.",
      "stray-file": "The field {name} holds a file; files belong in the field image.",
      "stray-files": "A field of another name holds a file; files belong in the field image.",
      "public": "public must be true or false.",
      "confirm": "confirm must be yes.",
      "selection": "Name a batch, or 1 to {max} ids.",
      "token": "token must be a Hugging Face access token: it starts with hf_ and has no spaces.",
    },
  },
  "prompt-missing": {
    ...TURNED_AWAY,
    status: 422,
    title: "The model needs a prompt",
    meaning: "The model has to be told in words what should happen, and the prompt was empty.",
    advice: "Describe the motion in the field prompt, or choose a model that takes none.",
    next: OTHER_SETTINGS,
    cases: {
      "model": {
        what: "{modelName} needs a prompt.",
        advice: "Say in the field prompt what should happen in the video.",
      },
    },
  },
  "unsupported-media-type": {
    ...TURNED_AWAY,
    status: 415,
    title: "Not a form upload",
    meaning: "The request's Content-Type is not multipart/form-data.",
    advice: "Send the picture as multipart/form-data in the field image.",
  },
  "idempotency-key-malformed": {
    ...TURNED_AWAY,
    status: 400,
    title: "The idempotency key cannot be read",
    meaning: "The Idempotency-Key header is empty, too long or not a quoted string.",
    advice: "Send one new UUID in double quotes with every new request.",
    cases: {
      "limit": "The Idempotency-Key must be 1 to {limit} visible characters in double quotes.",
    },
  },
  "idempotency-key-reused": {
    ...TURNED_AWAY,
    status: 422,
    title: "The idempotency key belongs to another request",
    meaning: "This Idempotency-Key was used before, with another picture or other settings.",
    advice: "Use a new key for each new request; keep it for repetitions only.",
  },
  "foreign-origin": {
    ...TURNED_AWAY,
    status: 403,
    title: "Sent from another site",
    meaning: "The form was sent by a page of another site.",
    advice: "Open the studio itself and send the picture from there.",
  },
  "operator-only": {
    ...TURNED_AWAY,
    status: 403,
    title: "For the operator alone",
    meaning: "Only the operator of this site may do this.",
    advice: {
      guest: "Ask the operator of this site.",
      operator: "Do it on the machine that the server runs on, or send METRICS_TOKEN as a Bearer " +
        "token.",
    },
  },
  "not-found": {
    ...TURNED_AWAY,
    repetition: "We don't retry this: a wrong address stays wrong.",
    status: 404,
    title: "Nothing here",
    meaning: "There is nothing at this address, or it was erased.",
    advice: "Check the link, or start again at the front page.",
    cases: {
      "nothing": { what: "There is nothing at this address." },
      "example": { what: "There is no example video at this address." },
      "file": { what: "There is no video or poster at this address." },
      "generation": { what: "There is no such video, or it is not yours to see." },
      "not-yours": "Only whoever started this video may change it.",
      "shared": { what: "There is no shared video at this address." },
      "compared": { what: "There is no finished video to compare at this address." },
      "selected": "None of these videos is finished.",
      "embedded": "The parameter url names no page of a video here.",
    },
  },
  "erased": {
    ...TURNED_AWAY,
    cost: "No. Asking for what is gone costs nothing; its receipt is gone with it.",
    repetition: "There is nothing left to repeat.",
    status: 410,
    title: "Erased",
    meaning: "This video was erased, by its owner or because its time was over.",
    advice: "It cannot be brought back. Make a new one from the same picture.",
  },
  "method-not-implemented": {
    ...TURNED_AWAY,
    status: 501,
    title: "Unknown method",
    meaning: "No address of this server takes this HTTP method.",
    advice: "Send GET, POST or another common method, in capital letters.",
    cases: { "known": "This server knows no such method; it takes {methods} and OPTIONS." },
  },
  "method-not-allowed": {
    ...TURNED_AWAY,
    status: 405,
    title: "Method not allowed",
    meaning: "This address does not take this HTTP method.",
    advice: "The Allow header lists the methods that it takes.",
    cases: { "allow": "This address takes {allow} only." },
  },
  "too-many-token-checks": {
    ...TURNED_AWAY,
    retryable: true,
    repetition: "We don't retry this. The Retry-After header says when to enter the token again.",
    status: 429,
    title: "Too many tokens were entered",
    meaning: "Many tokens were entered here in a short time. This one was neither checked nor " +
      "kept.",
    advice: "Wait ten minutes and enter it again; a token that is in place goes on paying.",
    next: TRY_AGAIN,
    cases: {
      "visitor":
        "You entered many tokens here in a short time. Wait {waitSeconds} and enter yours again.",
      "everyone":
        "Visitors entered many tokens here in a short time. Wait {waitSeconds} and enter yours again.",
    },
  },
  "token-refused": {
    ...TURNED_AWAY,
    status: 422,
    title: "Hugging Face does not know the token",
    meaning: "Hugging Face does not know this token, or no longer. It was not kept.",
    advice: "Copy it again as a whole, or make a new one in your settings at Hugging Face.",
  },
} as const satisfies Record<string, FailureEntry>;
