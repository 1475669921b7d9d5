import { systemClock } from "../clock.ts";
import type * as contract from "../generation/ports/provider.ts";
import { resolveBySystem, type ResolveHost } from "./result_address.ts";
import { downloadResult } from "./result_download.ts";
import { type RouteStartSettings, startOverRoutes } from "./route_start.ts";
import { failureOfWork, isPlainPath, type RoutedProvider } from "./routed_provider.ts";
import { routedProvider, stateReport } from "./routed_providers.ts";
import { chooseAccess, type RouterAccess, type RouterSettings } from "./router_access.ts";
import { RouterCall, type RouterMachine } from "./router_call.ts";

/** How one model is reached through Inference Providers. */
export interface InferenceProvidersOptions
  extends RouterSettings, Omit<RouteStartSettings, "clock"> {
  /** Longest video that is taken, in bytes. */
  readonly maxVideoBytes: number;
  /** Hosts that videos may be fetched from though they are neither public nor https. */
  readonly resultHostsAllowed: readonly string[];
  readonly fetch?: typeof fetch;
  readonly clock?: RouterMachine["clock"];
  /** From 0 to 1; spreads retries. */
  readonly random?: () => number;
  readonly resolve?: ResolveHost;
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
    const access = await chooseAccess(this.#options, call, "no");
    const connect = (provider: RoutedProvider) => this.#connection(provider, access, call);
    return await startOverRoutes(request, { call, connect }, this.#options);
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
    const access = await chooseAccess(this.#options, call, "unknown");
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
      this.#connection(provider, await chooseAccess(this.#options, call, "unknown"), call),
    );
  }

  #connection(
    provider: RoutedProvider,
    access: RouterAccess,
    call: contract.ProviderCall,
  ): RouterCall {
    return new RouterCall(provider, { access, machine: this.#options, call });
  }
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
