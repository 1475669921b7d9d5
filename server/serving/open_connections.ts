import type { Socket } from "node:net";

/** More are not counted: that takes time, and no server of this kind holds so many. */
const MOST_FILES = 4096;

/**
 * How many connections fit beside the files that answering them may need: half of what this process may
 * still open. It is counted, because nobody tells without a permission for all of the system.
 */
export function affordableConnections(): number {
  const opened: Deno.FsFile[] = [];
  try {
    while (opened.length < MOST_FILES) opened.push(Deno.openSync(new URL(import.meta.url)));
  } catch (error) {
    // The one expected end; and no other may keep a server from starting.
    if (opened.length === 0) throw error;
  } finally {
    for (const file of opened) file.close();
  }
  return Math.floor(opened.length / 2);
}

/**
 * The connections of a server, of which there are never more than `most`: for a new one another goes
 * that is not being answered, the oldest of the address that has most of them. So whoever only holds
 * connections open keeps nobody out.
 */
export class OpenConnections {
  readonly #most: number;
  /** Not being answered, by address; of each the first for longest. */
  readonly #idle = new Map<string, Set<Socket>>();
  /** How many requests each is being answered; a client may send some ahead. */
  readonly #busy = new Map<Socket, number>();
  #count = 0;
  #isClosing = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a new one in. False when all are being answered: then it must be turned away. */
  add(socket: Socket): boolean {
    if (this.#count >= this.#most && !this.#endOldest()) return false;
    // Nobody knows it any more once it is closed.
    const address = socket.remoteAddress ?? "";
    this.#count++;
    this.#setIdle(socket, address);
    socket.once("close", () => {
      this.#count--;
      this.#busy.delete(socket);
      this.#unsetIdle(socket, address);
    });
    return true;
  }

  /** A request has come over it; to be disposed of once that is answered. */
  answer(socket: Socket): Disposable {
    const address = socket.remoteAddress ?? "";
    this.#unsetIdle(socket, address);
    this.#busy.set(socket, (this.#busy.get(socket) ?? 0) + 1);
    return { [Symbol.dispose]: () => this.#rest(socket, address) };
  }

  /** Ends all that are not being answered, and the others as soon as they are. */
  close(): void {
    this.#isClosing = true;
    for (const sockets of this.#idle.values()) for (const socket of sockets) socket.destroy();
  }

  #rest(socket: Socket, address: string): void {
    const requests = this.#busy.get(socket);
    if (requests === undefined) return;
    if (requests > 1) return void this.#busy.set(socket, requests - 1);
    this.#busy.delete(socket);
    if (this.#isClosing) socket.end();
    else this.#setIdle(socket, address);
  }

  #setIdle(socket: Socket, address: string): void {
    const sockets = this.#idle.get(address) ?? new Set();
    this.#idle.set(address, sockets.add(socket));
  }

  #unsetIdle(socket: Socket, address: string): void {
    const sockets = this.#idle.get(address);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.#idle.delete(address);
  }

  #endOldest(): boolean {
    let largest: Set<Socket> = new Set();
    for (const sockets of this.#idle.values()) if (sockets.size > largest.size) largest = sockets;
    const [oldest] = largest;
    if (!oldest) return false;
    largest.delete(oldest);
    oldest.destroy();
    return true;
  }
}
