import { toJsonSchema } from "npm:@valibot/to-json-schema@^1.8.0";
import { ModelSchema } from "../server/models/model_schema.ts";

/** What a model file may hold, as JSON Schema; what keys say of one another is left to the server. */
export function modelJsonSchema(): string {
  const schema = toJsonSchema(ModelSchema, { errorMode: "ignore", typeMode: "input" });
  return JSON.stringify({ title: "A model of AI Lounge After Dark", ...schema }, null, 2) + "\n";
}
