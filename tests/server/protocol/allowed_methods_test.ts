import { assertEquals, assertThrows } from "@std/assert";
import { allowOnly, MethodNotAllowedError } from "../../../server/protocol/allowed_methods.ts";

Deno.test("allowOnly() refuses every method but those named, and tells which work", () => {
  const handlers = allowOnly("GET", "HEAD");
  assertEquals(Object.keys(handlers).sort(), ["DELETE", "OPTIONS", "PATCH", "POST", "PUT"]);
  const refusal = assertThrows(() => handlers.PUT?.(), MethodNotAllowedError);
  assertEquals([refusal.code, refusal.headers.allow], ["method-not-allowed", "GET, HEAD"]);
  assertEquals(refusal.message, "This address takes GET, HEAD only.");
});

Deno.test("allowOnly() answers OPTIONS with the methods and no body", () => {
  const response = allowOnly("POST").OPTIONS?.();
  assertEquals([response?.status, response?.headers.get("allow"), response?.body], [
    204,
    "POST",
    null,
  ]);
});
