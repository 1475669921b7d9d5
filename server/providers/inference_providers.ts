import type { Charged } from "../../contract/problem.ts";
import { systemClock } from "../clock.ts";
import { InputError, LoungeError, ProviderError } from "../errors.ts";
import type { Model, Route } from "../models/model.ts";
import { payloadOf } from "../models/payload.ts";
import { estimateUsd, hasKnownPrice, microUsdOf } from "../models/price.ts";
import { CallDeadline } from "./call_deadline.ts";
import type * as contract from "../generation/ports/provider.ts";
import type { ProviderMapping } from "./provider_mapping.ts";
import { resolveBySystem, type ResolveHost } from "./result_address.ts";
import { downloadResult } from "./result_download.ts";
import { type RouterAccess, RouterCall, type RouterMachine } from "./router_call.ts";
import {
  failureOfWork,
  isPlainPath,
  type RoutedProvider,
  type RoutedWork,
} from "./routed_provider.ts";
import {
  isRefusedByRoute,
  nextRouteReport,
  routedProvider,
  stateReport,
} from "./routed_providers.ts";

/** How one model is reached through Inference Providers. */
export interface InferenceProvidersOptions {
  readonly model: Model;
  readonly mapping: Pick<ProviderMapping, "liveRoutes">;
  /** Base address of the router, without a trailing slash. */
  readonly routerUrl: string;
  /** The instance's own; sent to the router alone, and only when no visitor pays. */
  readonly token?: string;
  /** Organisation that pays for what is made with the instance's token. */
  readonly billTo?: string;
  /** Whether the instance's token pays for routes of a known price alone. */
  readonly knownPricesOnly?: boolean;
  /** For one start, waits included, in milliseconds. */
  readonly timeoutMs: number;
  /** Longest video that is taken, in bytes. */
  readonly maxVideoBytes: number;
  /** Hosts that videos may be fetched from though they are neither public nor https. */
  readonly resultHostsAllowed: readonly string[];
  /** Told when one provider does not take the work and the next is tried. */
  readonly onStandIn?: (change: StandIn) => void;
  readonly fetch?: typeof fetch;
  readonly clock?: RouterMachine["clock"];
  /** From 0 to 1; spreads retries. */
  readonly random?: () => number;
  readonly resolve?: ResolveHost;
}

/** That one provider has to stand in for another; holds no secret. */
export interface StandIn {
  readonly refusedBy: string;
  readonly next: string;
  /** Of the refusal. */
  readonly code: string;
}

const MACHINE = { fetch, clock: systemClock, random: Math.random, resolve: resolveBySystem };
/**
 * How many addresses of one video are tried: they expire, and the provider then names a new one.
 */
const MAX_ADDRESSES = 2;

/**
 * A model behind the router of Inference Providers: the first provider that serves it takes the
 * work, and is then asked until the video is there.
 */
export class InferenceProviders implements contract.VideoProvider {
  readonly id = "inference-providers";
  readonly isRepeatable = false;
  readonly #options: InferenceProvidersOptions & typeof MACHINE;

  constructor(options: InferenceProvidersOptions) {
    this.#options = { ...MACHINE, ...options };
  }

  /**
   * Sends the picture to the providers that serve the model, one after the other until one takes it;
   * to the next only when it is proven that nothing was started.
   *
   * @throws {ProviderError} with a code of the providers'
   * @throws {CanceledError} when `call.signal` aborts
   */
  async start(
    request: contract.VideoRequest,
    call: contract.ProviderCall,
  ): Promise<contract.ProviderOperation> {
    const { model, mapping, clock, timeoutMs } = this.#options;
    const access = await this.#access(call, "no");
    const live = (await mapping.liveRoutes(model)).routes;
    const isChoosy = this.#options.knownPricesOnly && call.visitorToken === undefined;
    const routes = live.filter((route) =>
      !(isChoosy && !hasKnownPrice(route)) && isCovered(route, model, request)
    );
    const deadline = new CallDeadline(call.signal, { clock, timeoutMs });
    let refused: LoungeError = new ProviderError("model-not-found");
    try {
      for (const [index, route] of routes.entries()) {
        const taken = await this.#submit({ request, route, access }, call, deadline);
        if (!(taken instanceof LoungeError)) return taken;
        refused = index === 0 ? taken : refused;
        const next = routes[index + 1];
        if (next) this.#goOn(taken, { route, next }, call);
      }
      throw refused;
    } finally {
      deadline.end();
    }
  }

