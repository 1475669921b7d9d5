import type { Charged } from "../../contract/problem.ts";

/** One failure's words; never one of the provider's own. */
export interface FailureWords {
  /** What happened, as a sentence. */
  readonly what: string;
  /** What to do now, as the end of a sentence. */
  readonly advice: string;
}

/** What is known of a failure by its code alone. */
export interface ProviderFailureFacts extends FailureWords {
  readonly charged: Charged;
  /** Whether the same request may succeed later; not whether it is repeated by itself. */
  readonly retryable: boolean;
  /** Where the instance's own token went through the router of Inference Providers. */
  readonly atRouter?: Partial<FailureWords>;
  /** Where the visitor's token did; no setting of the operator's is named then. */
  readonly forVisitor?: Partial<FailureWords>;
}

const REFUSED = { charged: "no", retryable: false } as const;
const BUSY = { charged: "no", retryable: true } as const;
const LOST = { charged: "unknown", retryable: true } as const;
const TRY_AGAIN = "you can try again";
const OTHER_MODEL = { advice: "choose another model" };
const TELL_OPERATOR = { advice: "choose another model, and tell the operator of this site" };

/** The ways in which providers fail. */
export const FAILURES = {
  "invalid-image": {
    ...REFUSED,
    what: "The provider could not read the picture.",
    advice: "try another picture, or save this one as JPEG first",
  },
  "invalid-parameters": {
    ...REFUSED,
    what: "The model does not accept these settings.",
    advice: "go back to the defaults and try again",
  },
  "content-policy": {
    ...REFUSED,
    what: "The provider's content rules refused the picture.",
    advice: "choose another picture",
    atRouter: {
      what: "The provider's content rules refused the picture or the prompt.",
      advice: "change one or the other",
    },
  },
  "provider-misconfigured": {
    ...REFUSED,
    what: "The provider does not understand this server's requests.",
    advice: "the operator has to check what HF_ENDPOINT_URL points to",
    atRouter: { advice: "the operator has to check what HF_ROUTER_URL points to" },
    forVisitor: TELL_OPERATOR,
  },
  "provider-image-too-large": {
    ...REFUSED,
    what: "The picture is too large for the provider.",
    advice: "the operator has to raise the endpoint's request limit",
    atRouter: OTHER_MODEL,
  },
  "auth-invalid": {
    ...REFUSED,
    what: "The provider does not accept this server's access token.",
    advice: "the operator has to renew HF_API_TOKEN",
    forVisitor: {
      what: "Hugging Face does not accept your access token.",
      advice: "sign in again or enter another one under Account",
    },
  },
  "auth-forbidden": {
    ...REFUSED,
    what: "This server's access token may not call the provider.",
    advice:
      "the operator has to give it the permission to call Inference Providers or the endpoint",
    forVisitor: {
      what: "Your Hugging Face token may not call Inference Providers.",
      advice: "give it that permission at huggingface.co/settings/tokens, or use another one",
    },
  },
  "payment-required": {
    ...REFUSED,
    what: "The account that pays for the provider has no credits left.",
    advice: "the operator has to top it up",
    forVisitor: {
      what: "Your Hugging Face account has no credits left for this video.",
      advice: "add some at huggingface.co/settings/billing and try again",
    },
  },
  "rate-limited": {
    ...BUSY,
    what: "The provider asks this server to slow down.",
    advice: "try again in a while",
  },
  "model-not-found": {
    ...REFUSED,
    what: "The provider does not serve this model.",
    advice: "the operator has to point HF_ENDPOINT_URL at an endpoint that does",
    atRouter: {
      what: "No provider at Hugging Face serves this model at the moment.",
      ...OTHER_MODEL,
    },
  },
  "host-gone": {
    ...REFUSED,
    what: "The provider has moved to another address.",
    advice: "the operator has to update HF_ENDPOINT_URL",
    atRouter: { advice: "the operator has to update HF_ROUTER_URL" },
    forVisitor: TELL_OPERATOR,
  },
  "endpoint-paused": {
    ...REFUSED,
    what: "The provider is switched off.",
    advice: "the operator has to resume the endpoint",
    atRouter: OTHER_MODEL,
  },
  "model-loading": {
    ...BUSY,
    what: "The model was still waking when the time for this video ran out.",
    advice: "try again in a few minutes, it goes on waking meanwhile",
  },
  "overloaded": {
    ...BUSY,
    what: "The provider has no room for this video at the moment.",
    advice: "try again in a few minutes",
  },
  "unreachable": {
    ...BUSY,
    what: "The provider could not be reached, so that nothing was sent.",
    advice: "try again in a few minutes",
  },
  "upstream-timeout": {
    ...LOST,
    what: "The provider gave up waiting for its own result.",
    advice: TRY_AGAIN,
  },
  "upstream-error": {
    ...LOST,
    what: "The provider failed while it made the video.",
    advice: TRY_AGAIN,
  },
  "job-failed": {
    ...LOST,
    what: "The provider took the work and could not make the video.",
    advice: TRY_AGAIN,
  },
  "job-canceled": {
    ...LOST,
    what: "The provider stopped the work before the video was ready.",
    advice: TRY_AGAIN,
  },
  "bad-output": {
    charged: "unknown",
    retryable: false,
    what: "The provider answered with something that is not an MP4 video.",
    advice: "the operator has to check the endpoint",
    atRouter: OTHER_MODEL,
  },
  "result-refused": {
    charged: "yes",
    retryable: false,
    what: "The provider left the video at an address that this server does not trust.",
    advice: "the operator can name a host that is safe in RESULT_HOSTS_ALLOWED",
    forVisitor: TELL_OPERATOR,
  },
  "network": {
    ...LOST,
    what: "The connection to the provider broke before it answered.",
    advice: TRY_AGAIN,
  },
  "deadline-exceeded": {
    ...LOST,
    what: "The video was not ready in the time that this server waits.",
    advice: TRY_AGAIN,
  },
} as const satisfies Record<string, ProviderFailureFacts>;
