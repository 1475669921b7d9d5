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
 * The connections of a server, of which there are never more than `most`: for a new one the oldest goes
 * that is not being answered. So whoever only holds connections open keeps nobody out.
 */
export class OpenConnections {
  readonly #most: number;
  /** Not being answered, and since when: the first for longest. */
  readonly #idle = new Set<Socket>();
  /** How many requests each is being answered; a client may send some ahead. */
  readonly #busy = new Map<Socket, number>();
  #isClosing = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** How many there are. */
  get count(): number {
    return this.#idle.size + this.#busy.size;
  }

  /** Takes a new one in. False when all are being answered: then it must be turned away. */
  add(socket: Socket): boolean {
    if (this.count >= this.#most && !this.#endOldest()) return false;
    this.#idle.add(socket);
    socket.once("close", () => {
      this.#idle.delete(socket);
      this.#busy.delete(socket);
    });
    return true;
  }

  /** A request has come over it; to be disposed of once that is answered. */
  answer(socket: Socket): Disposable {
    this.#idle.delete(socket);
    this.#busy.set(socket, (this.#busy.get(socket) ?? 0) + 1);
    return { [Symbol.dispose]: () => this.#rest(socket) };
  }

  /** Ends all that are not being answered, and the others as soon as they are. */
  close(): void {
    this.#isClosing = true;
    for (const socket of this.#idle) socket.destroy();
  }

  #rest(socket: Socket): void {
    const requests = this.#busy.get(socket);
    if (requests === undefined) return;
    if (requests > 1) return void this.#busy.set(socket, requests - 1);
    this.#busy.delete(socket);
    if (this.#isClosing) return void socket.end();
    this.#idle.add(socket);
  }

  #endOldest(): boolean {
    const [oldest] = this.#idle;
    if (!oldest) return false;
    this.#idle.delete(oldest);
    oldest.destroy();
    return true;
  }
}
