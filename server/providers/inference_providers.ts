import { systemClock } from "../clock.ts";
import { ProviderError } from "../errors.ts";
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

type Operation = contract.ProviderOperation["operation"];

const MACHINE = { fetch, clock: systemClock, random: Math.random, resolve: resolveBySystem };
/** Longer addresses are not stored, in characters; no CDN signs so much, data addresses aside. */
const MAX_STORED_ADDRESS = 4000;

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
   * Fetches the video from where it is known to be; otherwise asks the provider that took the work
   * how it stands.
   *
   * @throws {ProviderError} why that could not be learnt, or the video not be fetched this time
   * @throws {CanceledError} when `call.signal` aborts
   */
  async check(
    operation: Operation,
    call: contract.ProviderCall,
  ): Promise<contract.OperationAnswer> {
    const { address } = readOperation(operation);
    if (address === undefined) return await this.#ask(operation, call);
    try {
      return await this.#fetchVideo(address, call);
    } catch (failure) {
      if (!(failure instanceof ProviderError) || call.signal.aborted) throw failure;
      // Addresses expire, and the provider then names a new one.
      const asked = await this.#ask(operation, call).catch(() => undefined);
      const isNew = asked?.kind === "located" && asked.operation.address !== address;
      if (asked?.kind === "video") return asked;
      if (isNew) return { ...asked, failure };
      throw failure;
    }
  }

  async #ask(
    operation: Operation,
    call: contract.ProviderCall,
  ): Promise<contract.OperationAnswer> {
    const { provider, path } = readOperation(operation);
    const access = await chooseAccess(this.#options, call, "unknown");
    const state = await provider.check(path, this.#connection(provider, access, call));
    if (state.kind === "ended") return state;
    if (state.kind === "done") {
      const { address } = state;
      const isStored = address.length <= MAX_STORED_ADDRESS && !address.startsWith("data:");
      if (!isStored) return await this.#fetchVideo(address, call);
      return { kind: "located", operation: { provider: provider.id, path, address } };
    }
    call.report(stateReport(provider, state));
    return { kind: "operation", operation };
  }

  async #fetchVideo(
    address: string,
    { signal }: contract.ProviderCall,
  ): Promise<contract.ProviderVideo> {
    const { resultHostsAllowed: hostsAllowed, ...options } = this.#options;
    const found = await downloadResult(address, { ...options, hostsAllowed, signal });
    if (found.kind === "video") return found;
    throw failureOfWork("bad-output", { kind: "bad-address" }, { charged: "yes" });
  }

  /** Asks the provider to stop the work; one that cannot be asked goes on with it. */
  async cancel(
    operation: Operation,
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
function readOperation({ provider: id, path, address }: Operation): {
  readonly provider: RoutedProvider;
  readonly path: string;
  /** Where the video was last: untrusted. */
  readonly address?: string;
} {
  const provider = routedProvider(id);
  const isOwn = typeof path === "string" && path.startsWith(`/${provider.id}/`) &&
    isPlainPath(path);
  if (!isOwn) throw new TypeError("The stored operation is not one of the router's.");
  return { provider, path, ...(typeof address === "string" ? { address } : {}) };
}
