import { InputError, LoungeError, ProviderError } from "../errors.ts";
import type {
  ProviderCall,
  ProviderOperation,
  VideoRequest,
} from "../generation/ports/provider.ts";
import type { Model, Route } from "../models/model.ts";
import { payloadOf } from "../models/payload.ts";
import { estimateUsd, hasKnownPrice, microUsdOf } from "../models/price.ts";
import { CallDeadline } from "./call_deadline.ts";
import type { ProviderMapping } from "./provider_mapping.ts";
import { failureOfWork, type RoutedProvider, type RoutedWork } from "./routed_provider.ts";
import { isRefusedByRoute, nextRouteReport, routedProvider } from "./routed_providers.ts";
import type { RouterCall, RouterMachine } from "./router_call.ts";

/** Which routes a model's work may take, and for how long. */
export interface RouteStartSettings {
  readonly model: Model;
  readonly mapping: Pick<ProviderMapping, "liveRoutes">;
  /** Whether the instance's token pays for routes of a known price alone. */
  readonly knownPricesOnly?: boolean;
  /** For one start, waits included, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: RouterMachine["clock"];
  /** Told when one provider does not take the work and the next is tried. */
  readonly onStandIn?: (change: StandIn) => void;
}

/** That one provider has to stand in for another; holds no secret. */
export interface StandIn {
  readonly refusedBy: string;
  readonly next: string;
  /** Of the refusal. */
  readonly code: string;
}

/** One start: the call that it belongs to, and how its providers are reached. */
interface RouteStart {
  readonly call: ProviderCall;
  readonly connect: (provider: RoutedProvider) => RouterCall;
}

/**
 * Sends the picture to the providers that serve the model, one after the other until one takes it;
 * to the next only when it is proven that nothing was started.
 *
 * @throws {ProviderError} with a code of the providers'
 * @throws {CanceledError} when `call.signal` aborts
 */
export async function startOverRoutes(
  request: VideoRequest,
  start: RouteStart,
  settings: RouteStartSettings,
): Promise<ProviderOperation> {
  const { model, mapping, clock, timeoutMs } = settings;
  const { call } = start;
  const live = (await mapping.liveRoutes(model)).routes;
  const isChoosy = settings.knownPricesOnly && call.visitorToken === undefined;
  const routes = live.filter((route) =>
    !(isChoosy && !hasKnownPrice(route)) && isCovered(route, model, request)
  );
  const deadline = new CallDeadline(call.signal, { clock, timeoutMs });
  let refused: LoungeError = new ProviderError("model-not-found");
  try {
    for (const [index, route] of routes.entries()) {
      const taken = await submitOver(route, request, { ...start, deadline });
      if (!(taken instanceof LoungeError)) return taken;
      refused = index === 0 ? taken : refused;
      const next = routes[index + 1];
      if (next) tellOfStandIn(taken, { route, next }, { call, onStandIn: settings.onStandIn });
    }
    throw refused;
  } finally {
    deadline.end();
  }
}

/** The operation when the provider took the work, or why this route does not serve it. */
async function submitOver(
  route: Route,
  request: VideoRequest,
  { call, connect, deadline }: RouteStart & { readonly deadline: CallDeadline },
): Promise<ProviderOperation | LoungeError> {
  const { maxImageBytes: maxBytes, providerModel = "" } = route;
  const limits = maxBytes === undefined ? {} : { maxBytes };
  const jpeg = await request.picture.jpeg(request.size, call.signal, limits).catch(asTooDetailed);
  if (jpeg instanceof Error) return jpeg;
  const provider = routedProvider(route.provider);
  const work: RoutedWork = { providerModel, payload: payloadOf(route, request), jpeg };
  const submitted = await connect(provider).submit(provider.submission(work), { route, deadline });
  if (submitted.kind === "refused") {
    if (isRefusedByRoute(submitted.refusal)) return submitted.refusal.error;
    throw submitted.refusal.error;
  }
  const path = provider.operationPath(submitted.taken, work);
  if (path === undefined) throw failureOfWork("bad-output", { kind: "no-work" });
  return { kind: "operation", operation: { provider: provider.id, path } };
}

/** A provider that others cover is seen by nobody unless it is told. */
function tellOfStandIn(
  { code }: LoungeError,
  { route, next }: { readonly route: Route; readonly next: Route },
  { call, onStandIn }: Pick<RouteStart, "call"> & Pick<RouteStartSettings, "onStandIn">,
): void {
  onStandIn?.({ refusedBy: route.provider, next: next.provider, code });
  call.report(nextRouteReport(routedProvider(route.provider), routedProvider(next.provider)));
}

/** Whether its price is within what was reserved; what nobody can price was told to be so. */
function isCovered(
  route: Route,
  model: Model,
  { settings, maxMicroUsd = Infinity }: VideoRequest,
): boolean {
  const usd = estimateUsd(route, model, settings);
  return usd === undefined || microUsdOf(usd) <= maxMicroUsd;
}

/** A picture that is too much for one provider may be right for the next. */
function asTooDetailed(error: unknown): InputError {
  if (error instanceof InputError && error.code === "image-too-detailed") return error;
  throw error;
}
