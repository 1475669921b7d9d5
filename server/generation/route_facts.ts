import type { Settings } from "../../contract/settings.ts";
import type { Model, PriceBasis, PriceSource, Route, RouteProvider } from "../models/model.ts";
import { estimateUsd, microUsdOf } from "../models/price.ts";
import { takesControl } from "../models/route_controls.ts";
import { completeSettings } from "../models/settings.ts";
import type { Generation } from "./generation.ts";

/** What receipts tell of a route, as it was when work was to be sent over it. Plain JSON. */
export interface RouteFacts {
  /** The service at its end: `fal-ai`. */
  readonly provider: RouteProvider;
  /** The service's own id of the model. */
  readonly providerModel?: string;
  readonly priceKind: PriceBasis["kind"];
  /** What the film is expected to cost over it, in millionths of a US dollar; absent where nobody knows. */
  readonly microUsd?: number;
  readonly priceSource?: PriceSource;
  /** Ids of the settings that are not sent over it. */
  readonly unused: readonly string[];
}

/** A route's facts for a film of these settings. */
export function routeFactsOf(route: Route, model: Model, settings: Settings): RouteFacts {
  const { provider, providerModel, price } = route;
  const usd = estimateUsd(route, model, completeSettings(model, settings));
  return {
    provider,
    ...(providerModel === undefined ? {} : { providerModel }),
    priceKind: price.kind,
    ...(usd === undefined ? {} : { microUsd: microUsdOf(usd) }),
    ...("source" in price ? { priceSource: price.source } : {}),
    unused: Object.keys(settings).filter((id) => !takesControl(route, id)),
  };
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
