import type { RoutedProviderId } from "../../server/providers/routed_provider.ts";
import { FakeHub, HUB_SCENARIOS, type HubMapping, mappingsOfRegistry } from "./fake_hub.ts";
import { FakeRouter, type RoutedRequest } from "./fake_router.ts";
import { ClientLeft, HttpExchange, type RequestHead } from "./http_exchange.ts";
import { type Scenario, SCENARIOS, type Step } from "./hugging_face_scenarios.ts";
import { QUEUE_SCENARIOS, type QueueScenario } from "./queue_scenarios.ts";
import { answer } from "./scripted_steps.ts";

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
  /** The MP4 that the scenarios with a video answer with. */
  readonly video: Uint8Array<ArrayBuffer>;
  /** How many of the latest requests are kept. */
  readonly maxRequests?: number;
  /** By the Hub's id of a model; default: every route of the registry is live. */
  readonly mappings?: Readonly<Record<string, HubMapping>>;
  /** Stand beside the scenarios that there always are. */
  readonly queueScenarios?: ReadonlyMap<string, QueueScenario>;
  readonly endpointScenarios?: ReadonlyMap<string, Scenario>;
}

/** A running fake. */
export interface FakeHuggingFace {
  /** Base address without a trailing slash. */
  readonly url: string;
  /** For `HF_ROUTER_URL`. */
  readonly routerUrl: string;
  /** For `HF_HUB_URL`. */
  readonly hubUrl: string;
  /** For `RESULT_HOSTS_ALLOWED`: the fake is no public host. */
  readonly resultHost: string;
  /** Says who serves which model, and how the Hub answers. */
  readonly hub: Pick<FakeHub, "map" | "play">;
  /** What the CDN was sent that it must not see. */
  readonly leaks: readonly string[];
  /** The latest requests, the oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** The address that plays a scenario; throws for a name that does not exist. */
  endpoint(scenario: string): string;
  /** The scenario of a provider for work whose prompt and token name none. */
  play(provider: RoutedProviderId, scenario: string): void;
  /** Resolves with the request of that number, counted from 1, once its body has arrived. */
  request(number: number): Promise<RecordedRequest>;
  close(): Promise<void>;
}

/**
 * Starts an HTTP server on the loopback interface that answers as Hugging Face does, well or badly.
 *
 * `POST /endpoints/<scenario>` plays a scenario; one with several steps plays the next step with
 * each request and then starts over. `?seconds=5` waits before answering. `GET /` lists them all.
 *
 * Behind `/router` are fal.ai, WaveSpeed and Together AI, whose videos lie under `/cdn`; `/hub` knows
 * who serves which model. Their scenario is chosen by each piece of work, so that many visitors can
 * be at it at once: the prompt holds `scenario:fal-slow`, or the token is `hf_scenario_fal_slow`;
 * else `play` has said it, else all goes well.
 */
export function startFakeHuggingFace(options: FakeHuggingFaceOptions): FakeHuggingFace {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: options.port ?? 0 });
  const url = `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
  const theater = new Theater(url, options);
  const accepting = theater.acceptFrom(listener);
  return {
    url,
    routerUrl: `${url}/router`,
    hubUrl: `${url}/hub`,
    resultHost: new URL(url).host,
    hub: theater.hub,
    leaks: theater.router.leaks,
    requests: theater.requests,
    endpoint(scenario) {
      if (!SCENARIOS.has(scenario) && !options.endpointScenarios?.has(scenario)) {
        throw new Error(`There is no scenario ${scenario}.`);
      }
      return `${url}/endpoints/${scenario}`;
    },
    play: (provider, scenario) => theater.router.play(provider, scenario),
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
  readonly router: FakeRouter;
  readonly #endpoints: ReadonlyMap<string, Scenario>;
  readonly hub: FakeHub;
  readonly #url: string;
  readonly #options: FakeHuggingFaceOptions;
  readonly #connections = new Map<Deno.Conn, Promise<void>>();
  readonly #played = new Map<string, number>();
  readonly #awaited = new Map<number, PromiseWithResolvers<RecordedRequest>>();
  #received = 0;

  constructor(url: string, options: FakeHuggingFaceOptions) {
    this.#url = url;
    this.#options = options;
    this.router = new FakeRouter(options.queueScenarios);
    this.#endpoints = new Map([...SCENARIOS, ...options.endpointScenarios ?? []]);
    this.hub = new FakeHub(options.mappings ?? mappingsOfRegistry());
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
    const { pathname: path, searchParams: query } = new URL(head.target, this.#url);
    const scenario = this.#endpoints.get(path.replace(/^\/endpoints\//, ""));
    const length = scenario?.leavesBodyUnread ? 0 : Number(head.headers.get("content-length") ?? 0);
    const body = await exchange.readBody(length);
    const ending = Promise.withResolvers<"played" | "client-left">();
    this.#record({ ...head, path, body, ended: ending.promise });
    try {
      const seconds = Number(query.get("seconds") ?? 0);
      if (seconds > 0) await exchange.pause(seconds * 1000);
      const step = this.#stepFor({ ...head, path, query, body, origin: this.#url });
      await step({ exchange, ...head, video: this.#options.video });
      ending.resolve("played");
    } catch (error) {
      ending.resolve("client-left");
      throw error;
    }
  }

  #stepFor(request: RoutedRequest): Step {
    const { method, path, target } = request;
    if (/^\/(router|cdn)\//.test(path)) return this.router.stepFor(request);
    if (path.startsWith("/hub/")) return this.hub.stepFor(path, target);
    if (method === "GET" && path === "/") return answer(200, "text/plain", listing());
    const scenario = this.#endpoints.get(path.replace(/^\/endpoints\//, ""));
    if (!scenario) return answer(404, "text/plain", "Not Found");
    if (method === "POST") return this.#nextStep(scenario, request);
    return ({ exchange }) => exchange.answer(405, { headers: { allow: "POST" } });
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
  const lines = [
    ...[...SCENARIOS].map(([name, { says }]) => `POST /endpoints/${name}\n    ${says}\n`),
    ...[...QUEUE_SCENARIOS].map(([name, { says }]) => `scenario:${name}\n    ${says}\n`),
    ...Object.entries(HUB_SCENARIOS).map(([name, { says }]) => `hub ${name}\n    ${says}\n`),
  ];
  return `A fake Hugging Face. Add ?seconds=5 to wait before an answer.\n\n${lines.join("")}`;
}
