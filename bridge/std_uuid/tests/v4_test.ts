import { assert, assertFalse } from "@std/assert";
import { validate } from "@std/uuid/v4";

const V4 = "109156be-c4fb-41ea-b1b4-efe1671c5836";
const NIL = "00000000-0000-0000-0000-000000000000";

Deno.test("validate() takes a UUID of version 4 in either letter case", () => {
  for (const id of [V4, V4.toUpperCase(), crypto.randomUUID()]) assert(validate(id), id);
});

Deno.test("validate() refuses other versions, other variants and what is no UUID", () => {
  const [v1, v7] = ["d9428888-122b-11e1-b85c-61cd3cbb3210", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"];
  const close = [
    V4.replaceAll("-", ""),
    `${V4}\n`,
    ` ${V4}`,
    `${V4}.mp4`,
    V4.replace("b1b4", "c1b4"),
  ];
  for (const id of ["", "not a UUID", v1, v7, NIL, ...close]) assertFalse(validate(id), id);
});
