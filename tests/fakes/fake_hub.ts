import { answer, hang, html, json, type Step } from "./scripted_steps.ts";

/** A model's providers, and what they call it. */
export type HubMapping = Readonly<Record<string, string>>;

interface HubScenario {
  readonly says: string;
  /** `path` is the request's own. */
  readonly step: (mapping: HubMapping, path: string) => Step;
}

function entries(mapping: HubMapping, facts: { status?: string; task?: string } = {}) {
  return Object.entries(mapping).map(([provider, providerId]) => ({
    provider,
    status: "live",
    providerId,
    task: "image-to-video",
    isModelAuthor: false,
    ...facts,
  }));
}

function byProvider(mapping: HubMapping, facts: { status?: string; task?: string } = {}): Step {
  const named = entries(mapping, facts).map(({ provider, ...entry }) => [provider, entry]);
  return found({ inferenceProviderMapping: Object.fromEntries(named) });
}

function found(more: Record<string, unknown>): Step {
  return json(200, { _id: "66d1", id: "organisation/model", ...more });
}

function movedTo(location: (path: string) => string): HubScenario["step"] {
  return (_, path) => ({ exchange }) =>
    exchange.answer(307, { headers: { location: location(path) }, body: "Temporary Redirect." });
}

/** How the Hub can answer for a model. */
export const HUB_SCENARIOS: Readonly<Record<string, HubScenario>> = {
  "live": { says: "An object by provider.", step: (mapping) => byProvider(mapping) },
  "list": {
    says: "A list whose entries name their providers.",
    step: (mapping) => found({ inferenceProviderMapping: entries(mapping) }),
  },
  "staging": {
    says: "Nothing is live yet.",
    step: (mapping) => byProvider(mapping, { status: "staging" }),
  },
  "error": {
    says: "All have failed the Hub's checks.",
    step: (mapping) => byProvider(mapping, { status: "error" }),
  },
  "other-task": {
    says: "Served, but for another task.",
    step: (mapping) => byProvider(mapping, { task: "text-to-video" }),
  },
  "absent": { says: "No mapping at all.", step: () => found({}) },
  "unknown": {
    says: "404: no such model.",
    step: () => json(404, { error: "Repository not found" }),
  },
  "renamed": {
    says: "307 to the model's new name.",
    step: movedTo((path) => path.replace(/\/api\/models\/[^?]*/, "/api/models/renamed/live")),
  },
  "moved-away": {
    says: "307 to another host: the token must not follow.",
    step: movedTo(() => "http://localhost:9/api/models/evil"),
  },
  "moved-for-ever": { says: "307 to itself.", step: movedTo((path) => path) },
  "busy": {
    says: "429.",
    step: () => json(429, { error: "Too many requests" }, { "ratelimit": '"api";r=0;t=42' }),
  },
  "down": { says: "503 as a web page.", step: () => html(503, "Service Unavailable") },
  "garbled": { says: "200 with half of a JSON text.", step: () => answer(200, "text/html", "{") },
  "silent": { says: "Nothing.", step: () => hang() },
};

const PREFIX = "/hub/api/models/";

/** The Hub: who serves which model. */
export class FakeHub {
  readonly #mappings: Map<string, HubMapping>;
  readonly #scenarios = new Map<string, string>();

  constructor(mappings: Readonly<Record<string, HubMapping>>) {
    this.#mappings = new Map(Object.entries(mappings));
  }

  /** What providers serve a model from now on. */
  map(hubId: string, mapping: HubMapping): void {
    this.#mappings.set(hubId, mapping);
  }

  /** How the Hub answers for a model from now on; for all models without one of their own. */
  play(scenario: string, hubId = ""): void {
    if (!HUB_SCENARIOS[scenario]) throw new Error(`The Hub has no scenario ${scenario}.`);
    this.#scenarios.set(hubId, scenario);
  }

  /** What to answer to `GET /hub/api/models/<id>`. */
  stepFor(path: string, target: string): Step {
    if (!path.startsWith(PREFIX)) return json(404, { error: "Not Found" });
    const hubId = decodeURIComponent(path.slice(PREFIX.length));
    // Where a renamed model is found: everything that the fake knows of the last one.
    if (hubId === "renamed/live") return byProvider([...this.#mappings.values()].at(-1) ?? {});
    const scenario = this.#scenarios.get(hubId) ?? this.#scenarios.get("") ?? "live";
    const mapping = this.#mappings.get(hubId);
    if (!mapping && scenario === "live") return found({});
    return HUB_SCENARIOS[scenario]?.step(mapping ?? {}, target) ?? found({});
  }
}

const CATALOGUE = new URL("../../server/models/catalogue/", import.meta.url);

/**
 * A Hub on which every route of the registry is live, but for SVD-XT: no provider has it. Of several
 * ways at one provider the Hub has one.
 */
export function mappingsOfRegistry(): Record<string, HubMapping> {
  const files = [...Deno.readDirSync(CATALOGUE)].map(({ name }) => new URL(name, CATALOGUE));
  const models = files.flatMap((file): CatalogueModel[] => {
    const found = JSON.parse(Deno.readTextFileSync(file));
    return Array.isArray(found) ? found : [found];
  });
  return mappingsOf(models);
}

/** What the Hub would say of models that providers serve. */
export function mappingsOf(models: readonly CatalogueModel[]): Record<string, HubMapping> {
  const mapped = models.filter(({ hubId }) => hubId && !hubId.startsWith("stabilityai/"));
  return Object.fromEntries(mapped.map(({ hubId, routes }) => {
    const named = routes.filter(({ providerModel }) => providerModel !== undefined).reverse();
    return [hubId, Object.fromEntries(named.map((route) => [route.provider, route.providerModel]))];
  }));
}

interface CatalogueModel {
  readonly hubId?: string | undefined;
  readonly routes: readonly {
    readonly provider: string;
    readonly providerModel?: string | undefined;
  }[];
}
