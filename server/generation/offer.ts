import type { Model } from "../models/model.ts";
import type { VideoProvider } from "../providers/provider.ts";
import { InputError } from "./errors.ts";

/** A model together with the provider that runs it on this instance. */
export interface Offer {
  readonly model: Model;
  readonly provider: VideoProvider;
}

/** The ways of making films on this instance, the default first. */
export type Offers = readonly [Offer, ...Offer[]];

/**
 * The offer of a model; the default without an id.
 *
 * @throws {InputError} `unknown-model` with the list of those that there are
 */
export function findOffer(offers: Offers, modelId: string | undefined): Offer {
  if (modelId === undefined) return offers[0];
  const offer = offers.find(({ model }) => model.id === modelId);
  if (offer) return offer;
  const known = offers.map(({ model }) => model.id).join(", ");
  throw new InputError(
    "unknown-model",
    `This instance does not run that model; it runs ${known}.`,
  );
}
