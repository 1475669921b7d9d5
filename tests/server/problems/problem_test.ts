import { assert, assertEquals, assertFalse, assertMatch, assertStrictEquals } from "@std/assert";
import { HttpError } from "fresh";
import { InputError, ProviderError } from "../../../server/errors.ts";
import { headersOf } from "../../../server/protocol/error_headers.ts";
import { MethodNotAllowedError } from "../../../server/protocol/allowed_methods.ts";
import {
  problemOfFailure,
  problemResponse,
  statusOf,
  toLoungeError,
  toProblem,
} from "../../../server/problems/problem.ts";

const REQUEST = { path: "/generate", requestId: "0b6f3a52-9c1e-4f0e-8a53-6f1f3f1f7f10" };

Deno.test("an expected failure stays what it is", () => {
  const error = new InputError("image-empty");
  assertStrictEquals(toLoungeError(error), error);
});

for (
  const [name, thrown] of [
    ["an ordinary error", new Error("secret detail")],
    ["a thrown literal", "secret detail"],
    ["nothing at all", undefined],
    ["an HTTP error of another status", new HttpError(418, "secret detail")],
  ] as const
) {
  Deno.test(`${name} becomes internal-error and shows nothing of itself`, async () => {
    const error = toLoungeError(thrown);
    assertEquals([error.code, statusOf(error)], ["internal-error", 500]);
    assertStrictEquals(error.cause, thrown);
    const text = await problemResponse(toProblem(error, REQUEST), headersOf(error)).text();
    assertFalse(text.includes("secret"));
    assert(text.includes(REQUEST.requestId));
  });
}

for (
  const [status, code] of [
    [403, "foreign-origin"],
    [404, "not-found"],
    [405, "method-not-allowed"],
  ] as const
) {
  Deno.test(`Fresh's HTTP error ${status} becomes ${code}`, () => {
    const error = toLoungeError(new HttpError(status));
    assertEquals([error.code, statusOf(error)], [code, status]);
  });
}

Deno.test("a problem carries all that RFC 9457 and a client need", async () => {
  const error = new ProviderError("rate-limited", {}, {
    charged: "no",
    retryable: true,
    retryAfterSeconds: 7,
    cause: new Error("secret detail"),
  });
  const response = problemResponse(toProblem(error, REQUEST), headersOf(error));
  assertEquals(response.status, 503);
  assertEquals(Object.fromEntries(response.headers), {
    "cache-control": "no-store",
    "content-type": "application/problem+json",
    "retry-after": "7",
  });
  assertEquals(await response.json(), {
    type: "/problems/rate-limited",
    title: "The provider is busy",
    status: 503,
    detail: "The provider asks this site to slow down. Try again in a few minutes.",
    instance: "/generate",
    code: "rate-limited",
    charged: "no",
    retryable: true,
    retryAfterSeconds: 7,
    next: { kind: "try-again", text: "Try again" },
    requestId: REQUEST.requestId,
  });
});

Deno.test("the problem of a failed generation is worded for whoever pays, with what it cost", () => {
  const failure = {
    code: "auth-invalid",
    parameters: {},
    charged: "no",
    retryable: false,
    providerSaid: "Invalid username or password.",
  } as const;
  const payer = problemOfFailure(failure, { ...REQUEST, audience: "payer" });
  assertEquals(
    payer.detail,
    "Hugging Face does not accept your access token. Nothing was charged. " +
      "Sign in again or enter another token under Account, then try again.",
  );
  assertEquals(payer.next, {
    kind: "link",
    text: "Enter another token",
    href: "/account",
    afterwards: "Go on with the new token",
  });
  assertEquals(payer.providerSaid, "Invalid username or password.");
  const guest = problemOfFailure(failure, { ...REQUEST, audience: "guest" });
  assertMatch(guest.detail, /^Hugging Face does not accept the access token.*your own/);
  assertEquals(guest.next?.text, "Use your own token");
  assertFalse("providerSaid" in guest, "what is said of the operator's account is theirs");
});

Deno.test("a failure that was stored as a sentence is told in that sentence, as it is", () => {
  const message = "It broke on the way. Nothing was charged; you can try again.";
  const stored = { code: "network", message, charged: "unknown", retryable: true } as const;
  const problem = problemOfFailure(stored, { ...REQUEST, audience: "guest" });
  assertEquals(problem.detail, message);
  assertEquals([problem.code, problem.status, problem.charged], ["network", 502, "unknown"]);
  assertEquals(problem.next?.kind, "try-again");
});

for (const code of ["no-such-code", "constructor"]) {
  Deno.test(`a stored failure of the code ${code}, which this version lacks, is told in general`, () => {
    const stored = {
      code,
      parameters: { kind: "x" },
      charged: "unknown",
      retryable: true,
    } as const;
    const problem = problemOfFailure(stored, { ...REQUEST, audience: "guest" });
    assertEquals([problem.code, problem.status], [code, 500]);
    assertMatch(
      problem.detail,
      /^Something went wrong on this server\. It may have been charged\./,
    );
  });
}

Deno.test("only a failure that knows them sets Allow and Retry-After", () => {
  assertEquals(headersOf(new InputError("image-empty")), {});
  assertEquals(headersOf(new MethodNotAllowedError("POST")), { allow: "POST" });
});

Deno.test("a problem about one field names it, and one about a missing token says where it is entered", () => {
  const fault = new InputError("prompt-missing", {}, { field: "prompt" });
  assertEquals(toProblem(fault, REQUEST).field, "prompt");
  assertFalse("field" in toProblem(new InputError("image-empty"), REQUEST));
  const gone = new InputError("visitor-token-missing");
  const response = problemResponse(toProblem(gone, REQUEST));
  assertEquals(response.status, 401);
  assertEquals(response.headers.get("www-authenticate"), 'Cookie form-action="/account"');
});
