import { assertEquals } from "@std/assert";
import { parseConfig } from "../../../server/config.ts";
import { InputError, ProviderError } from "../../../server/errors.ts";
import { errorHeaders, HeaderedError } from "../../../server/protocol/error_headers.ts";

const config = parseConfig({ MAX_QUEUED_PER_VISITOR: "7" });

Deno.test("a full queue is told as a quota of concurrent requests", () => {
  const error = new InputError("queue-full", {}, { retryable: true, retryAfterSeconds: 30 });
  assertEquals(errorHeaders(error, config), {
    "retry-after": "30",
    "ratelimit-policy": '"queue";q=7;qu="concurrent-requests"',
    "ratelimit": '"queue";r=0;t=30',
  });
});

Deno.test("a full queue always says when to try again", () => {
  const headers = errorHeaders(new InputError("queue-full"), config);
  assertEquals(headers["ratelimit"], `"queue";r=0;t=${headers["retry-after"]}`);
});

Deno.test("other failures bring their own headers, and Retry-After where it is known", () => {
  const busy = new ProviderError("overloaded", {}, { retryAfterSeconds: 5 });
  assertEquals(errorHeaders(busy, config), { "retry-after": "5" });
  const running = new HeaderedError("still-running", {}, { headers: { location: "/v/1" } });
  assertEquals(errorHeaders(running, config), { location: "/v/1" });
  assertEquals(errorHeaders(new InputError("erased"), config), {});
});
