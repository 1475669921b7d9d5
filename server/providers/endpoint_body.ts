import type { Model, Route } from "../models/model.ts";
import { payloadOf } from "../models/payload.ts";
import { defaultSettings } from "../models/settings.ts";
import type { FilmRequest } from "./provider.ts";

/** How an endpoint is told what to do besides the picture. */
export interface EndpointFormat {
  /**
   * `bytes`, the default: the picture is the body and parameters stand in the query, where
   * huggingface-inference-toolkit looks for them. `json`: both stand in the body.
   */
  readonly format?: "bytes" | "json";
  /** What runs at the endpoint; without it no parameters are sent. */
  readonly model?: Pick<Model, "controls">;
  /** How the model's parameters are called there. */
  readonly route?: Pick<Route, "parameters" | "constants">;
}

/** A request's address and body. */
export interface EndpointBody {
  readonly url: string;
  /** For the header `Content-Type`, which `fetch` does not derive from bytes. */
  readonly type: "image/jpeg" | "application/json";
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The picture and the settings as an endpoint takes them. What is left at its default is not sent:
 * a picture alone is the protocol of the seed's model card, and every such server knows it.
 */
export function endpointBody(
  { jpeg, request }: { readonly jpeg: Uint8Array<ArrayBuffer>; readonly request: FilmRequest },
  { url, format = "bytes", ...described }: EndpointFormat & { readonly url: string },
): EndpointBody {
  const parameters = parametersOf(request, described);
  if (format === "json") {
    const hasParameters = Object.keys(parameters).length > 0;
    const body = { inputs: jpeg.toBase64(), ...(hasParameters ? { parameters } : {}) };
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    return { url, type: "application/json", bytes };
  }
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) {
    target.searchParams.set(name, String(value));
  }
  const isBare = Object.keys(parameters).length === 0;
  return { url: isBare ? url : target.href, type: "image/jpeg", bytes: jpeg };
}

function parametersOf(
  request: FilmRequest,
  { model, route }: Pick<EndpointFormat, "model" | "route">,
): Record<string, unknown> {
  if (!model || !route) return {};
  const defaults = defaultSettings(model);
  const isDefault = Object.entries(request.settings).every(([id, value]) => defaults[id] === value);
  if (isDefault && !request.isSeedChosen) return {};
  return payloadOf(route, request);
}
