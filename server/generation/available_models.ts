import { providerWord } from "../../contract/provider_names.ts";
import type { Model, OwnServerId, Route } from "../models/model.ts";
import type { Payer } from "../models/price.ts";
import type { VideoProvider } from "./ports/provider.ts";
import type { Generation } from "./generation.ts";

/** A model with the provider that runs it on this instance, and who pays. */
export interface ServedModel {
  readonly model: Model;
  /** Speaks for all the model's routes over one kind of provider. */
  readonly provider: VideoProvider;
  readonly payer: Payer;
}

/** A model as it is available now. */
export interface AvailableModel extends ServedModel {
  /**
   * The routes that may serve it now, in the order in which they are tried: the first
   * is expected to, the others may have to stand in.
   */
  readonly routes: readonly [Route, ...Route[]];
}

/** What a visitor can pay with. */
export interface PaymentMeans {
  /** A Hugging Face token of their own, from the cookie or from signing in. */
  readonly hasToken: boolean;
}

/**
 * What a model lacks: somebody's token, an endpoint, a price that is known, or a provider that serves
 * it; or the Hub, which alone knows of one, does not answer.
 */
export type Need = "token" | "endpoint" | "price" | "provider" | "hub" | ServerLack["needs"];

/** Why a server of the operator's cannot make a model's videos now. */
export interface ServerLack {
  readonly needs:
    /** It does not answer. */
    | "server-off"
    /** Something else answers there. */
    | "server-other"
    /** Who answers there asks for a login. */
    | "server-login"
    /** It runs, without what the model needs. */
    | "server-lacks";
  readonly server: OwnServerId;
  /** What is not there, by its name at the server. */
  readonly missing?: readonly string[];
}

/** What a look at a server of the operator's has found. */
export type ServerFinding =
  | {
    readonly kind: "answers";
    /** What it is, in a few words for the operator. */
    readonly says: string;
    /** What a route needs and is not there, by its name at the server. */
    readonly missing: (route: Route) => readonly string[];
  }
  | { readonly kind: Exclude<ServerLack["needs"], "server-lacks"> };

/** A model, and either how it is available or what it lacks. */
export type ListedModel =
  | { readonly model: Model; readonly available: AvailableModel }
  | { readonly model: Model; readonly needs: Need; readonly lack?: ServerLack };

/** What goes into the sentence of what a model lacks. */
export function lackParameters(
  { model, needs, lack }: Extract<ListedModel, { readonly needs: Need }>,
) {
  return {
    kind: needs,
    modelName: model.name,
    server: providerWord(lack?.server ?? "raw-endpoint"),
    missing: lack?.missing ?? [],
  };
}

/** The models of this instance. */
export interface AvailableModels {
  /** All models of the registry as they are for this visitor, the default first. */
  list(paymentMeans: PaymentMeans): Promise<readonly ListedModel[]>;
  /**
   * The available model of that id; the default without one: the best model that is currently available.
   *
   * @throws {InputError} `unknown-model` with the list of those that there are, or
   *   `model-unavailable` with what the model needs
   */
  find(modelId: string | undefined, paymentMeans: PaymentMeans): Promise<AvailableModel>;
  /** The model and provider of a generation; absent when this instance no longer has them. */
  of(generation: Pick<Generation, "recipe" | "providerId" | "payer">): ServedModel | undefined;
  /** The model of that id, available or not; absent when the registry no longer has it. */
  model(id: string): Model | undefined;
}
