import {
  AuthorizationResponseError,
  OperationProcessingError,
  ResponseBodyError,
} from "oauth4webapi";
import { LoungeError } from "../errors.ts";

/** Whoever comes back can write what they like into the address. */
const MAX_REASON_LENGTH = 200;

/** What the operator finds in the log, in a few words: which check failed, never what was sent. */
export function reasonOf(error: LoungeError): string {
  return fullReasonOf(error).slice(0, MAX_REASON_LENGTH);
}

function fullReasonOf(error: LoungeError): string {
  const { cause } = error;
  if (cause instanceof ResponseBodyError) return `${cause.error} (${cause.status})`;
  if (cause instanceof AuthorizationResponseError) return cause.error;
  if (cause instanceof OperationProcessingError) return `${cause.code}: ${cause.message}`;
  if (cause instanceof Error) return `${cause.name}: ${cause.message}`;
  if (error.code === "sign-in-too-long") return "the session does not fit into a cookie";
  return error.code === "sign-in-unavailable"
    ? "not set up here, or incomplete there"
    : "no sign-in under way";
}

/** The provider cannot be reached, does not answer as it should, or does not know this instance. */
export function signInUnavailable(cause?: unknown): LoungeError {
  return new LoungeError("sign-in-unavailable", {}, { cause });
}

/** Something in the answer is not what was asked for: too old, used before, or not from here. */
export function signInFailed(cause?: unknown): LoungeError {
  return new LoungeError("sign-in-failed", {}, { cause });
}

/** The provider's tokens do not fit into a cookie. */
export function signInTooLong(): LoungeError {
  return new LoungeError("sign-in-too-long", {});
}

function signInCanceled(cause: unknown): LoungeError {
  return new LoungeError("sign-in-canceled", {}, { cause });
}

/** Codes of the token endpoint that tell of this instance's settings, not of the visitor's answer. */
const SETTINGS_FAULTS = ["invalid_client", "unauthorized_client", "unsupported_grant_type"];
/** Codes of the authorization endpoint that tell of the provider (RFC 6749 section 4.1.2.1). */
const PROVIDER_FAULTS = ["server_error", "temporarily_unavailable", "invalid_client"];

/** What a fault of the callback, or of the exchange after it, comes to for the visitor. */
export function callbackFailure(error: unknown): LoungeError {
  if (error instanceof LoungeError) return error;
  if (error instanceof AuthorizationResponseError) {
    if (error.error === "access_denied") return signInCanceled(error);
    return PROVIDER_FAULTS.includes(error.error) ? signInUnavailable(error) : signInFailed(error);
  }
  if (error instanceof ResponseBodyError) {
    const isOurs = SETTINGS_FAULTS.includes(error.error) || error.status >= 500;
    return isOurs ? signInUnavailable(error) : signInFailed(error);
  }
  if (error instanceof OperationProcessingError && !isStrangeAnswer(error)) {
    return signInFailed(error);
  }
  return signInUnavailable(error);
}

/** An answer of the wrong status or type comes from a provider in trouble, or from no provider. */
function isStrangeAnswer({ code }: OperationProcessingError): boolean {
  return code === "OAUTH_RESPONSE_IS_NOT_CONFORM" || code === "OAUTH_RESPONSE_IS_NOT_JSON" ||
    code === "OAUTH_PARSE_ERROR";
}
