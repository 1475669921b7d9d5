/** HTTP as bytes, for what no client library sends. */
import { PATIENCE_MS } from "../../patience.ts";

/** A connection to a server on this machine. */
export class RawClient implements Disposable {
  readonly #connection: Deno.TcpConn;
  #text = "";
  #isClosed = false;

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  static async open({ port, hostname = "127.0.0.1" }: { port: number; hostname?: string }) {
    return new RawClient(await Deno.connect({ hostname, port }));
  }

  async send(text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#connection.write(bytes.subarray(sent));
    }
  }

  /** All that has come once it ends so; rejects when the connection ends before. */
  async until(end: string | RegExp): Promise<string> {
    const isThere = () => typeof end === "string" ? this.#text.includes(end) : end.test(this.#text);
    while (!isThere()) {
      if (this.#isClosed) throw new Error(`It ended after: ${this.#text}`);
      await this.#read();
    }
    return this.#text;
  }

  /** All that came until the server closed the connection. */
  async untilClosed(): Promise<string> {
    while (!this.#isClosed) await this.#read();
    return this.#text;
  }

  [Symbol.dispose](): void {
    try {
      this.#connection.close();
    } catch {
      // It is closed already.
    }
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(65_536);
    const timer = setTimeout(() => this[Symbol.dispose](), PATIENCE_MS);
    try {
      const length = await this.#connection.read(buffer);
      if (length === null) this.#isClosed = true;
      else this.#text += new TextDecoder("latin1").decode(buffer.subarray(0, length));
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
      this.#isClosed = true;
    } finally {
      clearTimeout(timer);
    }
  }
}
