import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { ModelSchema } from "../../../server/models/model_schema.ts";
import { modelJsonSchema } from "../../model_json_schema.ts";
import { ROOT } from "../../source_files.ts";

Deno.test("the JSON Schema of model files is that of the code", () => {
  const written = Deno.readTextFileSync(join(ROOT, "docs/model.schema.json"));
  assertEquals(written, modelJsonSchema(), "run `deno task model-schema`");
  const { properties, additionalProperties } = JSON.parse(written);
  assertEquals(Object.keys(properties).sort(), Object.keys(ModelSchema.entries).sort());
  assertEquals(additionalProperties, false);
});
