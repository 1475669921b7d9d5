import type { ProviderFailureCode } from "../wording/failures.ts";
import type { UpstreamAnswer } from "./upstream_answer.ts";

const BY_STATUS: ReadonlyMap<number, ProviderFailureCode> = new Map([
  [400, "invalid-parameters"],
  [401, "auth-invalid"],
  [402, "payment-required"],
  [403, "auth-forbidden"],
  [404, "model-not-found"],
  [408, "upstream-timeout"],
  [410, "host-gone"],
  [413, "provider-image-too-large"],
  [415, "provider-misconfigured"],
  [422, "invalid-parameters"],
  [429, "rate-limited"],
  [502, "overloaded"],
  [503, "overloaded"],
  [504, "upstream-timeout"],
]);

const BY_CODE: ReadonlyMap<string, ProviderFailureCode> = new Map([
  ["model_not_supported", "model-not-found"],
  ["model_not_found", "model-not-found"],
  ["content_policy_violation", "content-policy"],
  ["request_timeout", "upstream-timeout"],
  ["NOT_ENOUGH_BALANCE", "payment-required"],
  // fal, "Model errors".
  ["image_load_error", "invalid-image"],
  ["file_download_error", "invalid-image"],
  ["unsupported_image_format", "invalid-image"],
  ["image_too_small", "invalid-image"],
  ["image_too_large", "invalid-image"],
  ["face_detection_error", "invalid-image"],
  ["file_too_large", "provider-image-too-large"],
  ["no_media_generated", "job-failed"],
  ["generation_timeout", "job-failed"],
]);

/** What services behind the router answer with several statuses when nobody pays any more. */
const OUT_OF_BALANCE =
  /\b(insufficient|exhausted|not enough|out of)\b.{0,40}\b(balance|credits?|funds)\b/i;

/** How the router says that an account may not use one provider with its credits. */
const NOT_ENABLED = /\bnot enabled for provider\b/i;

/**
 * What a 400 or 422 means is in its sentence alone: Hugging Face's containers answer so to every
 * fault, their own included, and give no code. The first pattern that matches decides.
 */
const BY_WORDS: readonly (readonly [RegExp, ProviderFailureCode])[] = [
  // huggingface-inference-toolkit, webservice_starlette.py: every exception becomes a 400.
  [/\b(CUDA|MPS|HIP)\b.*\b(error|out of memory)\b|OutOfMemoryError/i, "upstream-error"],
  [/\b(Content|Accept) type\b.*\bnot supported\b/i, "provider-misconfigured"],
  [/\bCan only serialize\b/i, "provider-misconfigured"],
  // Rust servers (text-generation-inference and its kin) that take JSON alone.
  [/^Failed to deserialize the JSON body\b/i, "provider-misconfigured"],
  // The proxy of Inference Endpoints in front of a paused endpoint.
  [/^Bad Request: Invalid state\b/i, "endpoint-paused"],
  // fal's queue, asked for a result too early.
  [/^Request is still in progress/i, "upstream-timeout"],
  // api-inference-community, routes.py and validation.py; the router of Inference Providers.
  [/\btask\b.*\bis not recognized\b/i, "model-not-found"],
  [/\bmodel\b.*\bnot supported by\b/i, "model-not-found"],
  [/\bnsfw\b|\bcontent policy\b|\bmoderation\b|\bflagged as\b/i, "content-policy"],
  [/\blength limit exceeded\b|\bpayload too large\b/i, "provider-image-too-large"],
  [
    /\b(invalid|malformed|unidentified|corrupt\w*|unsupported|cannot identify)\b.*\bimage\b/i,
    "invalid-image",
  ],
  [/\binputs?\b.{0,40}\bmust be\b.{0,40}\bimage\b/i, "invalid-image"],
  [/\bUnsupported data URL\b|\bimage\b.*\b(cannot|could not) be\b/i, "invalid-image"],
];

/** Which failure an answer with a status other than 2xx stands for. */
export function failureCodeOf(answer: UpstreamAnswer): ProviderFailureCode {
  const { status, codes, words, estimatedSeconds } = answer;
  if (status === 503 && (estimatedSeconds !== undefined || /\bloading\b/i.test(words))) {
    return "model-loading";
  }
  if (status === 402 && NOT_ENABLED.test(words)) return "provider-not-enabled";
  if (status === 400 || status === 403 || status === 422) {
    if (OUT_OF_BALANCE.test(words)) return "payment-required";
  }
  if (status === 400 || status === 422) {
    const known = codes.find((code) => BY_CODE.has(code)) ?? "";
    const code = BY_CODE.get(known) ?? BY_WORDS.find(([pattern]) => pattern.test(words))?.[1];
    if (code) return code;
  }
  return BY_STATUS.get(status) ?? failureCodeOfClass(status);
}

/**
 * What has become of work that a provider had taken and gave up: the picture's or the prompt's
 * fault where the provider says so, else `job-failed`.
 */
export function failureCodeOfWork(
  { codes, words }: Pick<UpstreamAnswer, "codes" | "words">,
): ProviderFailureCode {
  const answer = { status: 422, headers: new Headers(), codes, words, isJson: true };
  const code = failureCodeOf(answer);
  return FAULTS_OF_THE_INPUT.has(code) ? code : "job-failed";
}

const FAULTS_OF_THE_INPUT: ReadonlySet<ProviderFailureCode> = new Set([
  "content-policy",
  "invalid-image",
  "payment-required",
]);

/** Whether an answer speaks of one provider behind the router, not of the account or the model. */
export function speaksOfOneProvider({ words }: Pick<UpstreamAnswer, "words">): boolean {
  return /\b(by|for) provider [\w-]+/i.test(words);
}

function failureCodeOfClass(status: number): ProviderFailureCode {
  if (status >= 500) return "upstream-error";
  return status >= 400 ? "provider-misconfigured" : "host-gone";
}
