import type { RoutedProviderId } from "../../server/providers/routed_provider.ts";
import type { RequestHead } from "./http_exchange.ts";
import { findProviderSchema, inputFaults } from "./provider_schema.ts";
import { happyPathOf, QUEUE_SCENARIOS, type QueueScenario } from "./queue_scenarios.ts";
import { type FakeJob, jobPath, type QueueStep, refused } from "./queue_steps.ts";
import { answer, json, type Step, video } from "./scripted_steps.ts";

/** A request to the router or to a CDN behind it, taken apart. */
export interface RoutedRequest extends RequestHead {
  /** Path without the query; `/router/…` or `/cdn/…`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Base address of the fake. */
  readonly origin: string;
}

/** Work that was taken. */
interface TakenJob extends FakeJob {
  readonly scenario: QueueScenario;
}

type Phase = "submit" | "status" | "result" | "video" | "cancel";

const UNAUTHORIZED = json(401, { error: "Invalid username or password." });
const NOT_FOUND = json(404, { detail: "Not Found" });

/** The router of Inference Providers with three providers behind it, and their CDN. */
export class FakeRouter {
  /** What a CDN was sent that it must not see, with the path. */
  readonly leaks: string[] = [];
  readonly #scenarios: ReadonlyMap<string, QueueScenario>;
  readonly #chosen = new Map<RoutedProviderId, string>();
  readonly #jobs = new Map<string, TakenJob>();
  readonly #played = new Map<string, number>();

  /** `more` stand beside the scenarios that there always are. */
  constructor(more: ReadonlyMap<string, QueueScenario> = new Map()) {
    this.#scenarios = new Map([...QUEUE_SCENARIOS, ...more]);
  }

  /** Which scenario a provider plays where neither prompt nor token names one. */
  play(provider: RoutedProviderId, scenario: string): void {
    if (this.#scenarios.get(scenario)?.provider !== provider) {
      throw new Error(`${provider} has no scenario ${scenario}.`);
    }
    this.#chosen.set(provider, scenario);
  }

  /** What to answer; every path of the router and the CDN has an answer. */
  stepFor(request: RoutedRequest): Step {
    if (request.path.startsWith("/cdn/")) return this.#cdn(request);
    if (!request.headers.get("authorization")?.startsWith("Bearer ")) return UNAUTHORIZED;
    const path = request.path.replace(/^\/router/, "");
    if (request.method === "POST") return this.#submit(path, request);
    return this.#follow(path, request);
  }

  #submit(path: string, request: RoutedRequest): Step {
    const body: Record<string, unknown> = JSON.parse(new TextDecoder().decode(request.body));
    const found = submittedTo(path, request.query, body);
    if (!found) return NOT_FOUND;
    const { provider, model } = found;
    const named = namedIn(body, request.headers);
    if (named !== undefined && !this.#scenarios.has(named)) {
      return noScenario(named, this.#scenarios);
    }
    const name = this.#scenarioOf(provider, named);
    const scenario = this.#scenarios.get(name);
    if (!scenario) return NOT_FOUND;
    const id = `${name}--${this.#jobs.size + 1}`;
    const job = { id, provider, model, origin: request.origin, scenario };
    const wrong = wrongInput(provider, model, body);
    if (wrong) return inContext(wrong, job);
    this.#jobs.set(id, job);
    // A repeated submission is the same text under the same token.
    const who = `${request.headers.get("authorization")} ${JSON.stringify(body)}`;
    return inContext(this.#next("submit", scenario, who), job);
  }

  #follow(path: string, { method, query }: RoutedRequest): Step {
    const provider = providerIn(path);
    const id = /\/([\w-]+--\d+)(?:\/|$)/.exec(path)?.[1] ?? "";
    const job = this.#jobs.get(id);
    if (!provider || !job || job.provider !== provider) return NOT_FOUND;
    if (provider === "fal-ai" && query.get("_subdomain") !== "queue") return NOT_FOUND;
    const base = `/${provider}${jobPath(job)}`;
    const tail = path.startsWith(base) ? path.slice(base.length) : undefined;
    const phase = phaseOf(provider, method, tail);
    return phase ? inContext(this.#next(phase, job.scenario, id), job) : NOT_FOUND;
  }

  #cdn({ path, headers, query }: RoutedRequest): Step {
    for (const name of ["authorization", "cookie", "x-hf-bill-to"]) {
      if (headers.has(name)) this.leaks.push(`${name} at ${path}`);
    }
    if (this.leaks.length > 0) return answer(400, "text/plain", "Bad Request");
    const id = path.split("/")[2] ?? "";
    const job = this.#jobs.get(id);
    if (!job) return video("application/octet-stream");
    const isSigned = query.get("X-Signature") === `signed-${id}`;
    return inContext(isSigned ? this.#next("video", job.scenario, id) : NOT_FOUND, job);
  }

  /** A scenario of another provider is no reason to do anything but well. */
  #scenarioOf(provider: RoutedProviderId, named: string | undefined): string {
    const isOwn = named !== undefined && this.#scenarios.get(named)?.provider === provider;
    return isOwn ? named : this.#chosen.get(provider) ?? happyPathOf(provider);
  }

