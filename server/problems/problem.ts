import { HttpError } from "fresh";
import type { FailureFacts } from "../../contract/generation.ts";
import type { Problem } from "../../contract/problem.ts";
import { InputError, LoungeError, StorageError } from "../errors.ts";
import { findProblem } from "./problem_catalogue.ts";

/** Turns whatever was thrown into an expected failure; the unexpected becomes `internal-error`. */
export function toLoungeError(error: unknown): LoungeError {
  if (error instanceof LoungeError && findProblem(error.code)) return error;
  if (error instanceof HttpError) return fromHttpError(error);
  return new LoungeError("internal-error", "The server met an unexpected fault. Try again.", {
    cause: error,
    charged: "unknown",
    retryable: true,
  });
}

function fromHttpError(error: HttpError): LoungeError {
  switch (error.status) {
    case 403:
      return new InputError("foreign-origin", "This form was sent by a page of another site.");
    case 404:
      return new InputError("not-found", "There is nothing at this address.");
    case 405:
      return new InputError("method-not-allowed", "This address does not take this method.");
    default:
      return new LoungeError("internal-error", "The server met an unexpected fault. Try again.", {
        cause: error,
      });
  }
}

/** Whether the operator should hear of a failure: nobody foresaw it, or the storage broke. */
export function isFault(error: LoungeError): boolean {
  return error.code === "internal-error" ||
    (error instanceof StorageError && error.cause !== undefined);
}

/** Status of the failure's code in the catalogue. */
export function statusOf(error: LoungeError): number {
  return findProblem(error.code)?.status ?? 500;
}

/** The RFC 9457 body of a failure. */
export function toProblem(
  error: LoungeError,
  request: { readonly path: string; readonly requestId: string },
): Problem {
  const entry = findProblem(error.code);
  return {
    type: `/problems/${error.code}`,
    title: entry?.title ?? "Something broke here",
    status: statusOf(error),
    detail: error.message,
    instance: request.path,
    code: error.code,
    charged: error.charged,
    retryable: error.retryable,
    ...(error.retryAfterSeconds === undefined
      ? {}
      : { retryAfterSeconds: error.retryAfterSeconds }),
    ...(error.field === undefined ? {} : { field: error.field }),
    requestId: request.requestId,
  };
}

/** The problem of a generation that failed earlier, as the catalogue tells it today. */
export function problemOfFailure(
  failure: FailureFacts,
  request: { readonly path: string; readonly requestId: string },
): Problem {
  const { code, message, charged, retryable } = failure;
  return toProblem(new LoungeError(code, message, { charged, retryable }), request);
}

/** A problem as an `application/problem+json` answer (RFC 9457 section 3). */
export function problemResponse(problem: Problem, headers: HeadersInit = {}): Response {
  const all = new Headers(headers);
  all.set("content-type", "application/problem+json");
  all.set("cache-control", "no-store");
  // RFC 9110 section 15.5.2 asks for it; what is missing here is a cookie that a form sets.
  if (problem.status === 401) all.set("www-authenticate", 'Cookie form-action="/account"');
  return new Response(JSON.stringify(problem), { status: problem.status, headers: all });
}
