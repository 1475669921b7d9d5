import { type FailureEntry, TURNED_AWAY } from "./failure_entry.ts";
import { OTHER_MODEL, OWN_TOKEN } from "./next_steps.ts";

/** The model is not known, or cannot be had now. */
export const MODEL_FAILURES = {
  "unknown-model": {
    ...TURNED_AWAY,
    status: 404,
    title: "No such model",
    meaning: "This site does not run the model of this video.",
    advice: "Choose another model.",
    next: OTHER_MODEL,
    cases: { "named": "There is no model of that name. The models are: {models}." },
  },
  "model-unavailable": {
    ...TURNED_AWAY,
    status: 422,
    title: "The model is not available here",
    meaning: "This site knows the model, but something is missing to run it for you.",
    advice: "Choose another model, or use your own Hugging Face token.",
    next: OTHER_MODEL,
    cases: {
      "token": {
        what:
          "{modelName} needs a Hugging Face token: sign in with Hugging Face, or enter your own under Account.",
        advice: "Or choose another model.",
        next: OWN_TOKEN,
      },
      "endpoint": {
        what: "{modelName} runs on an endpoint of its own, and this site has none.",
        advice: {
          guest: "Choose another model.",
          operator: "Set HF_ENDPOINT_URL to an endpoint that runs it.",
        },
      },
      "price": {
        what:
          "This site has a daily spend limit, and the price of {modelName} is not known: pay with your own Hugging Face token.",
        advice: "Or choose another model.",
        next: OWN_TOKEN,
      },
      "provider": {
        what: "No provider at Hugging Face serves {modelName} at the moment.",
        advice: "Try again later, or choose another model.",
        retryable: true,
      },
      "hub": {
        what: "Hugging Face cannot tell who serves {modelName} at the moment.",
        advice: "Try again in a minute, or choose another model.",
        retryable: true,
      },
      "server-off": {
        what:
          "{modelName} runs on {server}, which does not answer: start it, and check its address.",
        advice: "Or choose another model.",
        retryable: true,
      },
      "server-other": {
        what: "{modelName} runs on {server}, but something else answers at that address: check it.",
        advice: "Or choose another model.",
        retryable: true,
      },
      "server-login": {
        what:
          "{modelName} runs on {server}, which asks for a login: check the key or header for it.",
        advice: "Or choose another model.",
        retryable: true,
      },
      "server-lacks": {
        what: "{modelName} needs on {server} what is missing there: {missing}.",
        advice: "Or choose another model.",
        retryable: true,
      },
      "token-gone": {
        what:
          "This video of {modelName} was started with your own Hugging Face token, which is no longer here.",
        advice: "Enter it again or sign in, then try again.",
        next: OWN_TOKEN,
      },
    },
  },
} as const satisfies Record<string, FailureEntry>;
