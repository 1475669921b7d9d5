import { assertEquals } from "@std/assert";
import { redact, redactedError } from "../../../server/providers/redact.ts";

const TEXTS: readonly (readonly [text: string, excerpt: string])[] = [
  ["num_frames must be at most 25", "num_frames must be at most 25"],
  ["wrong token s3cret+", "wrong token [secret]"],
  ["Authorization: Bearer abc.def", "Authorization: Bearer [secret]"],
  ["token hf_oauth_AbC123 expired", "token [secret] expired"],
  [
    "see https://s3.example/a/b?X-Amz-Signature=1&k=2 now",
    "see https://s3.example/a/b?[query] now",
  ],
  ["http://user:password@host/path", "http://host/path"],
  ["two\r\nlines\u0000 and\ttabs", "two lines and tabs"],
  ["x".repeat(2000), "x".repeat(300)],
];

for (const [text, excerpt] of TEXTS) {
  Deno.test(`the log gets "${excerpt.slice(0, 50)}"`, () => {
    assertEquals(redact(text, "s3cret+"), excerpt);
  });
}

Deno.test("a failed transfer is logged with its causes and without its address's query", () => {
  const cause = new Error("error sending request for url (https://host/path?key=1): refused");
  const error = redactedError(new TypeError("fetch failed", { cause }));
  assertEquals(
    error.message,
    "fetch failed: error sending request for url (https://host/path?[query]): refused",
  );
  assertEquals(error.cause, undefined);
});
