import { assert, assertEquals } from "@std/assert";
import { providerWords, redact, redactedError } from "../../../server/providers/redact.ts";

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

/** What a provider says, and what of it a visitor reads as its words. */
const SAID: readonly (readonly [words: string, shown: string | undefined])[] = [
  ["num_frames must be at most 25", "num_frames must be at most 25"],
  ["", undefined],
  ["\u0000\u200b\u202e \u2066", undefined],
  ["look \u202eflipped\u202c here\u0007", "look flipped here"],
  ["see https://cdn.example/a.mp4?X-Amz-Signature=1 now", "see […] now"],
  ["wrong token s3cret+ or Bearer abc.def", "wrong token [secret] or Bearer [secret]"],
  ["key sk_live_0123456789abcdefghijklmnopqrst", "key [secret]"],
  ["Unsupported data:image/png;base64,iVBORw0KGgo=", "Unsupported […]"],
  ["half \ud83d", "half \ufffd"],
  ["a token: 0123456789abcdefghijklmnopqrstuv", "a token: […]"],
  ["x".repeat(2000), "x".repeat(300)],
];

for (const [words, shown] of SAID) {
  Deno.test(`of ${JSON.stringify(words.slice(0, 30))} a visitor reads what is harmless`, () => {
    const said = providerWords(words, "s3cret+");
    assertEquals(said, shown);
    assert((said?.length ?? 0) <= 300);
  });
}
