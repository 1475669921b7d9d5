import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InputError } from "../../../server/generation/errors.ts";
import { readGenerateSettings } from "../../../server/http/generate_form.ts";

function read(fields: Record<string, string>, headers: HeadersInit = {}) {
  return readGenerateSettings(new Headers(headers), new Map(Object.entries(fields)));
}

Deno.test("a form without settings leaves everything to the server", () => {
  assertEquals(read({ model: " ", seed: "", unknown: "x" }), {
    modelId: undefined,
    seed: undefined,
    idempotencyKey: undefined,
    isFresh: false,
  });
});

Deno.test("model, seed 0 and key are taken over", () => {
  const { modelId, seed, idempotencyKey } = read({ model: "m", seed: "0" }, {
    "idempotency-key": '"k"',
  });
  assertEquals([modelId, seed, idempotencyKey], ["m", 0, "k"]);
});

Deno.test("a new film is asked for by field or header", () => {
  assertEquals(read({ cache: "off" }).isFresh, true);
  assertEquals(read({ cache: "on" }).isFresh, false);
  assertEquals(read({}, { "cache-control": "max-age=0, No-Cache" }).isFresh, true);
  assertEquals(read({}, { "cache-control": "max-age=0" }).isFresh, false);
});

for (
  const [name, value] of [["seed", "-1"], ["seed", "2147483648"], ["seed", "x"], ["cache", "no"]]
) {
  Deno.test(`${name}=${value} is refused with its legal values`, () => {
    const error = assertThrows(() => read({ [name ?? ""]: value ?? "" }), InputError);
    assertEquals(error.code, "invalid-setting");
    assertStringIncludes(error.message, `${name} must be`);
  });
}
