import type { CancelOutlook, Receipt } from "../../contract/generation.ts";
import type { Charged } from "../../contract/problem.ts";
import type { Generation } from "./generation.ts";
import type { Offer } from "./offer.ts";

/** How sure it is that canceling now costs nothing. `offer` is absent when it is no longer made. */
export function cancelOutlookOf(generation: Generation, offer: Offer | undefined): CancelOutlook {
  if (generation.state === "queued") return "free";
  if (generation.state !== "running") return "too-late";
  const isUnsent = generation.submission.kind === "not-sent";
  return isUnsent || offer?.provider.isRepeatable ? "free" : "may-be-charged";
}

/** The receipt as it stands now; it is complete once the generation has ended. */
export function receiptOf(generation: Generation, offer: Offer | undefined): Receipt {
  const { recipe, providerId, expiresAt } = generation;
  const elapsedMs = elapsedMsOf(generation);
  return {
    model: recipe.modelId,
    provider: providerId,
    ...(elapsedMs === undefined ? {} : { elapsedMs }),
    ...chargeOf(generation, offer),
    ...(expiresAt === undefined ? {} : { keptUntil: new Date(expiresAt).toISOString() }),
  };
}

function elapsedMsOf(generation: Generation): number | undefined {
  if (!("endedAt" in generation) || generation.startedAt === undefined) return undefined;
  return generation.endedAt - generation.startedAt;
}

type Charge = Pick<Receipt, "charged" | "reason">;

function chargeOf(generation: Generation, offer: Offer | undefined): Charge {
  switch (generation.state) {
    case "queued":
      return { charged: "no", reason: "Nothing has been sent to the model yet." };
    case "running":
    case "saving":
      return chargeOfWork(generation, offer);
    case "succeeded":
      return { charged: generation.charged, reason: reasonOfSuccess(generation, offer) };
    case "failed":
      return chargeOfFailure(generation, offer);
    case "canceled":
      return { charged: generation.charged, reason: reasonOfCancel(generation, offer) };
  }
}

function chargeOfWork(
  generation: Extract<Generation, { readonly state: "running" | "saving" }>,
  offer: Offer | undefined,
): Charge {
  if (offer?.provider.isRepeatable) return { charged: "no", reason: offer.model.chargeReason };
  if (generation.submission.kind === "not-sent") {
    return { charged: "no", reason: "Nothing has been sent to the model yet." };
  }
  return {
    charged: "unknown",
    reason: "It was sent to the model; what it costs is known when it has ended.",
  };
}

const REASONS_OF_SUCCESS: Readonly<Record<Charged, string>> = {
  no: "Making the film cost nothing.",
  yes: "The provider charges for each film that it makes.",
  unknown: "The provider does not say what it charges.",
};

function reasonOfSuccess(
  generation: Extract<Generation, { readonly state: "succeeded" }>,
  offer: Offer | undefined,
): string {
  if (generation.isCached) {
    return "A stored film of the same picture and settings was used, so nothing was made again.";
  }
  const isAsAnnounced = offer?.model.chargedWhenDone === generation.charged;
  return isAsAnnounced ? offer.model.chargeReason : REASONS_OF_SUCCESS[generation.charged];
}

const REASONS_OF_FAILURE: Readonly<Record<Charged, string>> = {
  no: "It failed without anything being charged.",
  yes: "The provider had done its work before this failed, and charges for it.",
  unknown: "It failed after it had been sent, and no answer says whether it was charged.",
};

function chargeOfFailure(
  { startedAt, failure }: Extract<Generation, { readonly state: "failed" }>,
  offer: Offer | undefined,
): Charge {
  const { charged, code } = failure;
  if (startedAt === undefined) return { charged, reason: "It failed before it was started." };
  if (charged === "no" && offer?.provider.isRepeatable) {
    return { charged, reason: offer.model.chargeReason };
  }
  if (code === "interrupted" && charged === "unknown") {
    return {
      charged,
      reason: "The server stopped after it had been sent, so nobody here knows whether it was " +
        "charged. It was not sent again, so that it cannot be charged twice.",
    };
  }
  return { charged, reason: REASONS_OF_FAILURE[charged] };
}

const REASONS_OF_CANCEL: Readonly<Record<Charged, string>> = {
  no: "It was canceled without anything being charged.",
  yes: "The provider had done its work before it was canceled, and charges for it.",
  unknown: "It was canceled after it had been sent; the provider may still charge for it.",
};

function reasonOfCancel(
  { startedAt, charged }: Extract<Generation, { readonly state: "canceled" }>,
  offer: Offer | undefined,
): string {
  if (startedAt === undefined) return "It was canceled before it was started.";
  if (charged === "no" && offer?.provider.isRepeatable) return offer.model.chargeReason;
  return REASONS_OF_CANCEL[charged];
}
