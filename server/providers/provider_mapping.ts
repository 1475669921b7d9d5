import { readBoundedBody } from "../protocol/bounded_body.ts";
import { readHeader } from "../protocol/read_header.ts";
import { type Clock, systemClock } from "../clock.ts";
import { Remembered } from "../remembered.ts";
import type { Model, Route } from "../models/model.ts";
import { isProviderModelId } from "../models/provider_model_id.ts";
import { CallDeadline } from "./call_deadline.ts";
import { redactedError } from "./redact.ts";
import { dig } from "./routed_provider.ts";

/** Where the Hub is. */
export interface ProviderMappingOptions {
  /** Base address without a trailing slash. */
  readonly hubUrl: string;
  /** Sent to the Hub's origin and nowhere else; raises its rate limits. */
  readonly token?: string;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  /** Told once when the Hub begins to fail, with why, and once when all it is asked is answered again. */
  readonly onChange?: (change: HubChange) => void;
}

/** Whether the Hub says who serves the models; the reason holds no secret. */
export type HubChange =
  | { readonly kind: "failing"; readonly hubId: string; readonly reason: string }
  | { readonly kind: "answering" };

/** The routes to a model through the router that work now, the preferred first. */
export interface LiveRoutes {
  /** One a provider, with the provider's own id of the model as the Hub has it. */
  readonly routes: readonly Route[];
  /** `registry` when the Hub could not be asked, or the model has no name there. */
  readonly source: "hub" | "registry";
}

/** The provider's id of the model, by provider; only those that serve it now. */
type Mapping = ReadonlyMap<string, string>;

/** What the Hub said, or did last where it cannot be asked now. */
interface Known {
  /** `undefined` when the Hub could never be asked. */
  readonly mapping: Mapping | undefined;
  readonly isAnswer: boolean;
}

const TASK = "image-to-video";
const ROUTED: ReadonlySet<string> = new Set(["fal-ai", "wavespeed", "together"]);
const KEEP_MS = 5 * 60_000;
const KEEP_FAILURE_MS = 30_000;
const TIMEOUT_MS = 5000;
const MAX_REDIRECTS = 3;
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Which providers serve a model, by the Hub's mapping (Hub API, `inferenceProviderMapping`). Kept for
 * minutes only: the Hub tests each mapping several times a day and drops those that fail. Nobody
 * waits for the Hub but the first: later the last answer stands in while a new one is fetched.
 */
export class ProviderMapping {
  readonly #options: ProviderMappingOptions;
  readonly #fetch: typeof fetch;
  readonly #clock: Clock;
  readonly #known: Remembered<Known>;
  readonly #lastAnswers = new Map<string, Mapping>();
  readonly #failing = new Set<string>();

