/** Writes `docs/model.schema.json`, by which editors check and complete model files. */
import { modelJsonSchema } from "../tests/model_json_schema.ts";

await Deno.writeTextFile("docs/model.schema.json", modelJsonSchema());