  #next(phase: Phase, scenario: QueueScenario, who: string): QueueStep {
    const steps = scenario[phase];
    const key = `${phase} ${who}`;
    const round = this.#played.get(key) ?? 0;
    this.#played.set(key, round + 1);
    return steps[Math.min(round, steps.length - 1)] ?? NOT_FOUND;
  }
}

/** The scenario that the prompt names, or else the token. */
function namedIn({ prompt }: Record<string, unknown>, headers: Headers): string | undefined {
  return /\bscenario:([\w-]+)/.exec(String(prompt))?.[1] ??
    /\bhf_scenario_(\w+)/.exec(headers.get("authorization") ?? "")?.[1]?.replaceAll("_", "-");
}

function noScenario(name: string, scenarios: ReadonlyMap<string, QueueScenario>): Step {
  const error = `There is no scenario ${name}.`;
  return json(400, { error, scenarios: [...scenarios.keys()] });
}

function inContext(step: QueueStep, job: FakeJob): Step {
  return (context) => step({ ...context, job });
}

function providerIn(path: string): RoutedProviderId | undefined {
  const [, first] = path.split("/");
  return first === "fal-ai" || first === "wavespeed" || first === "together" ? first : undefined;
}

function submittedTo(
  path: string,
  query: URLSearchParams,
  body: Record<string, unknown>,
): { readonly provider: RoutedProviderId; readonly model: string } | undefined {
  const provider = providerIn(path);
  if (provider === "fal-ai" && query.get("_subdomain") === "queue") {
    return { provider, model: path.slice("/fal-ai/".length) };
  }
  if (provider === "wavespeed" && path.startsWith("/wavespeed/api/v3/")) {
    return { provider, model: path.slice("/wavespeed/api/v3/".length) };
  }
  if (provider === "together" && path === "/together/v2/videos") {
    return { provider, model: String(body.model) };
  }
  return undefined;
}

function phaseOf(
  provider: RoutedProviderId,
  method: string,
  tail: string | undefined,
): Phase | undefined {
  if (provider !== "fal-ai") return method === "GET" && tail === "" ? "status" : undefined;
  if (method === "PUT") return tail === "/cancel" ? "cancel" : undefined;
  if (method !== "GET") return undefined;
  return tail === "/status" ? "status" : tail === "" ? "result" : undefined;
}

/** The refusal of inputs that the provider's schema does not allow, where the schema is known. */
function wrongInput(
  provider: RoutedProviderId,
  model: string,
  body: Record<string, unknown>,
): QueueStep | undefined {
  const schema = findProviderSchema(provider, model);
  const faults = schema ? inputFaults(schema, body) : [];
  if (faults.length === 0) return undefined;
  if (provider === "fal-ai") return json(422, { detail: faults });
  return refused(400, faults.map(({ loc, msg }) => `${loc[1]}: ${msg}`).join("; "));
}
