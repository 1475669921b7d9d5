import { HttpError } from "fresh";
import type { FailureFacts } from "../../contract/generation.ts";
import type { Problem } from "../../contract/problem.ts";
import { InputError, LoungeError, StorageError } from "../errors.ts";
import type { Audience } from "../wording/failure_entry.ts";
import { failureSentence, nextStepAfter } from "../wording/failure_words.ts";
import { entryOf } from "../wording/failures.ts";

/** Turns whatever was thrown into an expected failure; the unexpected becomes `internal-error`. */
export function toLoungeError(error: unknown): LoungeError {
  if (error instanceof LoungeError) return error;
  if (error instanceof HttpError) return fromHttpError(error);
  return new LoungeError("internal-error", {}, { cause: error });
}

function fromHttpError(error: HttpError): LoungeError {
  switch (error.status) {
    case 403:
      return new InputError("foreign-origin");
    case 404:
      return new InputError("not-found");
    case 405:
      return new InputError("method-not-allowed");
    default:
      return new LoungeError("internal-error", {}, { cause: error });
  }
}

/** Whether the operator should hear of a failure: nobody foresaw it, or the storage broke. */
export function isFault(error: LoungeError): boolean {
  return error.code === "internal-error" ||
    (error instanceof StorageError && error.cause !== undefined);
}

/** Status of the failure's code. */
export function statusOf({ code }: LoungeError): number {
  return entryOf(code).status;
}

/** The request that a problem is told about. */
export interface AskedFor {
  /** Path of the request. */
  readonly path: string;
  readonly requestId: string;
}

/** The RFC 9457 body of a request that failed. What it has cost stands in `charged` alone. */
export function toProblem(error: LoungeError, { path, requestId }: AskedFor): Problem {
  const { code, charged, retryable, retryAfterSeconds, field } = error;
  const next = nextStepAfter(error, "guest");
  return {
    type: `/problems/${code}`,
    title: entryOf(code).title,
    status: statusOf(error),
    detail: failureSentence(error, { audience: "guest" }),
    instance: path,
    code,
    charged,
    retryable,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(field === undefined ? {} : { field }),
    ...(next === undefined ? {} : { next }),
    requestId,
  };
}

/**
 * The problem of a generation that failed earlier, as its owner reads it. It says what the attempt has
 * cost; one that was stored as a sentence is told in that sentence.
 */
export function problemOfFailure(
  failure: FailureFacts,
  { path, requestId, audience }: AskedFor & { readonly audience: Exclude<Audience, "operator"> },
): Problem {
  const { code, charged, retryable } = failure;
  const entry = entryOf(code);
  const isOld = "message" in failure;
  const { canLookAgain = false } = isOld ? {} : failure;
  const coded = { code, retryable, canLookAgain, parameters: isOld ? {} : failure.parameters };
  const step = nextStepAfter(coded, audience);
  const next = step?.kind === "look-again" ? { ...step, href: `${path}/look` } : step;
  const isForReader = audience === "payer" || !entry.isAboutAccount;
  const providerSaid = isOld || !isForReader ? undefined : failure.providerSaid;
  const retryAfterSeconds = isOld ? undefined : failure.retryAfterSeconds;
  return {
    type: `/problems/${code}`,
    title: entry.title,
    status: entry.status,
    detail: isOld ? failure.message : failureSentence(coded, { audience, charged, canLookAgain }),
    instance: path,
    code,
    charged,
    retryable,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(providerSaid === undefined ? {} : { providerSaid }),
    ...(next === undefined ? {} : { next }),
    requestId,
  };
}

/** A problem as an `application/problem+json` answer (RFC 9457 section 3). */
export function problemResponse(problem: Problem, headers: HeadersInit = {}): Response {
  const all = new Headers(headers);
  all.set("content-type", "application/problem+json");
  all.set("cache-control", "no-store");
  // RFC 9110 section 15.5.2 asks for it; what is missing here is a cookie that a form sets.
  if (problem.status === 401 && !all.has("www-authenticate")) {
    all.set("www-authenticate", 'Cookie form-action="/account"');
  }
  return new Response(JSON.stringify(problem), { status: problem.status, headers: all });
}
