import { assert, assertEquals, assertFalse, assertStrictEquals } from "@std/assert";
import { HttpError } from "fresh";
import { InputError, LoungeError, ProviderError } from "../../../server/errors.ts";
import { headersOf } from "../../../server/protocol/error_headers.ts";
import { MethodNotAllowedError } from "../../../server/protocol/allowed_methods.ts";
import {
  problemResponse,
  statusOf,
  toLoungeError,
  toProblem,
} from "../../../server/problems/problem.ts";

const REQUEST = { path: "/generate", requestId: "0b6f3a52-9c1e-4f0e-8a53-6f1f3f1f7f10" };

Deno.test("an expected failure stays what it is", () => {
  const error = new InputError("image-empty", "The picture's file is empty.");
  assertStrictEquals(toLoungeError(error), error);
});

for (
  const [name, thrown] of [
    ["an ordinary error", new Error("secret detail")],
    ["a thrown literal", "secret detail"],
    ["nothing at all", undefined],
    ["a code that the catalogue lacks", new LoungeError("no-such-code", "secret detail")],
    ["a code of an object's own methods", new LoungeError("constructor", "secret detail")],
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
  const error = new ProviderError("rate-limited", "The provider is busy. Try again later.", {
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
    detail: "The provider is busy. Try again later.",
    instance: "/generate",
    code: "rate-limited",
    charged: "no",
    retryable: true,
    retryAfterSeconds: 7,
    requestId: REQUEST.requestId,
  });
});

Deno.test("only a failure that knows them sets Allow and Retry-After", () => {
  assertEquals(headersOf(new InputError("image-empty", "Empty.")), {});
  assertEquals(headersOf(new MethodNotAllowedError("POST")), { allow: "POST" });
});

Deno.test("a problem about one field names it, and one about a missing token says where it is entered", () => {
  const fault = new InputError("prompt-missing", "It needs a prompt.", { field: "prompt" });
  assertEquals(toProblem(fault, REQUEST).field, "prompt");
  assertFalse("field" in toProblem(new InputError("image-empty", "It is empty."), REQUEST));
  const gone = new InputError("visitor-token-missing", "The token is gone.");
  const response = problemResponse(toProblem(gone, REQUEST));
  assertEquals(response.status, 401);
  assertEquals(response.headers.get("www-authenticate"), 'Cookie form-action="/account"');
});
