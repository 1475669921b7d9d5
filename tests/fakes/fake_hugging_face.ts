import { ClientLeft, HttpExchange, type RequestHead } from "./http_exchange.ts";
import { type Scenario, SCENARIOS, type Step } from "./hugging_face_scenarios.ts";

/** A request as it arrived at the fake. */
export interface RecordedRequest extends RequestHead {
  /** Path without the query. */
  readonly path: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** How the exchange ended: the script was played to its end, or the client gave up before. */
  readonly ended: Promise<"played" | "client-left">;
}

/** How to start the fake. */
export interface FakeHuggingFaceOptions {
  /** TCP port; 0, the default, takes a free one. */
  readonly port?: number;
  /** The MP4 that the scenarios with a film answer with. */
  readonly film: Uint8Array<ArrayBuffer>;
  /** How many of the latest requests are kept. */
  readonly maxRequests?: number;
}

/** A running fake. */
export interface FakeHuggingFace {
  /** Base address without a trailing slash. */
  readonly url: string;
  /** The latest requests, the oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** The address that plays a scenario; throws for a name that does not exist. */
  endpoint(scenario: string): string;
  /** Resolves with the request of that number, counted from 1, once its body has arrived. */
  request(number: number): Promise<RecordedRequest>;
  close(): Promise<void>;
}

/**
 * Starts an HTTP server on the loopback interface that answers as Hugging Face does, well or badly.
 *
 * `POST /endpoints/<scenario>` plays a scenario; one with several steps plays the next step with
 * each request and then starts over. `?seconds=5` waits before answering. `GET /` lists them all.
 */
export function startFakeHuggingFace(options: FakeHuggingFaceOptions): FakeHuggingFace {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: options.port ?? 0 });
  const url = `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
  const theater = new Theater(url, options);
  const accepting = theater.acceptFrom(listener);
  return {
    url,
    requests: theater.requests,
    endpoint(scenario) {
      if (!SCENARIOS.has(scenario)) throw new Error(`There is no scenario ${scenario}.`);
      return `${url}/endpoints/${scenario}`;
    },
    request: (number) => theater.request(number),
    async close() {
      closeQuietly(listener);
      await accepting;
      await theater.close();
    },
  };
}

class Theater {
  readonly requests: RecordedRequest[] = [];
  readonly #url: string;
  readonly #options: FakeHuggingFaceOptions;
  readonly #connections = new Map<Deno.Conn, Promise<void>>();
  readonly #played = new Map<string, number>();
  readonly #awaited = new Map<number, PromiseWithResolvers<RecordedRequest>>();
  #received = 0;

  constructor(url: string, options: FakeHuggingFaceOptions) {
    this.#url = url;
    this.#options = options;
  }

  async acceptFrom(listener: Deno.TcpListener): Promise<void> {
    for await (const connection of listener) {
      this.#connections.set(connection, this.#serve(connection));
    }
  }

  request(number: number): Promise<RecordedRequest> {
    const forgotten = this.#received - this.requests.length;
    const kept = this.requests[number - 1 - forgotten];
    if (kept) return Promise.resolve(kept);
    const arrival = this.#awaited.get(number) ?? Promise.withResolvers<RecordedRequest>();
    this.#awaited.set(number, arrival);
    return arrival.promise;
  }

  async close(): Promise<void> {
    const running = [...this.#connections.values()];
    for (const connection of this.#connections.keys()) closeQuietly(connection);
    await Promise.all(running);
  }

  async #serve(connection: Deno.Conn): Promise<void> {
    const exchange = new HttpExchange(connection);
    try {
      await this.#play(exchange, await exchange.readHead());
    } catch (error) {
      if (!(error instanceof ClientLeft)) throw error;
    } finally {
      closeQuietly(connection);
      this.#connections.delete(connection);
    }
  }

  async #play(exchange: HttpExchange, head: RequestHead): Promise<void> {
    const { pathname: path, searchParams } = new URL(head.target, this.#url);
    const scenario = SCENARIOS.get(path.replace(/^\/endpoints\//, ""));
    const length = scenario?.leavesBodyUnread ? 0 : Number(head.headers.get("content-length") ?? 0);
    const body = await exchange.readBody(length);
    const ending = Promise.withResolvers<"played" | "client-left">();
    this.#record({ ...head, path, body, ended: ending.promise });
    try {
      const seconds = Number(searchParams.get("seconds") ?? 0);
      if (seconds > 0) await exchange.pause(seconds * 1000);
      if (head.method === "GET" && path === "/") await exchange.answer(200, { body: listing() });
      else if (!scenario) await exchange.answer(404, { body: "Not Found" });
      else if (head.method !== "POST") await exchange.answer(405, { headers: { allow: "POST" } });
      else await this.#nextStep(scenario, head)({ exchange, ...head, film: this.#options.film });
      ending.resolve("played");
    } catch (error) {
      ending.resolve("client-left");
      throw error;
    }
  }

  #nextStep(scenario: Scenario, { target }: RequestHead): Step {
    const round = this.#played.get(target) ?? 0;
    this.#played.set(target, round + 1);
    return scenario.steps[round % scenario.steps.length] ?? scenario.steps[0];
  }

  #record(request: RecordedRequest): void {
    this.requests.push(request);
    if (this.requests.length > (this.#options.maxRequests ?? 1000)) this.requests.shift();
    this.#received++;
    this.#awaited.get(this.#received)?.resolve(request);
    this.#awaited.delete(this.#received);
  }
}

function closeQuietly(resource: Deno.Conn | Deno.Listener): void {
  try {
    resource.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

function listing(): string {
  const lines = [...SCENARIOS].map(([name, { says }]) => `POST /endpoints/${name}\n    ${says}\n`);
  return `A fake Hugging Face. Add ?seconds=5 to wait before an answer.\n\n${lines.join("")}`;
}
