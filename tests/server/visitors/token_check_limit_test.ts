import { assertEquals, assertThrows } from "@std/assert";
import { TokenCheckLimit } from "../../../server/visitors/token_check_limit.ts";
import { InputError } from "../../../server/errors.ts";

const MINUTE = 60_000;

/** Counts until one is too many; how many were allowed, and how long to wait in seconds. */
function exhaust(limit: TokenCheckLimit, visitorOf: (number: number) => string): number[] {
  for (let allowed = 0;; allowed++) {
    try {
      limit.count(visitorOf(allowed));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      assertEquals(error.code, "too-many-token-checks");
      return [allowed, error.retryAfterSeconds ?? NaN];
    }
  }
}

Deno.test("a visitor may have ten tokens checked in ten minutes, others as many", () => {
  let now = 0;
  const limit = new TokenCheckLimit(() => now);
  limit.count("anna");
  now = MINUTE;
  assertEquals(exhaust(limit, () => "anna"), [9, 9 * 60]);
  assertEquals(exhaust(limit, () => "ben"), [10, 10 * 60]);
  now = 10 * MINUTE;
  assertEquals(exhaust(limit, () => "anna"), [10, 10 * 60]);
  assertThrows(() => limit.count("ben"), InputError, "Wait 60 seconds");
});

Deno.test("all visitors together may have sixty tokens checked in a minute", () => {
  let now = 0;
  const limit = new TokenCheckLimit(() => now);
  const strangers = (number: number) => `${now}-${number}`;
  assertEquals(exhaust(limit, strangers), [60, 60]);
  now = 45_000;
  assertEquals(exhaust(limit, strangers), [0, 15]);
  now = MINUTE;
  assertEquals(exhaust(limit, strangers), [60, 60]);
});

Deno.test("a visitor who is over the limit takes nothing from the others", () => {
  const limit = new TokenCheckLimit(() => 0);
  for (let round = 0; round < 100; round++) exhaust(limit, () => "anna");
  assertEquals(exhaust(limit, String), [50, 60]);
});

Deno.test("no more visitors are remembered than can have asked", () => {
  let now = 0;
  const limit = new TokenCheckLimit(() => now);
  for (; now < 60 * MINUTE; now += 20_000) exhaust(limit, (number) => `${now}-${number}`);
  assertEquals(limit.size <= 600, true, String(limit.size));
});