  constructor(options: ProviderMappingOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? fetch;
    this.#clock = options.clock ?? systemClock;
    this.#known = new Remembered({
      keepMs: ({ isAnswer }) => isAnswer ? KEEP_MS : KEEP_FAILURE_MS,
      now: () => this.#clock.now(),
      servesStale: true,
    });
  }

  /** Never rejects: without the Hub the registry's own routes have to do. */
  async liveRoutes({ hubId, routes }: Pick<Model, "hubId" | "routes">): Promise<LiveRoutes> {
    const routed = routes.filter(({ provider }) => ROUTED.has(provider));
    const mapping = hubId === undefined || routed.length === 0 ? undefined : await this.#of(hubId);
    if (mapping === undefined) {
      const known = routed.filter((route) => route.providerModel && !route.onlyIfMapped);
      return { routes: known.filter(isFirstThere), source: "registry" };
    }
    return { routes: routed.flatMap((route) => mapped(route, routed, mapping)), source: "hub" };
  }

  /** Resolves once nothing is being asked any more. */
  async settled(): Promise<void> {
    await this.#known.settled();
  }

  /** While the Hub cannot be reached, what it said last is better than nothing. */
  async #of(hubId: string): Promise<Mapping | undefined> {
    const { mapping } = await this.#known.get(hubId, () =>
      this.#ask(hubId).then(
        (mapping) => this.#noteAnswer(hubId, mapping),
        (error) => this.#noteFailure(hubId, error),
      ));
    return mapping;
  }

  #noteAnswer(hubId: string, mapping: Mapping): Known {
    this.#lastAnswers.set(hubId, mapping);
    const hasFailed = this.#failing.delete(hubId);
    if (hasFailed && this.#failing.size === 0) this.#options.onChange?.({ kind: "answering" });
    return { mapping, isAnswer: true };
  }

  #noteFailure(hubId: string, error: unknown): Known {
    const isFirst = this.#failing.size === 0;
    this.#failing.add(hubId);
    if (isFirst) {
      const reason = redactedError(error, this.#options.token).message;
      this.#options.onChange?.({ kind: "failing", hubId, reason });
    }
    return { mapping: this.#lastAnswers.get(hubId), isAnswer: false };
  }

  /** @throws when the Hub cannot be reached, or its answer is of no use */
  async #ask(hubId: string): Promise<Mapping> {
    const never = new AbortController().signal;
    const deadline = new CallDeadline(never, { clock: this.#clock, timeoutMs: TIMEOUT_MS });
    try {
      const id = hubId.split("/").map(encodeURIComponent).join("/");
      const query = "expand[]=inferenceProviderMapping";
      const url = new URL(`${this.#options.hubUrl}/api/models/${id}?${query}`);
      const response = await this.#follow(url, deadline.signal);
      // The Hub does not know the model, so nobody serves it.
      if (response.status === 404) return new Map();
      if (!response.ok) throw new Error(`the Hub answers with status ${response.status}`);
      return mappingIn(await readJson(response));
    } finally {
      deadline.end();
    }
  }

  /** A renamed model is at another path; the token goes to no other origin. */
  async #follow(start: URL, signal: AbortSignal): Promise<Response> {
    const { token } = this.#options;
    const headers = new Headers({ "accept": "application/json" });
    if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
    let url = start;
    for (let redirects = 0;; redirects++) {
      const response = await this.#fetch(url, { headers, redirect: "manual", signal });
      const location = readHeader(response.headers, "location");
      if (response.status < 300 || response.status > 399 || location === null) return response;
      const next = URL.parse(location, url);
      if (next?.origin !== start.origin || redirects === MAX_REDIRECTS) return response;
      await response.body?.cancel();
      url = next;
    }
  }
}

/** Whether no other comes before it at the same provider. */
function isFirstThere(route: Route, index: number, routes: readonly Route[]): boolean {
  return routes.findIndex(({ provider }) => provider === route.provider) === index;
}

/**
 * The route as the Hub has it. Of several routes at one provider the one that was written for the
 * Hub's id is taken; where none was, the first, whose parameters are the best guess there is. Its
 * price is no guess to make: what that id costs nobody has told.
 */
function mapped(route: Route, routes: readonly Route[], mapping: Mapping): Route[] {
  const providerModel = mapping.get(route.provider);
  if (providerModel === undefined) return [];
  const there = routes.filter(({ provider }) => provider === route.provider);
  const best = there.find((other) => other.providerModel === providerModel) ?? there[0];
  if (route !== best) return [];
  const isKnown = route.providerModel === providerModel;
  return [isKnown ? route : { ...route, providerModel, price: { kind: "unknown" } }];
}

async function readJson(response: Response): Promise<unknown> {
  const body = await readBoundedBody(response, MAX_ANSWER_BYTES);
  if (body === undefined) throw new RangeError("the Hub's answer does not end");
  return JSON.parse(new TextDecoder().decode(body));
}

/** An object by provider, or a list whose entries name theirs: the Hub has answered with both. */
function mappingIn(body: unknown): Mapping {
  if (typeof body !== "object" || body === null) {
    throw new TypeError("the Hub's answer is no object");
  }
  const given = dig(body, "inferenceProviderMapping") ?? {};
  const entries = Array.isArray(given)
    ? given.map((entry) => [dig(entry, "provider"), entry] as const)
    : Object.entries(given);
  const live = entries.flatMap(([provider, entry]) => {
    const providerModel = dig(entry, "providerId");
    const isLive = dig(entry, "status") === "live" && dig(entry, "task") === TASK;
    const isUsable = typeof provider === "string" && typeof providerModel === "string" &&
      isProviderModelId(providerModel);
    return isLive && isUsable ? [[provider, providerModel] as const] : [];
  });
  return new Map(live);
}
