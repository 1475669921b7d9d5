import type { Settings } from "../../contract/settings.ts";
import type { Model, Route } from "../models/model.ts";
import { estimateUsd, microUsdOf } from "../models/price.ts";
import { splitSettings } from "../models/route_settings.ts";
import { completeSettings } from "../models/settings.ts";
import type { Generation, RouteFacts } from "./generation.ts";

/** A route's facts for a video of these settings. */
export function routeFactsOf(route: Route, model: Model, settings: Settings): RouteFacts {
  const { provider, providerModel, price } = route;
  const usd = estimateUsd(route, model, completeSettings(model, settings));
  return {
    provider,
    ...(providerModel === undefined ? {} : { providerModel }),
    priceKind: price.kind,
    ...(usd === undefined ? {} : { microUsd: microUsdOf(usd) }),
    ...("source" in price ? { priceSource: price.source } : {}),
    unused: splitSettings(route, settings).unused,
  };
}

/** Of the settings those that were sent, or will be, over a route. */
export function sentSettings(settings: Settings, route: RouteFacts | undefined): Settings {
  return Object.fromEntries(
    Object.entries(settings).filter(([id]) => !route?.unused.includes(id)),
  );
}

/**
 * The facts of the route that a generation was sent over last, or is expected to be. Of those from
 * before they were noted, where the model has but one route that it can have been.
 */
export function routeOf(
  { route, servedBy, providerId, recipe }: Generation,
  model: Model | undefined,
): RouteFacts | undefined {
  if (route || !model) return route;
  const [only, ...more] = model.routes.filter(({ provider }) =>
    provider === (servedBy ?? providerId)
  );
  return only && more.length === 0 ? routeFactsOf(only, model, recipe.settings) : undefined;
}
