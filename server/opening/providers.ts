import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { VideoProvider } from "../generation/ports/provider.ts";
import type { ProviderKind } from "../generation/registry_models.ts";
import type { Log } from "../log.ts";
import type { Model } from "../models/model.ts";
import { InferenceProviders } from "../providers/inference_providers.ts";
import type { LocalEngine } from "../providers/local/local_engine.ts";
import { type HubChange, ProviderMapping } from "../providers/provider_mapping.ts";

import {
  openEndpoint,
  openOwnServers,
  type OwnServerDependencies,
  type OwnServerLooks,
} from "./own_servers.ts";

/** What the providers share. */
export interface ProviderDependencies {
  readonly engine: LocalEngine;
  /** Time of their waits and deadlines. */
  readonly clock: Clock;
  readonly log: Pick<Log, "info">;
}

/** The providers, and what the Hub says about them. */
export interface Providers {
  readonly mapping: ProviderMapping;
  /** The operator's servers that can be asked what they make. */
  readonly ownServers: OwnServerLooks;
  /** Opens a model's provider when it is asked for first. */
  readonly providerOf: (model: Model, kind: ProviderKind) => VideoProvider;
}

/** The provider's own deadline comes first: it can say what it was waiting for. */
const PROVIDER_HEAD_START_MS = 2000;

/** `knownPricesOnly` keeps the instance's token from routes that nobody can price. */
export function openProviders(
  config: Config,
  { engine, clock, log, knownPricesOnly, workflows }:
    & ProviderDependencies
    & Pick<OwnServerDependencies, "workflows">
    & {
      readonly knownPricesOnly: boolean;
    },
): Providers {
  const { HF_API_TOKEN, HF_HUB_URL } = config;
  const mapping = new ProviderMapping({
    hubUrl: HF_HUB_URL,
    clock,
    ...(HF_API_TOKEN ? { token: HF_API_TOKEN } : {}),
    onChange: (change) => tellOfHub(change, log),
  });
  const timeoutMs = config.GENERATION_TIMEOUT_SECONDS * 1000 - PROVIDER_HEAD_START_MS;
  const own = openOwnServers(config, { clock, timeoutMs, workflows });
  const open = (model: Model, kind: ProviderKind): VideoProvider => {
    switch (kind) {
      case "comfyui":
      case "videos-api": {
        const opened = own.get(kind);
        if (!opened) throw new TypeError(`There is no ${kind} to open.`);
        return opened.providerFor(model);
      }
      case "local-engine":
        return engine;
      case "raw-endpoint":
        return openEndpoint(config, { model, clock, timeoutMs });
      case "inference-providers":
        return openRouter(config, { model, mapping, clock, log, knownPricesOnly, timeoutMs });
    }
  };
  const providers = new Map<string, VideoProvider>();
  return {
    mapping,
    ownServers: new Map([...own].map(([kind, { look }]) => [kind, look])),
    providerOf(model, kind) {
      const key = `${kind} ${model.id}`;
      const provider = providers.get(key) ?? open(model, kind);
      providers.set(key, provider);
      return provider;
    },
  };
}

function openRouter(
  config: Config,
  { model, mapping, clock, log, knownPricesOnly, timeoutMs }: {
    readonly timeoutMs: number;
    readonly model: Model;
    readonly mapping: ProviderMapping;
    readonly clock: Clock;
    readonly log: Pick<Log, "info">;
    readonly knownPricesOnly: boolean;
  },
): VideoProvider {
  const { HF_API_TOKEN, HF_BILL_TO } = config;
  return new InferenceProviders({
    model,
    mapping,
    clock,
    routerUrl: config.HF_ROUTER_URL,
    ...(HF_API_TOKEN ? { token: HF_API_TOKEN } : {}),
    ...(HF_BILL_TO ? { billTo: HF_BILL_TO } : {}),
    knownPricesOnly,
    timeoutMs,
    maxVideoBytes: config.MAX_VIDEO_BYTES,
    resultHostsAllowed: config.RESULT_HOSTS_ALLOWED,
    onStandIn: (change) =>
      log.info("a provider refused, the next is tried", { model: model.id, ...change }),
  });
}

/** An outage of the Hub is otherwise invisible: the routes of the registry stand in. */
function tellOfHub(change: HubChange, log: Pick<Log, "info">): void {
  if (change.kind === "answering") return log.info("the Hub says again who serves the models");
  const { hubId, reason } = change;
  log.info("the Hub does not say who serves the models", { model: hubId, reason });
}
