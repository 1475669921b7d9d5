import type { Config } from "../config.ts";
import type { VideoProvider } from "../generation/ports/provider.ts";
import type { Model, OwnServerId, Route } from "../models/model.ts";
import type { Workflow } from "../models/workflow.ts";
import { ComfyUi } from "../providers/comfyui/comfyui.ts";
import { findComfyUi } from "../providers/comfyui/comfyui_look.ts";
import { OwnServer, type OwnServerOptions } from "../providers/own_server.ts";
import { findEndpoint, findVideosApi, RememberedLook } from "../providers/own_server_look.ts";
import { RawEndpointProvider } from "../providers/raw_endpoint.ts";
import { VideosApi } from "../providers/videos_api.ts";

/** What the operator's servers can make, by what they speak. */
export type OwnServerLooks = ReadonlyMap<OwnServerId, RememberedLook>;

/** A server of the operator's that can be asked what it makes. */
export interface OpenedServer {
  readonly look: RememberedLook;
  providerFor(model: Model): VideoProvider;
}

/** What the operator's servers depend on. */
export interface OwnServerDependencies extends Required<Pick<OwnServerOptions, "clock">> {
  /** For one video, in milliseconds. */
  readonly timeoutMs: number;
  /** What ComfyUI is sent, by the name of its file. */
  readonly workflows: ReadonlyMap<string, Workflow>;
}

/** Opens the servers that the configuration names. Nothing is asked yet. */
export function openOwnServers(
  config: Config,
  { clock, timeoutMs, workflows }: OwnServerDependencies,
): ReadonlyMap<OwnServerId, OpenedServer> {
  const { COMFYUI_URL, COMFYUI_HEADER, VIDEOS_API_URL, VIDEOS_API_KEY } = config;
  const opened = new Map<OwnServerId, OpenedServer>();
  const connect = (options: Pick<OwnServerOptions, "url" | "header">) =>
    new OwnServer({ ...options, clock, maxVideoBytes: config.MAX_VIDEO_BYTES });
  if (COMFYUI_URL !== undefined) {
    const server = connect({
      url: COMFYUI_URL,
      ...(COMFYUI_HEADER === undefined ? {} : { header: COMFYUI_HEADER }),
    });
    opened.set("comfyui", {
      look: new RememberedLook(() => findComfyUi(server, workflows), () => clock.now()),
      providerFor: (model) => {
        const route = routeOver(model, "comfyui");
        const workflow = workflows.get(route.workflow ?? "");
        if (!workflow) throw new TypeError(`There is no workflow ${route.workflow}.`);
        return new ComfyUi({ server, route, workflow, timeoutMs });
      },
    });
  }
  if (VIDEOS_API_URL !== undefined) {
    const value = `Bearer ${VIDEOS_API_KEY}`;
    const server = connect({
      url: VIDEOS_API_URL,
      ...(VIDEOS_API_KEY === undefined ? {} : { header: { name: "authorization", value } }),
    });
    opened.set("videos-api", {
      look: new RememberedLook(() => findVideosApi(server), () => clock.now()),
      providerFor: (model) =>
        new VideosApi({ server, timeoutMs, route: routeOver(model, "videos-api") }),
    });
  }
  return opened;
}

/** The endpoint that the configuration names, to be tried; its secret stays at its origin. */
export function openEndpointLook({ HF_ENDPOINT_URL, HF_API_TOKEN }: Config): OwnServerLooks {
  const origin = HF_ENDPOINT_URL && URL.parse(HF_ENDPOINT_URL)?.origin;
  if (!origin) return new Map();
  const value = `Bearer ${HF_API_TOKEN}`;
  const server = new OwnServer({
    url: origin,
    maxVideoBytes: 0,
    ...(HF_API_TOKEN === undefined ? {} : { header: { name: "authorization", value } }),
  });
  return new Map([["raw-endpoint", new RememberedLook(() => findEndpoint(server), Date.now)]]);
}

/** Opens the provider of a model at the endpoint that the configuration names. */
export function openEndpoint(
  config: Config,
  { model, clock, timeoutMs }: Omit<OwnServerDependencies, "workflows"> & {
    readonly model: Model;
  },
): VideoProvider {
  const { HF_API_TOKEN, HF_ENDPOINT_URL } = config;
  if (HF_ENDPOINT_URL === undefined) throw new TypeError("There is no endpoint to open.");
  return new RawEndpointProvider({
    url: HF_ENDPOINT_URL,
    ...(HF_API_TOKEN ? { token: HF_API_TOKEN } : {}),
    format: config.HF_ENDPOINT_FORMAT,
    route: routeOver(model, "raw-endpoint"),
    ...{ model, fetch, clock, timeoutMs },
    random: Math.random,
    maxVideoBytes: config.MAX_VIDEO_BYTES,
  });
}

function routeOver({ routes }: Model, provider: OwnServerId): Route {
  const route = routes.find((each) => each.provider === provider);
  if (!route) throw new TypeError(`The model has no route over ${provider}.`);
  return route;
}