  /**
   * Asks the provider that took the work how it stands, and fetches the video once it is done.
   *
   * @throws {ProviderError} with what has become of the work, or why that could not be learnt
   * @throws {CanceledError} when `call.signal` aborts
   */
  async check(
    operation: contract.ProviderOperation["operation"],
    call: contract.ProviderCall,
  ): Promise<contract.ProviderVideo | contract.ProviderOperation> {
    const { provider, path } = readOperation(operation);
    const access = await this.#access(call, "unknown");
    const connection = this.#connection(provider, access, call);
    for (let addresses = 1; addresses <= MAX_ADDRESSES; addresses++) {
      const state = await provider.check(path, connection);
      if (state.kind !== "done") {
        call.report(stateReport(provider, state));
        return { kind: "operation", operation };
      }
      const { resultHostsAllowed: hostsAllowed, ...options } = this.#options;
      const download = { ...options, hostsAllowed, signal: call.signal };
      const found = await downloadResult(state.address, download);
      if (found.kind === "video") return found;
    }
    throw failureOfWork("bad-output", { kind: "bad-address" }, { charged: "yes" });
  }

  /** Asks the provider to stop the work; one that cannot be asked goes on with it. */
  async cancel(
    operation: contract.ProviderOperation["operation"],
    call: contract.ProviderCall,
  ): Promise<void> {
    const { provider, path } = readOperation(operation);
    if (!provider.cancel) return;
    await provider.cancel(
      path,
      this.#connection(provider, await this.#access(call, "unknown"), call),
    );
  }

  /** The operation when the provider took the work, or why this route does not serve it. */
  async #submit(
    { request, route, access }: {
      readonly request: contract.VideoRequest;
      readonly route: Route;
      readonly access: RouterAccess;
    },
    call: contract.ProviderCall,
    deadline: CallDeadline,
  ): Promise<contract.ProviderOperation | LoungeError> {
    const { maxImageBytes: maxBytes, providerModel = "" } = route;
    const limits = maxBytes === undefined ? {} : { maxBytes };
    const jpeg = await request.picture.jpeg(request.size, call.signal, limits).catch(asTooDetailed);
    if (jpeg instanceof Error) return jpeg;
    const provider = routedProvider(route.provider);
    const work: RoutedWork = { providerModel, payload: payloadOf(route, request), jpeg };
    const connection = this.#connection(provider, access, call);
    const submitted = await connection.submit(provider.submission(work), { route, deadline });
    if (submitted.kind === "refused") {
      if (isRefusedByRoute(submitted.refusal)) return submitted.refusal.error;
      throw submitted.refusal.error;
    }
    const path = provider.operationPath(submitted.taken, work);
    if (path === undefined) throw failureOfWork("bad-output", { kind: "no-work" });
    return { kind: "operation", operation: { provider: provider.id, path } };
  }

  /** A provider that others cover is seen by nobody unless it is told. */
  #goOn(
    { code }: LoungeError,
    { route, next }: { readonly route: Route; readonly next: Route },
    call: contract.ProviderCall,
  ): void {
    this.#options.onStandIn?.({ refusedBy: route.provider, next: next.provider, code });
    call.report(nextRouteReport(routedProvider(route.provider), routedProvider(next.provider)));
  }

  #connection(
    provider: RoutedProvider,
    access: RouterAccess,
    call: contract.ProviderCall,
  ): RouterCall {
    return new RouterCall(provider, { access, machine: this.#options, call });
  }

  /** Whose token goes along. */
  async #access(call: contract.ProviderCall, charged: Charged): Promise<RouterAccess> {
    const { routerUrl: url, token, billTo } = this.#options;
    const visitorToken = await call.visitorToken?.();
    const chosen = visitorToken ?? token;
    if (chosen === undefined || !/^[\x21-\x7e]+$/.test(chosen)) {
      throw new ProviderError("auth-invalid", {}, { charged });
    }
    const paysInStead = visitorToken === undefined ? billTo : undefined;
    return { url, token: chosen, billTo: paysInStead };
  }
}

/** Whether its price is within what was reserved; what nobody can price was told to be so. */
function isCovered(
  route: Route,
  model: Model,
  { settings, maxMicroUsd = Infinity }: contract.VideoRequest,
): boolean {
  const usd = estimateUsd(route, model, settings);
  return usd === undefined || microUsdOf(usd) <= maxMicroUsd;
}

/** A picture that is too much for one provider may be right for the next. */
function asTooDetailed(error: unknown): InputError {
  if (error instanceof InputError && error.code === "image-too-detailed") return error;
  throw error;
}

/** @throws {TypeError} for what no version of this program has written */
function readOperation(
  { provider: id, path }: contract.ProviderOperation["operation"],
): { readonly provider: RoutedProvider; readonly path: string } {
  const provider = routedProvider(id);
  const isOwn = typeof path === "string" && path.startsWith(`/${provider.id}/`) &&
    isPlainPath(path);
  if (!isOwn) throw new TypeError("The stored operation is not one of the router's.");
  return { provider, path };
}
