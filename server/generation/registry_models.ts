import {
  isOwnServer,
  isRouted,
  type Model,
  OWN_SERVERS,
  type OwnServerId,
  type Route,
} from "../models/model.ts";
import { hasKnownPrice, type Payer } from "../models/price.ts";
import type { Registry } from "../models/registry.ts";
import type { VideoProvider } from "./ports/provider.ts";
import { InputError } from "../errors.ts";
import type { Generation } from "./generation.ts";
import {
  type AvailableModel,
  type AvailableModels,
  lackParameters,
  type ListedModel,
  type PaymentMeans,
  type ServedModel,
  type ServerLack,
} from "./available_models.ts";

/** The kinds of providers: each model has one of each at most. */
export const PROVIDER_KINDS = ["local-engine", ...OWN_SERVERS, "inference-providers"] as const;

export type ProviderKind = typeof PROVIDER_KINDS[number];

/** Which routes to a model through Hugging Face's router are open. */
export interface RouteLookup {
  /**
   * Routes that serve the model now, the preferred first. Where the Hub cannot be asked, what the
   * registry knows stands in, and `source` says so. Never rejects.
   */
  liveRoutes(
    model: Model,
  ): Promise<{ readonly routes: readonly Route[]; readonly source: "hub" | "registry" }>;
}

/** What a server of the operator's can make now. */
export interface OwnServerLook {
  /** Why it cannot make the model's videos; `undefined` where it can. Never rejects. */
  lackOf(route: Route): Promise<Omit<ServerLack, "server"> | undefined>;
}

/** What this instance makes videos with. */
export interface RegistryModelsOptions {
  readonly registry: Registry;
  readonly mapping: RouteLookup;
  /** The provider of that kind for a model. */
  providerOf(model: Model, kind: ProviderKind): VideoProvider;
  /** Whether the instance has a Hugging Face token of its own to pay with. */
  readonly hasInstanceToken: boolean;
  /** Whether the instance has an endpoint of its own, with a model running on it. */
  readonly hasEndpoint: boolean;
  /** The instance's other servers of its own, by what they speak. */
  readonly ownServers?: ReadonlyMap<OwnServerId, OwnServerLook>;
  /** Whether the instance pays for videos of a known price alone, because it has a cap in dollars. */
  readonly knownPricesOnly?: boolean;
}

/** The kind of provider that a route goes over. */
export function providerKindOf({ provider }: Pick<Route, "provider">): ProviderKind {
  return isRouted(provider) ? "inference-providers" : provider;
}

/** The registry's models as this instance has them. */
export class RegistryModels implements AvailableModels {
  readonly #options: RegistryModelsOptions;

  constructor(options: RegistryModelsOptions) {
    this.#options = options;
  }

