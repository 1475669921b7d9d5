import {
  BUSY_PROVIDER,
  LOST_AT_PROVIDER,
  type ProblemEntry,
  REFUSED_BY_PROVIDER,
} from "./problem_entry.ts";

/** The outside provider failed, or could not be reached. */
export const PROVIDER_PROBLEMS = {
  "invalid-image": {
    ...REFUSED_BY_PROVIDER,
    status: 422,
    title: "The model could not read the picture",
    meaning: "The provider refused the picture: it could not read it.",
    advice: "Try another picture, or save this one as JPEG first.",
  },
  "invalid-parameters": {
    ...REFUSED_BY_PROVIDER,
    status: 422,
    title: "The model refused the settings",
    meaning: "The provider does not accept these settings for this model.",
    advice: "Go back to the defaults and try again.",
  },
  "content-policy": {
    ...REFUSED_BY_PROVIDER,
    status: 422,
    title: "Refused by the provider's rules",
    meaning: "The provider's content rules refused the picture or the prompt.",
    advice: "Choose another picture, or say it in other words.",
  },
  "provider-image-too-large": {
    ...REFUSED_BY_PROVIDER,
    status: 502,
    title: "Too large for the provider",
    meaning: "The provider takes smaller pictures than this instance sent.",
    advice:
      "Choose another model, or tell the operator: the endpoint's request limit is too small.",
  },
  "provider-misconfigured": {
    ...REFUSED_BY_PROVIDER,
    status: 502,
    title: "The provider is set up wrongly",
    meaning: "The provider does not understand this kind of request.",
    advice: "Tell the operator to check HF_ENDPOINT_URL and HF_ROUTER_URL.",
  },
  "auth-invalid": {
    ...REFUSED_BY_PROVIDER,
    status: 502,
    title: "The token is not accepted",
    meaning: "The provider does not know the access token that pays for this video.",
    advice:
      "If it is yours, sign in again or enter another one; if not, tell the operator to renew " +
      "HF_API_TOKEN.",
  },
  "auth-forbidden": {
    ...REFUSED_BY_PROVIDER,
    status: 502,
    title: "The token may not do this",
    meaning: "The access token is known, but may not call this service.",
    advice:
      "Give the token the permission to call Inference Providers, or tell the operator to do so " +
      "if it is not yours.",
  },
  "payment-required": {
    ...REFUSED_BY_PROVIDER,
    status: 402,
    title: "The credits are used up",
    meaning: "The Hugging Face account that pays for this video has no credits left.",
    advice:
      "If it is yours, add credits at huggingface.co/settings/billing; if not, tell the operator, " +
      "or use the built-in motion preview meanwhile.",
  },
  "rate-limited": {
    ...BUSY_PROVIDER,
    status: 503,
    title: "The provider is busy",
    meaning: "The provider asks to slow down, and waiting did not help.",
    advice: "Try again in a minute.",
  },
  "model-not-found": {
    ...REFUSED_BY_PROVIDER,
    retry:
      "Where the model has several services, the server goes on to the next one by itself; this was the last. Retry looks again at which of them serve it.",
    status: 502,
    title: "The model is not served there",
    meaning: "No provider that this instance knows serves the model now.",
    advice: "Choose another model. Stable Video Diffusion needs an endpoint of its own.",
  },
  "host-gone": {
    ...REFUSED_BY_PROVIDER,
    status: 502,
    title: "The provider moved away",
    meaning: "The address that this instance calls is no longer in use.",
    advice: "Tell the operator to update HF_ENDPOINT_URL or HF_ROUTER_URL.",
  },
  "endpoint-paused": {
    ...REFUSED_BY_PROVIDER,
    status: 503,
    title: "The endpoint is switched off",
    meaning: "The endpoint is paused by its owner.",
    advice: "Tell the operator to resume it.",
  },
  "model-loading": {
    ...BUSY_PROVIDER,
    status: 503,
    title: "The model is still waking",
    meaning: "The model was still loading when the time for this generation ran out.",
    advice: "Try again in a minute: it goes on loading meanwhile.",
  },
  "overloaded": {
    ...BUSY_PROVIDER,
    status: 503,
    title: "The provider is overloaded",
    meaning: "The provider had no room for the work, several times in a row.",
    advice: "Try again in a minute.",
  },
  "unreachable": {
    ...BUSY_PROVIDER,
    chargeReason: "No connection to the provider came about, so nothing was sent.",
    status: 503,
    title: "The provider cannot be reached",
    meaning: "Its name has no address, nobody answers there, or no secure connection came about, " +
      "several times in a row.",
    advice: "Try again in a few minutes; if it stays so, tell the operator.",
  },
  "upstream-timeout": {
    ...LOST_AT_PROVIDER,
    status: 504,
    title: "The provider took too long",
    meaning: "The provider gave up waiting for its own result.",
    advice: "Look at the receipt, then try again.",
  },
  "upstream-error": {
    ...LOST_AT_PROVIDER,
    status: 502,
    title: "The provider failed",
    meaning: "The provider answered with an error of its own.",
    advice: "Look at the receipt, then try again.",
  },
  "bad-output": {
    ...LOST_AT_PROVIDER,
    chargeReason: "The provider did its work, so it may well charge for it.",
    status: 502,
    title: "No playable video came back",
    meaning: "What the provider sent is not a complete video that browsers play.",
    advice: "Try again; if it stays so, tell the operator.",
  },
  "unplayable-codec": {
    ...LOST_AT_PROVIDER,
    chargeReason: "The provider did its work, so it may well charge for it.",
    status: 502,
    title: "A video that browsers do not play",
    meaning: "The provider sent a whole video, but coded in a way that browsers cannot show.",
    advice: "Choose another model; the operator can have the endpoint answer with H.264.",
  },
  "network": {
    ...LOST_AT_PROVIDER,
    status: 502,
    title: "The connection to the provider broke",
    meaning: "The picture was on its way or at the provider when the connection broke.",
    advice: "Look at the receipt, then try again.",
  },
  "deadline-exceeded": {
    ...LOST_AT_PROVIDER,
    status: 504,
    title: "The time for this generation ran out",
    meaning: "The generation took longer than this instance waits.",
    advice: "Try again; the operator can raise GENERATION_TIMEOUT_SECONDS.",
  },
  "job-failed": {
    ...LOST_AT_PROVIDER,
    status: 502,
    title: "The provider could not make it",
    meaning: "The provider accepted the work, and later reported that it had failed.",
    advice: "Try again, with another picture or other settings if it happens twice.",
    chargeReason: "Services differ in whether they charge for work that failed, and do not say.",
  },
  "job-canceled": {
    ...LOST_AT_PROVIDER,
    status: 502,
    title: "The provider stopped the work",
    meaning: "The provider accepted the work and ended it before the video was ready.",
    advice: "Try again; if it stays so, choose another model.",
    chargeReason:
      "Services differ in whether they charge for work that was stopped, and do not say.",
  },
  "result-refused": {
    status: 502,
    title: "The video lies at a strange address",
    meaning: "The provider made the video and left it at an address that this server does not " +
      "trust: not HTTPS, or inside a private network.",
    advice: "Tell the operator, who can allow a safe host in RESULT_HOSTS_ALLOWED.",
    charged: "yes",
    chargeReason: "The provider has made the video, and charges for that.",
    retry:
      "The server repeats nothing, because the next video would lie there too. Retry pays for a " +
      "new attempt.",
  },
} as const satisfies Record<string, ProblemEntry>;
