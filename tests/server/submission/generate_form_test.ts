import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InputError } from "../../../server/errors.ts";
import { readGenerateSettings } from "../../../server/submission/generate_form.ts";

function read(fields: Record<string, string>, headers: HeadersInit = {}) {
  return readGenerateSettings(new Headers(headers), new Map(Object.entries(fields)));
}

Deno.test("a form without settings leaves everything to the server", () => {
  assertEquals(read({ model: " ", seed: "", fps: "  ", prompt: "" }), {
    modelId: undefined,
    seed: undefined,
    prompt: undefined,
    shape: undefined,
    crop: undefined,
    settings: {},
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

Deno.test("prompt, shape and crop are taken over; what is left out of a crop is its middle", () => {
  const { prompt, shape, crop } = read({
    ...{ prompt: "Waves roll.", shape: "square", crop_x: "0.25", crop_zoom: "2" },
  });
  assertEquals([prompt, shape, crop], ["Waves roll.", "square", { x: 0.25, y: 0.5, zoom: 2 }]);
});

Deno.test("every other field is the value of a control, as it was sent", () => {
  const { settings } = read({
    model: "m",
    fps: "12",
    loop: "false",
    "__proto__": "x",
    cache: "on",
  });
  assertEquals(Object.entries(settings), [["fps", "12"], ["loop", "false"]]);
  const hostile = readGenerateSettings(new Headers(), new Map([["__proto__", "x"]]));
  assertEquals(Object.keys(hostile.settings), ["__proto__"]);
});

Deno.test("a new video is asked for by field or header", () => {
  assertEquals(read({ cache: "off" }).isFresh, true);
  assertEquals(read({ cache: "on" }).isFresh, false);
  assertEquals(read({}, { "cache-control": "max-age=0, No-Cache" }).isFresh, true);
  assertEquals(read({}, { "cache-control": "max-age=0" }).isFresh, false);
});

for (
  const [name, value] of [
    ...[["seed", "-1"], ["seed", "2147483648"], ["seed", "x"], ["cache", "no"]],
    ...[["shape", "round"], ["crop_x", "left"], ["crop_y", "-0.1"], ["crop_zoom", "1e3"]],
  ]
) {
  Deno.test(`${name}=${value} is refused with its legal values`, () => {
    const error = assertThrows(() => read({ [name ?? ""]: value ?? "" }), InputError);
    assertEquals([error.code, error.field], ["invalid-setting", name]);
    assertStringIncludes(error.message, `${name} must be`);
  });
}
