import type { Log } from "../log.ts";
import { type Arrival, claimsToForward, clientAddress } from "../protocol/forwarded.ts";
import { readHeader } from "../protocol/read_header.ts";
import { isInner, networkOf, trustedProxies } from "../proxy_ranges.ts";
import type { Signatures } from "./signatures.ts";

/** What clients are told apart with. */
export interface ClientSources {
  /** Proxies whose word counts, each as `isProxyRange` takes it. */
  readonly proxies: readonly string[];
  readonly signatures: Signatures;
  readonly log: Log;
}

/** Tells clients apart by where they come from, whatever cookie they bring (decision 31). */
export class Clients {
  readonly #sources: ClientSources;
  readonly #isTrusted: Arrival["isTrusted"];
  #untoldProxy: string | undefined;

  constructor(sources: ClientSources) {
    this.#sources = sources;
    this.#isTrusted = trustedProxies(sources.proxies);
  }

  /**
   * Address of a proxy that `TRUSTED_PROXIES` does not name, once one was met: behind it all clients
   * look alike, so that they are not limited by address.
   */
  get untoldProxy(): string | undefined {
    return this.#untoldProxy;
  }

  /**
   * The line that a request stands in: a keyed hash of the client's network, of which nobody can read
   * the address. `undefined` where the address tells nothing.
   */
  lineOf({ headers }: Request, remoteAddr: Deno.Addr | undefined): string | undefined {
    if (!remoteAddr || !("hostname" in remoteAddr)) return undefined;
    const arrival: Arrival = {
      read: (name) => readHeader(headers, name) ?? undefined,
      peer: remoteAddr.hostname,
      isTrusted: this.#isTrusted,
    };
    if (this.#isUntoldProxy(arrival)) return undefined;
    const network = networkOf(clientAddress(arrival) ?? "");
    return network && this.#sources.signatures.sign("client-line", network);
  }

  #isUntoldProxy({ read, peer, isTrusted }: Arrival): boolean {
    if (isTrusted(peer) || !isInner(peer) || !claimsToForward(read)) return false;
    if (this.#untoldProxy === undefined) {
      this.#sources.log.info(
        "requests come through a proxy that TRUSTED_PROXIES does not name: no limit counts by address",
        { proxy: peer },
      );
    }
    this.#untoldProxy = peer;
    return true;
  }
}
