import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { VideoProvider } from "../generation/ports/provider.ts";
import type { ProviderKind } from "../generation/registry_models.ts";
import type { Log } from "../log.ts";
import type { Model } from "../models/model.ts";
import { InferenceProviders } from "../providers/inference_providers.ts";
import type { LocalEngine } from "../providers/local/local_engine.ts";
import { type HubChange, ProviderMapping } from "../providers/provider_mapping.ts";
import { RawEndpointProvider } from "../providers/raw_endpoint.ts";

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
  /** Opens a model's provider when it is asked for first. */
  readonly providerOf: (model: Model, kind: ProviderKind) => VideoProvider;
}

/** The provider's own deadline comes first: it can say what it was waiting for. */
const PROVIDER_HEAD_START_MS = 2000;

/** `knownPricesOnly` keeps the instance's token from routes that nobody can price. */
export function openProviders(
  config: Config,
  { engine, clock, log, knownPricesOnly }: ProviderDependencies & {
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
  const open = (model: Model, kind: ProviderKind): VideoProvider => {
    switch (kind) {
      case "local-engine":
        return engine;
      case "raw-endpoint":
        return openEndpoint(config, { model, clock });
      case "inference-providers":
        return openRouter(config, { model, mapping, clock, log, knownPricesOnly });
    }
  };
  const providers = new Map<string, VideoProvider>();
  return {
    mapping,
    providerOf(model, kind) {
      const key = `${kind} ${model.id}`;
      const provider = providers.get(key) ?? open(model, kind);
      providers.set(key, provider);
      return provider;
    },
  };
}

function openEndpoint(
  config: Config,
  { model, clock }: { readonly model: Model; readonly clock: Clock },
): VideoProvider {
  const { HF_API_TOKEN, HF_ENDPOINT_URL, GENERATION_TIMEOUT_SECONDS } = config;
  if (HF_ENDPOINT_URL === undefined) throw new TypeError("There is no endpoint to open.");
  const route = model.routes.find(({ provider }) => provider === "raw-endpoint");
  return new RawEndpointProvider({
    url: HF_ENDPOINT_URL,
    ...(HF_API_TOKEN ? { token: HF_API_TOKEN } : {}),
    format: config.HF_ENDPOINT_FORMAT,
    model,
    ...(route ? { route } : {}),
    fetch,
    clock,
    random: Math.random,
    timeoutMs: GENERATION_TIMEOUT_SECONDS * 1000 - PROVIDER_HEAD_START_MS,
    maxVideoBytes: config.MAX_VIDEO_BYTES,
  });
}

function openRouter(
  config: Config,
  { model, mapping, clock, log, knownPricesOnly }: {
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
    timeoutMs: config.GENERATION_TIMEOUT_SECONDS * 1000 - PROVIDER_HEAD_START_MS,
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
