type Talk = (connection: Deno.Conn) => Promise<void>;

/** A port behind which each connection is talked to and then closed. */
export class TalkingPort implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #talks = new Map<Deno.Conn, Promise<void>>();
  readonly #accepting: Promise<void>;

  constructor(talk: Talk) {
    this.#accepting = this.#accept(talk);
  }

  /** Address and port. */
  get host(): string {
    return `127.0.0.1:${this.#listener.addr.port}`;
  }

  async #accept(talk: Talk): Promise<void> {
    for await (const connection of this.#listener) {
      const talking = talk(connection).finally(() => closeQuietly(connection));
      this.#talks.set(connection, talking);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#talks.keys()) closeQuietly(connection);
    await Promise.all([this.#accepting, ...this.#talks.values()]);
  }
}

/** The address of a port where nobody listens any more. */
export async function closedHost(): Promise<string> {
  await using port = new TalkingPort(() => Promise.resolve());
  return port.host;
}

/** A provider that answers the first request of each connection and dies at work on the second. */
export interface DyingServer extends AsyncDisposable {
  readonly host: string;
  /** How many requests came whole. */
  readonly received: () => number;
}

/** Starts it; every answer is a 200 with these bytes, and leaves the connection open. */
export function startDyingServer(answer: Uint8Array): DyingServer {
  let received = 0;
  const port = new TalkingPort(async (connection) => {
    if (!await readRequest(connection)) return;
    received++;
    await writeAll(connection, `HTTP/1.1 200 OK\r\ncontent-length: ${answer.length}\r\n\r\n`);
    await writeAll(connection, answer);
    if (await readRequest(connection)) received++;
  });
  const { host } = port;
  return {
    host,
    received: () => received,
    [Symbol.asyncDispose]: () => port[Symbol.asyncDispose](),
  };
}

/**
 * Sends again and again until one try fails, and tells how often it sent: a connection is kept for
 * the next request only once Deno has noticed that the answer before has ended.
 */
export async function sendUntilItDies(send: () => Promise<unknown>): Promise<{
  readonly sent: number;
  readonly failure: unknown;
}> {
  for (let sent = 1; sent <= 20; sent++) {
    try {
      await send();
    } catch (failure) {
      return { sent, failure };
    }
  }
  throw new Error("No connection was used twice, or what had failed was sent again.");
}

/** Reads one request to the end that its Content-Length says; false when none comes. */
export async function readRequest(connection: Deno.Conn): Promise<boolean> {
  const piece = new Uint8Array(64 * 1024);
  let head = "";
  let missing = Infinity;
  while (missing > 0) {
    const count = await connection.read(piece).catch(() => null);
    if (count === null) return false;
    missing -= count;
    if (missing < Infinity) continue;
    head += new TextDecoder("latin1").decode(piece.subarray(0, count));
    const end = head.indexOf("\r\n\r\n");
    const length = /^content-length: (\d+)\r$/im.exec(head)?.[1];
    if (end >= 0) missing = end + 4 + Number(length) - head.length;
  }
  return true;
}

/** Writes text or bytes to their end. */
export async function writeAll(connection: Deno.Conn, data: string | Uint8Array): Promise<void> {
  let rest = typeof data === "string" ? new TextEncoder().encode(data) : data;
  while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
}

function closeQuietly(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
