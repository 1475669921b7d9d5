import type { Model, Route } from "../../../server/models/model.ts";
import type { PayloadParts } from "../../../server/models/payload.ts";
import { endpointBody } from "../../../server/providers/endpoint_body.ts";
import type { ProviderSchema } from "../../fakes/provider_schema.ts";

const NO_PICTURE = {
  width: 1,
  height: 1,
  jpeg: () => Promise.reject(new Error("unused")),
  rgb: () => Promise.reject(new Error("unused")),
};

/** What an endpoint reads of a request, from the query and from the body. */
export function endpointPayloads(
  { model, route }: { readonly model: Model; readonly route: Route },
  { prompt, ...parts }: PayloadParts,
  schema: ProviderSchema,
): readonly Record<string, unknown>[] {
  const request = { picture: NO_PICTURE, ...parts, ...(prompt === undefined ? {} : { prompt }) };
  const jpeg = new Uint8Array(0);
  const described = { url: "https://endpoint.example/video", model, route };
  const asked = endpointBody({ jpeg, request }, { ...described, format: "bytes" });
  const told = endpointBody({ jpeg, request }, { ...described, format: "json" });
  const { parameters = {} } = JSON.parse(new TextDecoder().decode(told.bytes));
  return [readQuery(new URL(asked.url).searchParams, schema), parameters];
}

/** A query is text: huggingface-inference-toolkit makes integers of it, a handler the rest. */
function readQuery(query: URLSearchParams, { inputs }: ProviderSchema): Record<string, unknown> {
  return Object.fromEntries([...query].map(([name, text]) => {
    switch (inputs[name]?.type) {
      case "integer":
        return [name, /^\d+$/.test(text) ? Number(text) : text];
      case "number":
        return [name, Number(text)];
      case "boolean":
        return [name, text === "true" || (text === "false" ? false : text)];
      default:
        return [name, text];
    }
  }));
}
