import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { unitWord } from "../../../components/panel/control_words.ts";
import { isLegal } from "../../../contract/control_range.ts";
import { parseModelFile } from "../../../server/models/model_file.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import { RegistryError } from "../../../server/models/registry_error.ts";
import { findProviderSchema } from "../../fakes/provider_schema.ts";
import { simpleModel } from "./simple_model.ts";

const builtIn = await openRegistry();

async function withFolder(
  files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>,
  use: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "lounge-models-" });
  try {
    for (const [name, content] of Object.entries(files)) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(join(directory, name), bytes);
    }
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("the built-in models are complete, the engine built in last", () => {
  const ids = builtIn.models.map(({ id }) => id);
  assertEquals(ids.length, new Set(ids).size);
  assertEquals(ids.at(-1), "local-motion");
  assert(ids.includes("stable-video-diffusion-xt"));
  const routed = builtIn.models.filter(({ routes }) => routes.some((route) => route.providerModel));
  assert(routed.length >= 7, `only ${routed.length} models through Inference Providers`);
  assertEquals(builtIn.find("wan-2.1")?.name, "Wan 2.1 14B");
  assertEquals(builtIn.find("toString"), undefined);
});

Deno.test("no control reads as one of many things: 1 frames, 1 seconds", () => {
  const numbers = builtIn.models.flatMap(({ controls }) =>
    controls.filter((control) => control.kind === "number")
  );
  const units = numbers.filter((control) => isLegal(control, 1)).map(unitWord);
  assert(units.length > 0);
  assertEquals(units.filter((unit) => unit.length > 2 && unit.endsWith("s")), []);
});

Deno.test("every built-in model offers still, gentle and lively", () => {
  for (const { id, presets, prompt } of builtIn.models) {
    assertEquals(presets.map((preset) => preset.id), ["still", "gentle", "lively"], id);
    for (const preset of presets) assertEquals(preset.prompt !== undefined, prompt.need !== "none");
  }
});

Deno.test("controls that several models share mean the same kind of thing", () => {
  const kinds = new Map<string, string>();
  for (const { id, controls } of builtIn.models) {
    for (const control of controls) {
      const kind = kinds.get(control.id) ?? control.kind;
      assertEquals(control.kind, kind, `${control.id} of ${id}`);
      kinds.set(control.id, kind);
      assert(isLegal(control, control.default));
    }
  }
});

Deno.test("providers that have a safety checker are asked to use it", () => {
  for (const { id, routes } of builtIn.models) {
    for (const { provider, providerModel = id, constants = {} } of routes) {
      const { inputs = {} } = findProviderSchema(provider, providerModel) ?? {};
      const switches = Object.keys(inputs).filter((name) => name.endsWith("safety_checker"));
      for (const name of switches) assertEquals(constants[name], true, `${providerModel} ${name}`);
    }
  }
});

Deno.test("the operator's models come first, by file name; only JSON files are read", async () => {
  const files = {
    "b.json": JSON.stringify(simpleModel({ id: "second" })),
    "a.json": JSON.stringify(simpleModel({ id: "first" })),
    "README.md": "# Our models",
    "c.json.bak": "{",
  };
  await withFolder(files, async (directory) => {
    const { models, find } = await openRegistry({ directory });
    assertEquals(models.slice(0, 2).map(({ id }) => id), ["first", "second"]);
    assertEquals(models.length, builtIn.models.length + 2);
    assertEquals(find("second"), simpleModel({ id: "second" }));
  });
});

Deno.test("a file with a built-in model's id takes its place", async () => {
  const files = { "ours.json": JSON.stringify(simpleModel({ id: "wan-2.1" })) };
  await withFolder(files, async (directory) => {
    const { models } = await openRegistry({ directory });
    assertEquals(models.map(({ id }) => id), builtIn.models.map(({ id }) => id));
    assertEquals(models.find(({ id }) => id === "wan-2.1")?.name, "Simple Model");
  });
});

Deno.test("the faults of all files come together, each under its path", async () => {
  const files = {
    "1.json": "{",
    "2.json": JSON.stringify({ ...simpleModel(), name: "" }),
    "3.json": new Uint8Array([0x7b, 0xff, 0x7d]),
    "4.json": JSON.stringify(simpleModel()),
    "5.json": JSON.stringify(simpleModel()),
  };
  await withFolder(files, async (directory) => {
    const error = await assertRejects(() => openRegistry({ directory }), RegistryError);
    const at = (name: string) => join(directory, name);
    assertEquals(error.faults, [
      `${at("1.json")}: line 1, column 2: is not JSON: Expected property name or '}'`,
      `${at("2.json")}: name: must not be blank`,
      `${at("3.json")}: is not UTF-8 text`,
      `${at("5.json")}: id: simple-model is the id of ${at("4.json")} too`,
    ]);
    assertEquals(error.message, `The model registry has 4 fault(s):\n${error.faults.join("\n")}`);
  });
});

Deno.test("a folder that is not there, or no folder, is named", async () => {
  await withFolder({ "file": "" }, async (directory) => {
    const missing = join(directory, "models");
    const error = await assertRejects(() => openRegistry({ directory: missing }), RegistryError);
    assertEquals(error.faults, [`${missing}: is not there`]);
    const file = join(directory, "file");
    const other = await assertRejects(() => openRegistry({ directory: file }), RegistryError);
    assertEquals(other.faults, [`${file}: is not a folder`]);
  });
});

Deno.test("the folder is read at the start only when there is one", async () => {
  assertEquals((await openRegistry({ directory: undefined })).models, builtIn.models);
});

Deno.test("the example of docs/models.md is a model", async () => {
  const page = await Deno.readTextFile(new URL("../../../docs/models.md", import.meta.url));
  const [, example = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const model = parseModelFile(example, "docs/models.md");
  assertEquals(model.routes[0].provider, "fal-ai");
  assert(model.controls.length >= 4, "the example shows every kind of control");
  assertEquals(new Set(model.controls.map(({ kind }) => kind)).size, 4);
});

Deno.test("docs/models.md explains every key that a file can have", async () => {
  const page = await Deno.readTextFile(new URL("../../../docs/models.md", import.meta.url));
  const keys = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(collect);
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      keys.add(key);
      if (key === "parameters") Object.values(inner).forEach(collect);
      else if (!NAMED_BY_OPERATOR.has(key)) collect(inner);
    }
  };
  for (const model of builtIn.models) collect(model);
  assert(keys.size > 40, `only ${keys.size} keys`);
  const unexplained = [...keys].filter((key) => !page.includes(`\`${key}\``));
  assertEquals(unexplained, []);
});

/** Below these, keys are ids and values of the operator's or the provider's choosing. */
const NAMED_BY_OPERATOR = new Set(["settings", "constants", "values", "valuesByShape", "usd"]);
