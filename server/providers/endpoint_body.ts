import type { Model, Route } from "../models/model.ts";
import { payloadOf } from "../models/payload.ts";
import { defaultSettings } from "../models/settings.ts";
import type { VideoRequest } from "../generation/ports/provider.ts";

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
 * The picture and the settings as an endpoint takes them. Frame size and seed always go along: a
 * pipeline that is told no size stretches a portrait, and one that is told no seed makes another video
 * than the recipe says. Of the controls those at their default are left to the endpoint.
 */
export function endpointBody(
  { jpeg, request }: { readonly jpeg: Uint8Array<ArrayBuffer>; readonly request: VideoRequest },
  { url, format = "bytes", ...described }: EndpointFormat & { readonly url: string },
): EndpointBody {
  const parameters = parametersOf(request, described);
  if (format === "json") {
    const hasParameters = Object.keys(parameters).length > 0;
    const body = { inputs: jpeg.toBase64(), ...(hasParameters ? { parameters } : {}) };
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    return { url, type: "application/json", bytes };
  }
  return { url: withQuery(url, parameters), type: "image/jpeg", bytes: jpeg };
}

function parametersOf(
  request: VideoRequest,
  { model, route }: Pick<EndpointFormat, "model" | "route">,
): Record<string, unknown> {
  if (!model || !route) return {};
  const defaults = defaultSettings(model);
  const isLeft = (id: string) =>
    Object.hasOwn(defaults, id) && request.settings[id] === defaults[id];
  const sent = Object.entries(route.parameters).filter(([id]) => !isLeft(id));
  return payloadOf({ ...route, parameters: Object.fromEntries(sent) }, request);
}

/** Behind the operator's own query, which stays as it was written: it may be signed. */
function withQuery(url: string, parameters: Record<string, unknown>): string {
  const entries = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
  if (entries.length === 0) return url;
  const target = new URL(url);
  const query = new URLSearchParams(entries).toString();
  target.search = target.search === "" ? query : `${target.search}&${query}`;
  return target.href;
}
