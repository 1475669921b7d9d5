import type { Model, Route } from "../models/model.ts";
import type { Payer } from "../models/price.ts";
import type { VideoProvider } from "./ports/provider.ts";
import type { Generation } from "./generation.ts";

/** A model together with the door to it on this instance. */
export interface Way {
  readonly model: Model;
  /** Speaks for all the model's routes behind one door. */
  readonly provider: VideoProvider;
  readonly payer: Payer;
}

/** A way as it is open now. */
export interface Offer extends Way {
  /**
   * The routes behind the door that may serve it now, in the order in which they are tried: the first
   * is expected to, the others may have to stand in.
   */
  readonly routes: readonly [Route, ...Route[]];
}

/** What a visitor brings along. */
export interface Purse {
  /** A Hugging Face token of their own, from the cookie or from signing in. */
  readonly hasToken: boolean;
}

/** A model, and either the way to it or what it lacks. */
export type Standing =
  | { readonly model: Model; readonly offer: Offer }
  | { readonly model: Model; readonly needs: string };

/** The ways of making videos on this instance. */
export interface Offers {
  /** All models of the registry with how they stand for this visitor, the default first. */
  list(purse: Purse): Promise<readonly Standing[]>;
  /**
   * The offer of a model; the default without an id: the best model that is really served.
   *
   * @throws {InputError} `unknown-model` with the list of those that there are, or
   *   `model-unavailable` with what the model needs
   */
  find(modelId: string | undefined, purse: Purse): Promise<Offer>;
  /** The way a generation is, or was, made; absent when this instance no longer offers it. */
  of(generation: Pick<Generation, "recipe" | "providerId" | "payer">): Way | undefined;
  /** The model of that id, offered or not; absent when the registry no longer has it. */
  model(id: string): Model | undefined;
}
