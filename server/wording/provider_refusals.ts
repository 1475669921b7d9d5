import { BUSY_PROVIDER, type FailureEntry, REFUSED_BY_PROVIDER } from "./failure_entry.ts";
import { OTHER_MODEL, OTHER_PICTURE, OTHER_REQUEST, OTHER_SETTINGS } from "./next_steps.ts";

const TELL_OPERATOR = "Choose another model, or tell the operator of this site.";

/** The provider did not take the work: for good, or because it was busy. */
export const PROVIDER_REFUSALS = {
  "invalid-image": {
    ...REFUSED_BY_PROVIDER,
    status: 422,
    title: "The model could not read the picture",
    meaning: "The provider could not read the picture.",
    advice: "Choose another picture, or save this one as JPEG first.",
    next: OTHER_PICTURE,
  },
  "invalid-parameters": {
    ...REFUSED_BY_PROVIDER,
    status: 422,
    title: "The model refused the settings",
    meaning: "The model does not accept these settings.",
    advice: "Change them, or go back to the defaults.",
    next: OTHER_SETTINGS,
  },
  "content-policy": {
    ...REFUSED_BY_PROVIDER,
    status: 422,
    title: "Refused by the provider's rules",
    meaning: "The provider's content rules do not allow the picture or the prompt.",
    advice: "Choose another picture, or say it in other words.",
    next: OTHER_REQUEST,
  },
  "provider-image-too-large": {
    ...REFUSED_BY_PROVIDER,
    status: 502,
    title: "Too large for the provider",
    meaning: "The picture is too large for the provider.",
    advice: {
      guest: "Choose another model.",
      operator: "Raise the endpoint's request limit.",
    },
    next: OTHER_MODEL,
  },
  "provider-misconfigured": {
    ...REFUSED_BY_PROVIDER,
    status: 502,
    title: "The provider is set up wrongly",
    meaning: "The provider does not understand this site's requests.",
    advice: {
      guest: TELL_OPERATOR,
      operator: "Check the address that it is reached at: HF_ENDPOINT_URL, COMFYUI_URL, " +
        "VIDEOS_API_URL or HF_ROUTER_URL.",
    },
    next: OTHER_MODEL,
    cases: {
      "synchronous": {
        what: "The server makes the video before it answers, as NVIDIA Dynamo does; this site " +
          "needs one that can be asked how the work stands.",
      },
    },
  },
  "model-not-found": {
    ...REFUSED_BY_PROVIDER,
    repetition: "Where another provider serves the model, we go on to it by ourselves; this was " +
      "the last one. Trying again looks anew who serves it.",
    status: 502,
    title: "The model is not served there",
    meaning: "No provider at Hugging Face serves this model at the moment.",
    advice: "Choose another model.",
    next: OTHER_MODEL,
    cases: {
      "missing-there": {
        what: "The server does not have what the model needs: {missing}.",
        advice: {
          guest: TELL_OPERATOR,
          operator: "Install it there; the model's page at its maker's says where it goes.",
        },
      },
      "endpoint": {
        what: "The provider does not serve this model.",
        advice: {
          guest: TELL_OPERATOR,
          operator: "Point HF_ENDPOINT_URL to an endpoint that serves it.",
        },
      },
    },
  },
  "host-gone": {
    ...REFUSED_BY_PROVIDER,
    status: 502,
    title: "The provider moved away",
    meaning: "The provider has moved to another address.",
    advice: { guest: TELL_OPERATOR, operator: "Update HF_ENDPOINT_URL or HF_ROUTER_URL." },
    next: OTHER_MODEL,
  },
  "endpoint-paused": {
    ...REFUSED_BY_PROVIDER,
    status: 503,
    title: "The endpoint is switched off",
    meaning: "The provider is switched off.",
    advice: { guest: TELL_OPERATOR, operator: "Resume the endpoint." },
    next: OTHER_MODEL,
  },
  "rate-limited": {
    ...BUSY_PROVIDER,
    status: 503,
    title: "The provider is busy",
    meaning: "The provider asks this site to slow down.",
    advice: "Try again in a few minutes.",
  },
  "model-loading": {
    ...BUSY_PROVIDER,
    status: 503,
    title: "The model is still starting up",
    meaning: "The model was still starting up when this video timed out.",
    advice: "Try again in a few minutes; the model goes on starting.",
  },
  "overloaded": {
    ...BUSY_PROVIDER,
    status: 503,
    title: "The provider is overloaded",
    meaning: "The provider has no room for this video at the moment.",
    advice: "Try again in a few minutes.",
    cases: { "says-nothing": { what: "The provider gave an empty answer." } },
  },
  "unreachable": {
    ...BUSY_PROVIDER,
    cost: "No. Nothing was sent, because no connection came about.",
    status: 503,
    title: "The provider cannot be reached",
    meaning: "The provider could not be reached, so nothing was sent.",
    advice: {
      guest: "Try again in a few minutes.",
      operator: "Check its address (HF_ENDPOINT_URL, COMFYUI_URL, VIDEOS_API_URL or " +
        "HF_ROUTER_URL), and this machine's network.",
    },
  },
} as const satisfies Record<string, FailureEntry>;
