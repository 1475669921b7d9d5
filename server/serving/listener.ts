import { once } from "node:events";
import { type AddressInfo, connect, type Server } from "node:net";
import type { Log } from "../log.ts";

/** Where a server listens. */
interface Address {
  readonly hostname: string;
  readonly port: number;
}

/** How long a connection to oneself may take, in milliseconds. */
const CONNECT_MS = 2000;

/**
 * Has a server listen, and listen again where nothing comes through any more: when the system has no
 * file left at the moment of a connection, Node's listener stops under Deno without a word.
 */
export class Listener {
  readonly #server: Server;
  readonly #log: Log;
  readonly #checkMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether a connection has come since the last look. */
  #hasHeard = true;
  #isStopped = false;

  constructor(server: Server, options: { readonly log: Log; readonly checkMs: number }) {
    this.#server = server;
    this.#log = options.log;
    this.#checkMs = options.checkMs;
    server.on("connection", () => this.#hasHeard = true);
  }

  /** @throws Node's error with a `code` when the address cannot be listened on */
  async listen(address: Address): Promise<Deno.NetAddr> {
    await this.#open(address);
    this.#server.on("error", (error) => this.#log.error("the listener failed", { error }));
    const { address: hostname, port } = this.#server.address() as AddressInfo;
    this.#plan({ hostname: address.hostname, port });
    return { transport: "tcp", hostname, port };
  }

  /** Ends the looking; the server is its owner's to close. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #open({ hostname, port }: Address): Promise<void> {
    this.#server.listen({ host: hostname, port });
    // Rejects with the error that comes instead.
    await once(this.#server, "listening");
  }

  #plan(address: Address): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void this.#look(address), this.#checkMs);
  }

  async #look(address: Address): Promise<void> {
    if (!this.#hasHeard && !await this.#hearsItself(address) && !this.#isStopped) {
      this.#log.error("nothing comes through; listening again", { port: address.port });
      this.#server.close();
      await this.#open(address).catch((error) => {
        this.#log.error("the port cannot be listened on again", { error });
      });
    }
    this.#hasHeard = false;
    this.#plan(address);
  }

  async #hearsItself({ hostname, port }: Address): Promise<boolean> {
    const everywhere: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const heard = () => resolve(true);
    this.#server.once("connection", heard);
    const timer = setTimeout(() => resolve(false), CONNECT_MS);
    const client = connect({ host: everywhere[hostname] ?? hostname, port });
    client.on("error", () => resolve(false));
    const isHeard = await promise;
    clearTimeout(timer);
    client.destroy();
    this.#server.off("connection", heard);
    return isHeard;
  }
}
