/** The client closed its connection before the answer was complete. */
export class ClientLeft extends Error {}

/** What one HTTP/1.1 request carried. */
export interface RequestHead {
  readonly method: string;
  /** Path with its query, as it stood in the request line. */
  readonly target: string;
  readonly headers: Headers;
}

/** An answer that is sent whole, with its true Content-Length. */
export interface WholeAnswer {
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

const MAX_HEAD_BYTES = 64 * 1024;
const encoder = new TextEncoder();

/**
 * One request and one answer over a bare TCP connection, so that an answer can break every rule
 * that an HTTP server library would keep. The connection is never reused.
 */
export class HttpExchange {
  readonly #connection: Deno.Conn;
  #buffered = new Uint8Array();
  #clientLeft: Promise<void> | undefined;

  constructor(connection: Deno.Conn) {
    this.#connection = connection;
  }

  /** Reads the request line and the headers. */
  async readHead(): Promise<RequestHead> {
    for (;;) {
      const text = new TextDecoder("latin1").decode(this.#buffered);
      const end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        this.#buffered = this.#buffered.slice(end + 4);
        return parseHead(text.slice(0, end));
      }
      if (text.length > MAX_HEAD_BYTES) throw new Error("The request's head does not end.");
      await this.#readMore();
    }
  }

  /** Reads a body of `length` bytes. */
  async readBody(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const body = new Uint8Array(length);
    body.set(this.#buffered.subarray(0, length));
    let filled = Math.min(this.#buffered.length, length);
    while (filled < length) {
      filled += await this.#read(body.subarray(filled));
    }
    return body;
  }

  /** Sends a whole answer. */
  async answer(status: number, { headers = {}, body = "" }: WholeAnswer = {}): Promise<void> {
    const bytes = typeof body === "string" ? encoder.encode(body) : body;
    await this.open(status, { "content-length": String(bytes.length), ...headers });
    await this.write(bytes);
  }

  /** Sends the status line and headers only. */
  async open(status: number, headers: Record<string, string>): Promise<void> {
    const lines = Object.entries({ ...headers, connection: "close" })
      .map(([name, value]) => `${name}: ${value}\r\n`);
    await this.write(`HTTP/1.1 ${status} Scripted\r\n${lines.join("")}\r\n`);
  }

  /** Sends bytes as they are. */
  async write(data: string | Uint8Array): Promise<void> {
    let rest = typeof data === "string" ? encoder.encode(data) : data;
    while (rest.length > 0) {
      const count = await this.#connection.write(rest).catch(() => {
        throw new ClientLeft();
      });
      rest = rest.subarray(count);
    }
  }

  /** Sends one chunk of a `Transfer-Encoding: chunked` body; an empty one ends it. */
  async writeChunk(data: Uint8Array): Promise<void> {
    await this.write(`${data.length.toString(16)}\r\n`);
    await this.write(data);
    await this.write("\r\n");
  }

  /** Sends nothing more. @throws {ClientLeft} as soon as the client gives up */
  async hang(): Promise<never> {
    await this.#untilClientLeaves();
    throw new ClientLeft();
  }

  /** Sends nothing for `ms` milliseconds. @throws {ClientLeft} as soon as the client gives up */
  async pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    const left = this.#untilClientLeaves().then(() => {
      throw new ClientLeft();
    });
    await Promise.race([promise, left]).finally(() => clearTimeout(timer));
  }

  #untilClientLeaves(): Promise<void> {
    // The request is complete, so the next read ends only when the connection does.
    return this.#clientLeft ??= this.#connection.read(new Uint8Array(1)).then(() => {}, () => {});
  }

  async #read(target: Uint8Array): Promise<number> {
    const count = await this.#connection.read(target).catch(() => null);
    if (count === null) throw new ClientLeft();
    return count;
  }

  async #readMore(): Promise<void> {
    const piece = new Uint8Array(16 * 1024);
    const count = await this.#read(piece);
    const joined = new Uint8Array(this.#buffered.length + count);
    joined.set(this.#buffered);
    joined.set(piece.subarray(0, count), this.#buffered.length);
    this.#buffered = joined;
  }
}

function parseHead(text: string): RequestHead {
  const [requestLine = "", ...lines] = text.split("\r\n");
  const [method = "", target = ""] = requestLine.split(" ");
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(":");
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return { method, target, headers };
}
