import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { isNil, NIL_UUID, v4, validate, version } from "@std/uuid";
import { validate as validateV4 } from "@std/uuid/v4";

const V1 = "d9428888-122b-11e1-b85c-61cd3cbb3210";
const V4 = "109156be-c4fb-41ea-b1b4-efe1671c5836";
const V7 = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

Deno.test("validate() takes every version, the nil UUID and both letter cases", () => {
  for (const id of [V1, V4, V7, NIL_UUID, V4.toUpperCase(), crypto.randomUUID()]) {
    assert(validate(id), id);
  }
});

Deno.test("validate() refuses what is no UUID", () => {
  const others = ["", "not a UUID", V4.replaceAll("-", ""), `${V4}\n`, ` ${V4}`, `${V4}.mp4`];
  for (const id of [...others, V4.replace("41ea", "81ea"), V4.replace("b1b4", "c1b4")]) {
    assertFalse(validate(id), id);
  }
});

Deno.test("version() reads the version digit", () => {
  assertEquals([V1, V4, V7, NIL_UUID].map(version), [1, 4, 7, 0]);
  assertThrows(() => version("not a UUID"), TypeError, "Cannot detect UUID version");
});

Deno.test("isNil() knows the nil UUID only", () => {
  assert(isNil(NIL_UUID));
  assertFalse(isNil(V4));
});

Deno.test("v4.validate() takes version 4 only", () => {
  for (const check of [v4.validate, validateV4]) {
    assert(check(V4));
    assert(check(crypto.randomUUID()));
    assertFalse(check(V1));
    assertFalse(check(V7));
    assertFalse(check(NIL_UUID));
  }
});
