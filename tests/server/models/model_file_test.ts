import { assertEquals, assertThrows } from "@std/assert";
import { parseModelFile } from "../../../server/models/model_file.ts";
import { RegistryError } from "../../../server/models/registry_error.ts";
import { simpleModel } from "./simple_model.ts";

type Json = Record<string, unknown>;

function faultsOf(text: string): readonly string[] {
  return assertThrows(() => parseModelFile(text, "models/mine.json"), RegistryError).faults;
}

/** The faults of a model whose JSON was changed at one place; an `undefined` takes the key away. */
function faultsAt(place: string, value: unknown): readonly string[] {
  const json = structuredClone(simpleModel()) as unknown as Json;
  const keys = place.split(".");
  const last = keys.pop() ?? "";
  const parent = keys.reduce((at, key) => at[key] as Json, json);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return faultsOf(JSON.stringify(json)).map((fault) => fault.replace("models/mine.json: ", ""));
}

Deno.test("a complete file makes a model, byte order mark or not", () => {
  const text = JSON.stringify(simpleModel());
  assertEquals(parseModelFile(text, "mine.json"), simpleModel());
  assertEquals(parseModelFile(`\uFEFF${text}`, "mine.json"), simpleModel());
});

const CHOICE = simpleModel().controls[2];
const source = { url: "https://prices.example/", readOn: "2026-11-22" };

for (
  const [place, value, ...faults] of [
    ["name", undefined, "name: is missing"],
    ["name", "  ", "name: must not be blank"],
    ["id", "My Model", "id: must be kebab-case"],
    ["hubId", "nobody", "hubId: must be owner/name"],
    ["colour", "red", "colour: there is no such key"],
    ["licence.url", "javascript:alert(1)", "licence.url: must be an https address or a path"],
    [
      "prompt",
      { need: "maybe" },
      "prompt.need: must be one of none, required, optional, not maybe",
    ],
    ["prompt", { need: "required", maxLength: 9 }, "prompt.default: is missing"],
    ["prompt.default", "x".repeat(21), "prompt.default: is longer than maxLength"],
    ["prompt.default", " ", "prompt.default: must not be blank, as the model needs a prompt"],
    ["sizes", [], "sizes.0: is missing"],
    ["sizes.0.width", 1281, "sizes.0.width: must be even: video needs it"],
    ["sizes.1.height", 4098, "sizes.1.height: must be at most 4096 pixels"],
    ["sizes.0.width", "1280", "sizes.0.width: must be a number, not 1280"],
    ["controls.0.id", "Frames", "controls.0.id: must be snake_case"],
    [
      "controls.1.id",
      "fps",
      "controls.1.id: fps is there twice",
      "presets.0.settings.noise: there is no such control",
    ],
    [
      "controls.1.id",
      "seed",
      "controls.1.id: seed is taken: every request has a field of that name",
      "presets.0.settings.noise: there is no such control",
    ],
    [
      "controls.0.default",
      31,
      "controls.0.default: must be a whole number from 5 to 30 frames a second",
    ],
    [
      "controls.0.kind",
      "slider",
      "controls.0.kind: must be one of number, choice, switch, text, not slider",
    ],
    ["controls.0.step", 0, "controls.0.step: must be greater than 0"],
    [
      "controls.0.min",
      40,
      "controls.0.min: must not be greater than max",
      "controls.0.default: must be a whole number from 40 to 30 frames a second",
    ],
    [
      "controls.1.default",
      0.52,
      "controls.1.default: must be a number from 0.1 to 1 in steps of 0.05",
    ],
    ["controls.2.default", "4k", "controls.2.default: must be one of 480p, 720p"],
    ["controls.2.options.1.value", "480p", "controls.2.options: 480p is there twice"],
    ["controls.3.default", "on", "controls.3.default: must be true or false, not on"],
    [
      "controls.4.default",
      "x".repeat(11),
      "controls.4.default: must be at most 10 characters long",
    ],
    ["presets.0.settings", { zoom: 1 }, "presets.0.settings.zoom: there is no such control"],
    [
      "presets.0.settings",
      { fps: 60 },
      "presets.0.settings.fps: must be a whole number from 5 to 30 frames a second",
    ],
    ["presets.0.prompt", "x".repeat(21), "presets.0.prompt: is longer than the prompt's maxLength"],
    ["presets.0.id", "Still!", "presets.0.id: must be kebab-case"],
    ["usualSeconds", { low: 9, high: 3 }, "usualSeconds.low: must not be greater than high"],
    ["routes", [], "routes.0: is missing"],
    [
      "routes.0.provider",
      "replicate",
      "routes.0.provider: must be one of local-engine, raw-endpoint, comfyui, videos-api, fal-ai, wavespeed, together, not replicate",
    ],
    [
      "routes.0.providerModel",
      undefined,
      "routes.0.providerModel: is missing: fal-ai has to know which model is meant",
    ],
    [
      "routes.0.providerModel",
      "fal ai/../x?y=1",
      "routes.0.providerModel: must be names with slashes between them",
    ],
    [
      "routes.0.providerModel",
      "fal-ai/../x",
      "routes.0.providerModel: must be names with slashes between them",
    ],
    [
      "routes.0.parameters",
      { prompt: { name: "prompt" }, negative_prompt: { name: "not", as: "number" } },
      "routes.0.parameters.negative_prompt.as: must not be number: text is none",
    ],
    [
      "routes.0.parameters",
      { prompt: [{ name: "prompt" }, { name: "text", as: "number" }] },
      "routes.0.parameters.prompt.1.as: must not be number: text is none",
    ],
    [
      "routes.0.parameters.resolution",
      { name: "lines", as: "number", values: { "480p": "480" } },
      "routes.0.parameters.resolution.as: must not be number: 720p is none",
    ],
    ["hubId", undefined, "hubId: is missing: the route over fal-ai is looked up at the Hub"],
    [
      "routes.0.parameters",
      { prompt: { name: "prompt" }, zoom: { name: "zoom" } },
      "routes.0.parameters.zoom: is no control, nor prompt, seed, width, height, size, aspect_ratio",
    ],
    [
      "routes.0.parameters",
      { fps: { name: "fps" } },
      "routes.0.parameters.prompt: is missing, as the model needs a prompt",
    ],
    [
      "routes.0.parameters.aspect_ratio",
      { name: "aspect", values: { landscape: "16:9" } },
      "routes.0.parameters.aspect_ratio.values.portrait: is missing",
    ],
    ["routes.0.price", undefined, "routes.0.price: is missing"],
    [
      "routes.0.price",
      { kind: "free" },
      "routes.0.price.kind: must not be free: fal-ai sends bills",
    ],
    ["routes.0.price", { kind: "per-video", usd: 1 }, "routes.0.price.source: is missing"],
    [
      "routes.0.price",
      { kind: "per-video", usd: 0, source },
      "routes.0.price.usd: must be greater than 0",
    ],
    [
      "routes.0.price",
      { kind: "per-video", usd: 1, source: { ...source, readOn: "yesterday" } },
      "routes.0.price.source.readOn: must be a day like 2026-11-22",
    ],
    [
      "routes.0.price",
      { kind: "per-video-by", control: "fps", usd: { 7: 1 }, source },
      "routes.0.price.control: fps is no choice among the controls",
    ],
    [
      "routes.0.price",
      { kind: "per-video-by", control: CHOICE?.id, usd: { "480p": 1 }, source },
      "routes.0.price.usd.720p: is missing",
    ],
    [
      "routes.0.price",
      {
        kind: "per-video-by",
        control: CHOICE?.id,
        usd: { "480p": 1, "720p": 2 },
        longer: { aboveFrames: 81, times: 0 },
        source,
      },
      "routes.0.price.longer.times: must be greater than 0",
    ],
    [
      "fixed",
      undefined,
      "routes.0.price: needs a control or a fixed value for seconds, or frames and fps",
    ],
  ] as const
) {
  Deno.test(`${place} ${JSON.stringify(value)?.slice(0, 50) ?? "missing"} is a fault`, () => {
    // A missing length is a fault only where a price counts seconds.
    if (place !== "fixed") return assertEquals(faultsAt(place, value), faults);
    const json = structuredClone(simpleModel()) as unknown as Json & { routes: [Json] };
    delete json.fixed;
    json.routes[0].price = { kind: "per-second", usd: 0.1, source };
    assertEquals(
      faultsOf(JSON.stringify(json)),
      faults.map((fault) => `models/mine.json: ${fault}`),
    );
  });
}