  async list(paymentMeans: PaymentMeans): Promise<readonly ListedModel[]> {
    const { models } = this.#options.registry;
    const entries = await Promise.all(models.map((model) => this.#entryOf(model, paymentMeans)));
    const preferred = defaultOf(entries);
    return preferred ? [preferred, ...entries.filter((each) => each !== preferred)] : entries;
  }

  async find(modelId: string | undefined, paymentMeans: PaymentMeans): Promise<AvailableModel> {
    const model = modelId === undefined ? this.#endpointModel() : this.model(modelId);
    if (modelId !== undefined && !model) throw this.#unknownModel();
    const entry = model
      ? await this.#entryOf(model, paymentMeans)
      : (await this.list(paymentMeans))[0];
    if (entry && "available" in entry) return entry.available;
    throw entry ? unavailable(entry) : this.#unknownModel();
  }

  of({ recipe, providerId, payer }: Pick<Generation, "recipe" | "providerId" | "payer">) {
    const model = this.model(recipe.modelId);
    const route = model?.routes.find((each) => providerKindOf(each) === providerId);
    return model && route && this.#isOpen(route, payer)
      ? this.#served(model, providerKindOf(route), payer)
      : undefined;
  }

  model(id: string): Model | undefined {
    return this.#options.registry.find(id);
  }

  /** Saves the default the look-ups of a whole list. */
  #endpointModel(): Model | undefined {
    const { registry, hasEndpoint } = this.#options;
    return hasEndpoint
      ? registry.models.find((model) => hasRoute(model, "raw-endpoint"))
      : undefined;
  }

  /** This server and the instance's own endpoint come before anything that has to be looked up. */
  async #entryOf(model: Model, paymentMeans: PaymentMeans): Promise<ListedModel> {
    const local = model.routes.find(({ provider }) => provider === "local-engine");
    if (local) {
      return {
        model,
        available: { ...this.#served(model, "local-engine", "nobody"), routes: [local] },
      };
    }
    const own = await this.#ownEntryOf(model);
    // What the operator has set up is not replaced by what costs, only because it is off.
    if (own && ("available" in own || own.needs !== "server-lacks")) return own;
    const routed = await this.#routedEntryOf(model, paymentMeans);
    return own && !("available" in routed) ? own : routed;
  }

  /** The model at a server of the operator's; `undefined` where there is none for it. */
  async #ownEntryOf(model: Model): Promise<ListedModel | undefined> {
    let lacking: ListedModel | undefined;
    for (const route of model.routes) {
      const { provider } = route;
      if (!isOwnServer(provider) || !this.#isOpen(route, "instance")) continue;
      const look = this.#options.ownServers?.get(provider);
      const found = await look?.lackOf(route);
      if (!found) {
        const available = {
          ...this.#served(model, provider, "instance"),
          routes: [route],
        } as const;
        return { model, available };
      }
      lacking ??= { model, needs: found.needs, lack: { ...found, server: provider } };
    }
    return lacking;
  }

  async #routedEntryOf(model: Model, paymentMeans: PaymentMeans): Promise<ListedModel> {
    const isOwn = model.routes.every(({ provider }) => !isRouted(provider)) ||
      hasRoute(model, "raw-endpoint");
    const payer = this.#payerOf(paymentMeans);
    if (!payer) return { model, needs: isOwn ? "endpoint" : "token" };
    const { routes, source } = await this.#options.mapping.liveRoutes(model);
    const isChoosy = payer === "instance" && this.#options.knownPricesOnly;
    const [live, ...standIns] = isChoosy ? routes.filter(hasKnownPrice) : routes;
    if (live) {
      const served = this.#served(model, "inference-providers", payer);
      return { model, available: { ...served, routes: [live, ...standIns] } };
    }
    if (routes.length > 0) return { model, needs: "price" };
    if (isOwn) return { model, needs: "endpoint" };
    const isUnasked = source === "registry" && model.hubId !== undefined;
    return { model, needs: isUnasked ? "hub" : "provider" };
  }

  /** Those who bring a token pay with it. */
  #payerOf({ hasToken }: PaymentMeans): Payer | undefined {
    if (hasToken) return "visitor";
    return this.#options.hasInstanceToken ? "instance" : undefined;
  }

  #isOpen({ provider }: Route, payer: Payer): boolean {
    if (provider === "local-engine") return true;
    if (provider === "raw-endpoint") return this.#options.hasEndpoint;
    if (isOwnServer(provider)) return this.#options.ownServers?.has(provider) ?? false;
    return payer === "visitor" || this.#options.hasInstanceToken;
  }

  #served(model: Model, kind: ProviderKind, payer: Payer): ServedModel {
    return { model, payer, provider: this.#options.providerOf(model, kind) };
  }

  #unknownModel(): InputError {
    const models = this.#options.registry.models.map(({ id }) => id);
    return new InputError("unknown-model", { kind: "named", models }, { field: "model" });
  }
}

function hasRoute({ routes }: Model, provider: Route["provider"]): boolean {
  return routes.some((route) => route.provider === provider);
}

function unavailable(entry: Extract<ListedModel, { readonly needs: unknown }>) {
  return new InputError("model-unavailable", lackParameters(entry), { field: "model" });
}

/** What was set up on purpose, then the registry's best that is served. */
function defaultOf(entries: readonly ListedModel[]): ListedModel | undefined {
  const ready = entries.filter((entry) => "available" in entry);
  return ready.find(({ available }) => isOwnServer(available.routes[0].provider)) ?? ready[0];
}
