import { COST_SENTENCES } from "../../contract/cost_words.ts";
import type { CancelOutlook, Receipt } from "../../contract/generation.ts";
import type { Charged } from "../../contract/problem.ts";
import { formatUsd } from "../../contract/units.ts";
import type { Model } from "../models/model.ts";
import { ENDPOINT_PAYS, isFreeOfBills, MADE_HERE, NO_BILL } from "../models/price.ts";
import type { Generation, RouteFacts } from "./generation.ts";
import { routeOf } from "./route_facts.ts";

/** How sure it is that canceling now costs nothing. */
export function cancelOutlookOf(generation: Generation): CancelOutlook {
  if (generation.state === "queued") return "free";
  if (generation.state !== "running") return "too-late";
  const { submission, payer, route } = generation;
  const isFree = payer === "nobody" ||
    route !== undefined && isFreeOfBills({ kind: route.priceKind });
  return isFree || submission.kind === "not-sent" ? "free" : "may-be-charged";
}

/**
 * The receipt as it stands now; it is complete once the generation has ended. `model` is absent when
 * the registry no longer has it. Strangers read it too, so that it speaks of no "you".
 */
export function receiptOf(
  generation: Generation,
  model: Model | undefined,
): Omit<Receipt, "keptUntil"> {
  const { recipe, providerId, servedBy, payer, estimatedMicroUsd } = generation;
  const elapsedMs = elapsedMsOf(generation);
  const route = routeOf(generation, model);
  return {
    model: recipe.modelId,
    provider: servedBy ?? providerId,
    payer,
    ...(estimatedMicroUsd === undefined ? {} : { estimatedUsd: estimatedMicroUsd / 1e6 }),
    ...priceOf(generation, route),
    ...(route && route.unused.length > 0 ? { notUsed: route.unused } : {}),
    ...(elapsedMs === undefined ? {} : { elapsedMs }),
    ...chargeOf(atPriceOf(route, generation), route),
  };
}

function elapsedMsOf(generation: Generation): number | undefined {
  if (!("endedAt" in generation) || generation.startedAt === undefined) return undefined;
  return generation.endedAt - generation.startedAt;
}

/** At the provider that it went to; a stored video costs nothing. */
function priceOf(
  { isCached }: Generation,
  route: RouteFacts | undefined,
): Pick<Receipt, "priceUsd" | "priceSource"> {
  if (isCached || route?.microUsd === undefined) return {};
  const { microUsd, priceSource } = route;
  return { priceUsd: microUsd / 1e6, ...(priceSource ? { priceSource } : {}) };
}

/** The generation at the price of the route that it went over, which may be a stand-in's. */
function atPriceOf(route: RouteFacts | undefined, generation: Generation): Generation {
  if (!route) return generation;
  const { estimatedMicroUsd: _expected, ...unpriced } = generation;
  return route.microUsd === undefined
    ? unpriced
    : { ...unpriced, estimatedMicroUsd: route.microUsd };
}

type Charge = Pick<Receipt, "charged" | "reason">;

const NOT_SENT: Charge = { charged: "no", reason: "Nothing has been sent to the model yet." };
const MADE_FREE = "Making the video cost nothing.";
const FREE: Charge = { charged: "no", reason: MADE_HERE };

function chargeOf(generation: Generation, route: RouteFacts | undefined): Charge {
  switch (generation.state) {
    case "queued":
      return NOT_SENT;
    case "running":
    case "saving":
      return chargeOfWork(generation, route);
    case "succeeded":
      return chargeOfSuccess(generation, route);
    case "failed":
      return chargeOfFailure(generation);
    case "canceled":
      return chargeOfCancel(generation);
  }
}

function chargeOfWork(
  generation: Extract<Generation, { readonly state: "running" | "saving" }>,
  route: RouteFacts | undefined,
): Charge {
  if (generation.payer === "nobody") return FREE;
  const { submission } = generation;
  if (submission.kind === "not-sent") return NOT_SENT;
  if (route?.priceKind === "own-electricity") return { charged: "no", reason: NO_BILL };
  // A second look: what the first had found stays true.
  if (submission.kind === "operation" && submission.isDone) {
    if (route?.priceKind === "free") return { charged: "no", reason: MADE_FREE };
    return {
      charged: "yes",
      reason: `The provider has made it. ${whoPays(generation)} for that${amount(generation)}.`,
    };
  }
  return {
    charged: "unknown",
    reason: `It was sent to the model. ${whoPays(generation)} once it is made${
      amount(generation)
    }.`,
  };
}

function chargeOfSuccess(
  generation: Extract<Generation, { readonly state: "succeeded" }>,
  route: RouteFacts | undefined,
): Charge {
  const { charged, payer, isCached, estimatedMicroUsd } = generation;
  if (isCached) {
    return {
      charged,
      reason: "A stored video of the same picture and settings was used; nothing was made again.",
    };
  }
  if (charged === "no") {
    if (route?.priceKind === "own-electricity") return { charged, reason: NO_BILL };
    return payer === "nobody" ? FREE : { charged, reason: MADE_FREE };
  }
  if (payer === "instance" && route?.priceKind === "running-time") {
    return { charged, reason: ENDPOINT_PAYS };
  }
  const isKnown = estimatedMicroUsd !== undefined;
  const price = isKnown ? amount(generation) : "; what it costs is not known here";
  return { charged, reason: `${whoPays(generation)} for it${price}.` };
}

function chargeOfFailure(generation: Extract<Generation, { readonly state: "failed" }>): Charge {
  const { startedAt, failure: { charged, code } } = generation;
  if (startedAt === undefined) return { charged, reason: "It failed before it was started." };
  if (code === "interrupted" && charged === "unknown") {
    return {
      charged,
      reason: `The server stopped after it was sent. ${COST_SENTENCES.unknown} It was not sent ` +
        "again, so that it cannot be charged twice.",
    };
  }
  return chargeWithoutVideo(generation, { charged, what: "failed" });
}

function chargeOfCancel(generation: Extract<Generation, { readonly state: "canceled" }>): Charge {
  const { startedAt, charged } = generation;
  if (startedAt === undefined) return { charged, reason: "It was canceled before it was started." };
  return chargeWithoutVideo(generation, { charged, what: "was canceled" });
}

function chargeWithoutVideo(
  generation: Generation,
  { charged, what }: { readonly charged: Charged; readonly what: "failed" | "was canceled" },
): Charge {
  switch (charged) {
    case "no":
      return generation.payer === "nobody"
        ? FREE
        : { charged, reason: `It ${what}. ${COST_SENTENCES.no}` };
    case "yes":
      return {
        charged,
        reason: `The provider had done its work before it ${what}. ` +
          `${whoPays(generation)} for that${amount(generation)}.`,
      };
    case "unknown":
      return {
        charged,
        reason: `It ${what} after it was sent. ${COST_SENTENCES.unknown} If so, ` +
          `${lowerFirst(whoPays(generation))} for it${amount(generation)}.`,
      };
  }
}

function whoPays({ payer }: Generation): string {
  return payer === "visitor"
    ? "The visitor's own Hugging Face account pays"
    : "The host of this site pays";
}

function amount({ estimatedMicroUsd }: Generation): string {
  return estimatedMicroUsd === undefined ? "" : `, about ${formatUsd(estimatedMicroUsd / 1e6)}`;
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
