import type { ProblemEntry } from "./problem_entry.ts";

/** The outside video service, or the way to it, failed. */
export const PROVIDER_PROBLEMS = {
  "invalid-image": {
    status: 422,
    title: "The model could not read the picture",
    meaning: "The video service refused the picture. Nothing was charged.",
    advice: "Try another picture, or save this one as JPEG first.",
  },
  "invalid-parameters": {
    status: 422,
    title: "The model refused the settings",
    meaning: "The video service does not accept these settings. Nothing was charged.",
    advice: "Go back to the defaults and try again.",
  },
  "content-policy": {
    status: 422,
    title: "Refused by the service's rules",
    meaning: "The video service's content rules refused the picture.",
    advice: "Choose another picture.",
  },
  "provider-image-too-large": {
    status: 502,
    title: "Too large for the video service",
    meaning: "The video service takes smaller pictures than this instance sent.",
    advice: "Tell the operator; the endpoint's request limit is too small.",
  },
  "provider-misconfigured": {
    status: 502,
    title: "The video service is set up wrongly",
    meaning: "The endpoint does not understand this kind of request.",
    advice: "Tell the operator to check what HF_ENDPOINT_URL points to.",
  },
  "auth-invalid": {
    status: 502,
    title: "The token is not accepted",
    meaning: "The video service does not know this instance's access token.",
    advice: "Tell the operator to renew HF_API_TOKEN.",
  },
  "auth-forbidden": {
    status: 502,
    title: "The token may not do this",
    meaning: "The access token is known, but may not call this service.",
    advice: "Tell the operator to give the token the permission to call Inference Providers.",
  },
  "payment-required": {
    status: 402,
    title: "The credits are used up",
    meaning: "The account that pays for this instance has no credits left.",
    advice: "Tell the operator, or use the built-in motion preview meanwhile.",
  },
  "rate-limited": {
    status: 503,
    title: "The video service is busy",
    meaning: "The video service asks to slow down, and waiting did not help.",
    advice: "Try again in a minute.",
  },
  "model-not-found": {
    status: 502,
    title: "The model is not served there",
    meaning: "The video service does not know the model. Nothing was charged.",
    advice: "Tell the operator: Stable Video Diffusion needs an endpoint of its own.",
  },
  "host-gone": {
    status: 502,
    title: "The video service moved away",
    meaning: "The address that this instance calls is no longer in use.",
    advice: "Tell the operator to update HF_ENDPOINT_URL.",
  },
  "endpoint-paused": {
    status: 503,
    title: "The endpoint is switched off",
    meaning: "The endpoint is paused by its owner. Nothing was charged.",
    advice: "Tell the operator to resume it.",
  },
  "model-loading": {
    status: 503,
    title: "The model is still waking",
    meaning: "The model was still loading when the time for this generation ran out.",
    advice: "Try again in a minute: it goes on loading meanwhile.",
  },
  "overloaded": {
    status: 503,
    title: "The video service is overloaded",
    meaning: "The video service had no room for the work, several times in a row.",
    advice: "Try again in a minute.",
  },
  "upstream-timeout": {
    status: 504,
    title: "The video service took too long",
    meaning: "The video service gave up waiting for its own result.",
    advice: "Try again; whether this attempt was charged is not known.",
  },
  "upstream-error": {
    status: 502,
    title: "The video service failed",
    meaning: "The video service answered with an error of its own.",
    advice: "Try again; whether this attempt was charged is not known.",
  },
  "bad-output": {
    status: 502,
    title: "No playable film came back",
    meaning: "What the video service sent is not a complete film that browsers play.",
    advice: "Try again; if it stays so, tell the operator.",
  },
  "network": {
    status: 502,
    title: "The connection to the video service broke",
    meaning: "The video service could not be reached, or the connection broke on the way.",
    advice: "Try again; whether this attempt was charged is not known once it was sent.",
  },
  "deadline-exceeded": {
    status: 504,
    title: "The time for this generation ran out",
    meaning: "The generation took longer than this instance waits.",
    advice: "Try again; the operator can raise GENERATION_TIMEOUT_SECONDS.",
  },
} as const satisfies Record<string, ProblemEntry>;
