import type { IncomingMessage } from "node:http";
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

/** A request that is being received or answered. */
interface Answering {
  readonly address: string;
  readonly incoming: Pick<IncomingMessage, "complete">;
}

/**
 * The connections of a server, of which there are never more than `most`. For a new one another goes,
 * so that whoever only holds connections open keeps nobody out: one without a request, the oldest of the
 * address that has most of them; else one whose request does not end; else one of a crowd at one other
 * address that is being answered on more than half of all.
 */
export class OpenConnections {
  readonly #most: number;
  /** Not being answered, by address; of each the first for longest. */
  readonly #idle = new Map<string, Set<Socket>>();
  /** The requests of the others, in their order; a client may send some ahead. */
  readonly #busy = new Map<Socket, readonly Answering[]>();
  #count = 0;
  #isClosing = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a new one in. False when all are being answered: then it must be turned away. */
  add(socket: Socket): boolean {
    // Nobody knows it any more once it is closed.
    const address = socket.remoteAddress ?? "";
    if (this.#count >= this.#most && !this.#endOne(address)) return false;
    this.#count++;
    this.#setIdle(socket, address);
    socket.once("close", () => {
      this.#count--;
      this.#busy.delete(socket);
      this.#unsetIdle(socket, address);
    });
    return true;
  }

  /** A request has come; to be disposed of once it is answered. */
  answer(incoming: Pick<IncomingMessage, "complete" | "socket">): Disposable {
    const { socket } = incoming;
    const answering = { incoming, address: socket.remoteAddress ?? "" };
    this.#unsetIdle(socket, answering.address);
    this.#busy.set(socket, [...this.#busy.get(socket) ?? [], answering]);
    return { [Symbol.dispose]: () => this.#rest(socket, answering) };
  }

  /** Ends all that are not being answered, and the others as soon as they are. */
  close(): void {
    this.#isClosing = true;
    for (const sockets of this.#idle.values()) for (const socket of sockets) socket.destroy();
  }

  #rest(socket: Socket, answered: Answering): void {
    const others = this.#busy.get(socket)?.filter((answering) => answering !== answered);
    if (!others) return;
    if (others.length > 0) return void this.#busy.set(socket, others);
    this.#busy.delete(socket);
    if (this.#isClosing) socket.end();
    else this.#setIdle(socket, answered.address);
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

  /** Makes room for one from that address. */
  #endOne(newcomer: string): boolean {
    const ended = this.#oldestIdle() ?? this.#unending() ?? this.#oldestOfCrowd(newcomer);
    ended?.destroy();
    return ended !== undefined;
  }

  #oldestIdle(): Socket | undefined {
    let largest: Set<Socket> = new Set();
    for (const sockets of this.#idle.values()) if (sockets.size > largest.size) largest = sockets;
    const [oldest] = largest;
    // It closes later, and the next one must not meet it again.
    if (oldest) largest.delete(oldest);
    return oldest;
  }

  #unending(): Socket | undefined {
    for (const [socket, answering] of this.#busy) {
      const isUnending = answering.some(({ incoming }) => !incoming.complete);
      if (isUnending && !socket.destroyed) return socket;
    }
    return undefined;
  }

  #oldestOfCrowd(newcomer: string): Socket | undefined {
    const busy = [...this.#busy].filter(([socket]) => !socket.destroyed);
    const crowds = Map.groupBy(busy, ([, [first]]) => first?.address);
    for (const [address, crowd] of crowds) {
      if (address !== newcomer && crowd.length > this.#most / 2) return crowd[0]?.[0];
    }
    return undefined;
  }
}
