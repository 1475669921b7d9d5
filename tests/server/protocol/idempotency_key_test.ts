import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { InputError } from "../../../server/errors.ts";
import { keyOfPicture, readIdempotencyKey } from "../../../server/protocol/idempotency_key.ts";

function read(value: string): string | undefined {
  return readIdempotencyKey(new Headers({ "idempotency-key": value }));
}

Deno.test("the idempotency key is read with and without quotes", () => {
  assertEquals(readIdempotencyKey(new Headers()), undefined);
  assertEquals(
    read('"8e03978e-40d5-43dd-bc93-6894a57f9324"'),
    "8e03978e-40d5-43dd-bc93-6894a57f9324",
  );
  assertEquals(read("8e03978e"), "8e03978e");
  assertEquals(read(String.raw`"a \"b\" \\ c"`), String.raw`a "b" \ c`);
  assertEquals(read("k".repeat(255)), "k".repeat(255));
});

for (const value of ["", '""', '"', '"open', '"a" b', "two words", "k".repeat(256), "clé"]) {
  Deno.test(`the idempotency key ${JSON.stringify(value.slice(0, 12))} is refused`, () => {
    const error = assertThrows(() => read(value), InputError);
    assertEquals(error.code, "idempotency-key-malformed");
  });
}

Deno.test("each picture of a form has a key of its own, which no client can send", () => {
  assertEquals(keyOfPicture(undefined, 3), undefined);
  assertEquals(keyOfPicture("k", 0), "k");
  assertNotEquals(keyOfPicture("k", 1), keyOfPicture("k", 2));
  assertThrows(() => new Headers({ "idempotency-key": keyOfPicture("k", 1) ?? "" }), TypeError);
});
