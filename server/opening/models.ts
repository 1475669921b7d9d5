import type { Config } from "../config.ts";
import type { AvailableModels } from "../generation/available_models.ts";
import { RegistryModels } from "../generation/registry_models.ts";
import { ServerChecks } from "../generation/server_checks.ts";
import { isCappedInDollars, type SpendCaps } from "../generation/spend_caps.ts";
import type { Model, Route } from "../models/model.ts";
import { openRegistry, type Registry } from "../models/registry.ts";
import { openEndpointLook } from "./own_servers.ts";
import { openProviders, type ProviderDependencies } from "./providers.ts";

/** The models, and what tries the servers that make them. */
export interface OpenedModels {
  readonly models: AvailableModels;
  readonly serverChecks: ServerChecks;
}

/**
 * The models of the registry, with the providers that the configuration opens.
 *
 * @throws {RegistryError} for model files of the operator's that cannot be used
 */
export async function openModels(
  config: Config,
  dependencies: ProviderDependencies,
): Promise<OpenedModels> {
  const { HF_API_TOKEN, HF_ENDPOINT_URL, MODELS_DIR } = config;
  const knownPricesOnly = isCappedInDollars(capsOf(config));
  const registry = withHourlyPrice(await openRegistry({ directory: MODELS_DIR }), config);
  const { workflows } = registry;
  const providers = openProviders(config, { ...dependencies, knownPricesOnly, workflows });
  const models = new RegistryModels({
    registry,
    ...providers,
    hasInstanceToken: HF_API_TOKEN !== undefined,
    hasEndpoint: HF_ENDPOINT_URL !== undefined,
    knownPricesOnly,
  });
  const looks = new Map([...openEndpointLook(config), ...providers.ownServers]);
  return { models, serverChecks: new ServerChecks(registry, looks) };
}

/** The endpoint's price by the hour, where the operator says it, goes before what model files say. */
function withHourlyPrice(
  registry: Registry,
  { HF_ENDPOINT_USD_PER_HOUR: usdPerHour }: Config,
): Registry {
  if (usdPerHour === undefined) return registry;
  const priced = (route: Route): Route =>
    route.price.kind === "running-time"
      ? { ...route, price: { kind: "running-time", usdPerHour } }
      : route;
  const models = registry.models.map((model): Model => {
    const [first, ...others] = model.routes;
    return { ...model, routes: [priced(first), ...others.map(priced)] };
  });
  return { ...registry, models, find: (id) => models.find((model) => model.id === id) };
}

/** What the operator's token pays for in a day where no setting says so, in US dollars. */
export const USUAL_DAILY_USD = 2;

/** What the operator pays for in one day at most. */
export function capsOf(config: Config): SpendCaps {
  const { HF_API_TOKEN, DAILY_SPEND_LIMIT_USD } = config;
  const dailyUsd = DAILY_SPEND_LIMIT_USD ?? (HF_API_TOKEN ? USUAL_DAILY_USD : 0);
  return {
    // Zero lifts it.
    dailyUsd: dailyUsd === 0 ? undefined : dailyUsd,
    dailyUsdPerVisitor: config.DAILY_SPEND_LIMIT_PER_VISITOR_USD,
    dailyVideosPerVisitor: config.DAILY_VIDEOS_PER_VISITOR,
  };
}
