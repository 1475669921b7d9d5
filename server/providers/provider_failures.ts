import type { Charged } from "../../contract/problem.ts";
import { ProviderError } from "../generation/errors.ts";

interface FailureFacts {
  readonly charged: Charged;
  /** Whether the same request may succeed later; not whether it is repeated by itself. */
  readonly retryable: boolean;
  /** What happened, what it cost and what to do; never a word of the service's own. */
  readonly sentence: string;
}

const REFUSED = { charged: "no", retryable: false } as const;
const BUSY = { charged: "no", retryable: true } as const;
const LOST = { charged: "unknown", retryable: true } as const;

const FAILURES = {
  "invalid-image": {
    ...REFUSED,
    sentence: "The video service could not read the picture. Nothing was charged; " +
      "try another picture, or save this one as JPEG first.",
  },
  "invalid-parameters": {
    ...REFUSED,
    sentence: "The model does not accept these settings. Nothing was charged; " +
      "go back to the defaults and try again.",
  },
  "content-policy": {
    ...REFUSED,
    sentence: "The video service's content rules refused the picture. Nothing was charged; " +
      "choose another picture.",
  },
  "provider-misconfigured": {
    ...REFUSED,
    sentence: "The video service does not understand this server's requests. Nothing was " +
      "charged; the operator has to check what HF_ENDPOINT_URL points to.",
  },
  "provider-image-too-large": {
    ...REFUSED,
    sentence: "The picture is too large for the video service. Nothing was charged; " +
      "the operator has to raise the endpoint's request limit.",
  },
  "auth-invalid": {
    ...REFUSED,
    sentence: "The video service does not accept this server's access token. Nothing was " +
      "charged; the operator has to renew HF_API_TOKEN.",
  },
  "auth-forbidden": {
    ...REFUSED,
    sentence: "This server's access token may not call the video service. Nothing was charged; " +
      "the operator has to give it the permission to call Inference Providers or the endpoint.",
  },
  "payment-required": {
    ...REFUSED,
    sentence: "The account that pays for the video service has no credits left. Nothing was " +
      "charged; the operator has to top it up.",
  },
  "rate-limited": {
    ...BUSY,
    sentence: "The video service asks this server to slow down. Nothing was charged; " +
      "try again in a while.",
  },
  "model-not-found": {
    ...REFUSED,
    sentence: "The video service does not serve this model. Nothing was charged; " +
      "the operator has to point HF_ENDPOINT_URL at an endpoint that does.",
  },
  "host-gone": {
    ...REFUSED,
    sentence: "The video service has moved to another address. Nothing was charged; " +
      "the operator has to update HF_ENDPOINT_URL.",
  },
  "endpoint-paused": {
    ...REFUSED,
    sentence: "The video service is switched off. Nothing was charged; " +
      "the operator has to resume the endpoint.",
  },
  "model-loading": {
    ...BUSY,
    sentence: "The model was still waking when the time for this film ran out. Nothing was " +
      "charged; try again in a few minutes, it goes on waking meanwhile.",
  },
  "overloaded": {
    ...BUSY,
    sentence: "The video service has no room for this film at the moment. Nothing was charged; " +
      "try again in a few minutes.",
  },
  "upstream-timeout": {
    ...LOST,
    sentence: "The video service gave up waiting for its own result. Whether that was charged " +
      "is not known; you can try again.",
  },
  "upstream-error": {
    ...LOST,
    sentence: "The video service failed while it made the film. Whether that was charged " +
      "is not known; you can try again.",
  },
  "bad-output": {
    charged: "unknown",
    retryable: false,
    sentence: "The video service answered with something that is not an MP4 film. Whether that " +
      "was charged is not known; the operator has to check the endpoint.",
  },
  "network": {
    ...LOST,
    sentence: "The video service could not be reached, or the connection broke before it " +
      "answered. Whether that was charged is not known; you can try again.",
  },
  "deadline-exceeded": {
    ...LOST,
    sentence: "The film was not ready in the time that this server waits. Whether it was " +
      "charged is not known; you can try again.",
  },
} as const satisfies Record<string, FailureFacts>;

/** A way in which a provider fails. */
export type ProviderFailureCode = keyof typeof FAILURES;

/** What is known of one failure beyond its code. */
export interface ProviderFailureDetails {
  /** For the log; must be free of secrets. */
  readonly cause?: unknown;
  readonly retryAfterSeconds?: number;
  /** Takes the place of the code's own sentence where more is known. */
  readonly sentence?: string;
  readonly charged?: Charged;
}

/** The error of a failure, with the sentence, charge and retry advice that belong to its code. */
export function providerFailure(
  code: ProviderFailureCode,
  details: ProviderFailureDetails = {},
): ProviderError {
  const facts = FAILURES[code];
  return new ProviderError(code, details.sentence ?? facts.sentence, { ...facts, ...details });
}
