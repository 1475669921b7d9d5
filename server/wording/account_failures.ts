import { TRY_AGAIN } from "../../contract/problem.ts";
import { type FailureEntry, REFUSED_BY_PROVIDER, TURNED_AWAY } from "./failure_entry.ts";
import {
  ADD_CREDITS,
  ADD_PROVIDER_KEY,
  ALLOW_TOKEN,
  OTHER_MODEL,
  OTHER_TOKEN,
  OWN_TOKEN,
} from "./next_steps.ts";

const ABOUT_ACCOUNT = { ...REFUSED_BY_PROVIDER, isAboutAccount: true } as const;
/** What a visitor can do whose token would not be used there. */
const TELL_OPERATOR = "Choose another model, or tell the operator of this site.";
const USE_OWN_TOKEN = "Choose another model, or use your own Hugging Face token.";

/** The account or the token that pays was refused, before any work. */
export const ACCOUNT_FAILURES = {
  "auth-invalid": {
    ...ABOUT_ACCOUNT,
    status: 502,
    title: "The token is not accepted",
    meaning: {
      guest: "Hugging Face does not accept the access token that pays for this video.",
      payer: "Hugging Face does not accept your access token.",
    },
    advice: {
      guest: USE_OWN_TOKEN,
      payer: "Sign in again or enter another token under Account, then try again.",
      operator: "Renew HF_API_TOKEN.",
    },
    next: { guest: OWN_TOKEN, payer: OTHER_TOKEN },
    cases: {
      "endpoint": {
        what: "The provider does not accept this site's access token.",
        advice: { guest: TELL_OPERATOR, operator: "Renew HF_API_TOKEN." },
        next: OTHER_MODEL,
      },
    },
  },
  "auth-forbidden": {
    ...ABOUT_ACCOUNT,
    status: 502,
    title: "The token may not do this",
    meaning: {
      guest: "The access token that pays for this video may not call Inference Providers.",
      payer: "Your Hugging Face token may not call Inference Providers.",
    },
    advice: {
      guest: USE_OWN_TOKEN,
      payer: "Give it that permission at huggingface.co/settings/tokens, or use another token.",
      operator: "Give HF_API_TOKEN the permission to call Inference Providers.",
    },
    next: { guest: OWN_TOKEN, payer: ALLOW_TOKEN },
    cases: {
      "endpoint": {
        what: "This site's access token may not call the provider.",
        advice: { guest: TELL_OPERATOR, operator: "Let HF_API_TOKEN read the endpoint." },
        next: OTHER_MODEL,
      },
    },
  },
  "payment-required": {
    ...ABOUT_ACCOUNT,
    status: 402,
    title: "The credits are used up",
    meaning: {
      guest: "The Hugging Face account that pays for this video has no credits left.",
      payer: "Your Hugging Face account has no credits left for this video.",
    },
    advice: {
      guest: USE_OWN_TOKEN,
      payer: "Add some at huggingface.co/settings/billing, then try again.",
      operator: "Add credits at huggingface.co/settings/billing.",
    },
    next: { guest: OWN_TOKEN, payer: ADD_CREDITS },
    cases: {
      "endpoint": {
        what: "The account that pays for the provider has no credits left.",
        advice: { guest: TELL_OPERATOR, operator: "Add credits to the endpoint's account." },
        next: OTHER_MODEL,
      },
    },
  },
  "provider-not-enabled": {
    ...ABOUT_ACCOUNT,
    repetition: "Where another provider serves the model, we go on to it by ourselves; this was " +
      "the last one. Once the cause is gone, you can send the same picture and settings again.",
    status: 402,
    title: "The provider is not enabled",
    meaning: {
      guest: "The account that pays may not spend its Hugging Face credits at this provider.",
      payer: "Your account may not spend its Hugging Face credits at this provider.",
    },
    advice: {
      guest: USE_OWN_TOKEN,
      payer:
        "More credits do not help. Choose another model, or add your own key for the provider " +
        "at huggingface.co/settings/inference-providers.",
      operator: "More credits do not help. Add a key of your own for the provider at " +
        "huggingface.co/settings/inference-providers, or leave the model to other providers.",
    },
    next: { guest: OWN_TOKEN, payer: ADD_PROVIDER_KEY },
    cases: {
      "provider": {
        what: {
          guest: "The account that pays may not spend its Hugging Face credits at {provider}.",
          payer: "Your account may not spend its Hugging Face credits at {provider}.",
        },
      },
    },
  },
} as const satisfies Record<string, FailureEntry>;

const SIGN_IN_IS_FREE = {
  ...TURNED_AWAY,
  cost: "No. Signing in costs nothing.",
  retryable: true,
  repetition: "We don't retry this. Press Sign in again.",
} as const;

/** Signing in did not come to its end. */
export const SIGN_IN_FAILURES = {
  "password-needed": {
    ...TURNED_AWAY,
    status: 401,
    title: "A password is needed",
    meaning: "The host of this site keeps it closed with a password.",
    advice: "Send it as HTTP authentication, for example with curl -u lounge:PASSWORD.",
    cases: { "wrong": { what: "That is not the password.", advice: "Enter it again." } },
  },
  "too-many-passwords": {
    ...TURNED_AWAY,
    retryable: true,
    repetition: "We don't retry this. The Retry-After header says when to try again.",
    status: 429,
    title: "Too many wrong passwords",
    meaning: "Many wrong passwords were tried here in a short time.",
    advice: "Wait ten minutes and enter it again.",
    next: TRY_AGAIN,
    cases: {
      "wait":
        "Many wrong passwords were tried here in a short time. Wait {waitSeconds} and try again.",
    },
  },
  "sign-in-failed": {
    ...SIGN_IN_IS_FREE,
    status: 400,
    title: "Signing in did not work",
    meaning: "Hugging Face's answer was too old, had been used before, or was meant for another " +
      "browser, so nobody was signed in.",
    advice: "Start again from the account page, in one tab and within a quarter of an hour.",
  },
  "sign-in-canceled": {
    ...SIGN_IN_IS_FREE,
    status: 400,
    title: "Signing in was canceled",
    meaning: "You did not agree at Hugging Face, so nobody was signed in.",
    advice: "The studio works without it; start again if you change your mind.",
  },
  "sign-in-too-long": {
    ...SIGN_IN_IS_FREE,
    retryable: false,
    repetition: "We don't retry this: the answer would be as long again.",
    status: 502,
    title: "Signing in needs more room than a browser has",
    meaning: "What Hugging Face sent to sign you in with is longer than browsers keep, so nobody " +
      "was signed in, and your videos are where they were.",
    advice: "The studio works without it, and you can enter a token of your own.",
  },
  "sign-in-unavailable": {
    ...SIGN_IN_IS_FREE,
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