Deno.test("all faults of a file come together, each with the file's name", () => {
  const json = { ...simpleModel(), name: "", maker: 7, extra: true };
  assertEquals(faultsOf(JSON.stringify(json)), [
    "models/mine.json: name: must not be blank",
    "models/mine.json: maker: must be text, not 7",
    "models/mine.json: extra: there is no such key",
  ]);
});

Deno.test("what does not fit together is told with what is wrong by itself", () => {
  const { controls, routes: [route], ...model } = simpleModel();
  const zoomed = { ...route, parameters: { ...route.parameters, zoom: { name: "zoom" } } };
  const faults = (json: unknown) =>
    faultsOf(JSON.stringify(json)).map((fault) => fault.replace("models/mine.json: ", ""));
  const json = {
    ...model,
    maker: 7,
    usualSeconds: { low: 9, high: 3 },
    controls,
    routes: [zoomed],
  };
  assertEquals(faults(json), [
    "maker: must be text, not 7",
    "routes.0.parameters.zoom: is no control, nor prompt, seed, width, height, size, aspect_ratio",
    "usualSeconds.low: must not be greater than high",
  ]);
  // Routes and presets hang on the controls, whose own fault comes first.
  assertEquals(faults({ ...json, controls: 7 }), [
    "maker: must be text, not 7",
    "controls: must be a list, not 7",
    "usualSeconds.low: must not be greater than high",
  ]);
});

Deno.test("values that are numbers in the provider's words may be sent as numbers", () => {
  const resolution = { name: "lines", as: "number", values: { "480p": "480", "720p": 720 } };
  const text = JSON.stringify(
    simpleModel(),
    (key, value) =>
      key === "parameters" ? { ...value, resolution, fps: { name: "fps", as: "number" } } : value,
  );
  assertEquals(parseModelFile(text, "mine.json").id, "simple-model");
});

for (
  const [text, fault] of [
    [
      '{\n  "id": "x",\n  oops\n}',
      "line 3, column 3: is not JSON: Expected double-quoted property name",
    ],
    ['{"id": "x"', "line 1, column 11: is not JSON: Expected ',' or '}' after property value"],
    ["", "line 1, column 1: is not JSON: Unexpected end of JSON input"],
    ["[]", "the whole file: must be an object, not a list"],
    ["null", "the whole file: must be an object, not null"],
  ] as const
) {
  Deno.test(`${JSON.stringify(text)} is named with its place`, () => {
    assertEquals(faultsOf(text), [`models/mine.json: ${fault}`]);
  });
}
