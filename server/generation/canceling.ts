import type { Log } from "../log.ts";
import type { Charged } from "../../contract/problem.ts";
import { isFreeOfBills } from "../models/price.ts";
import type { Generation } from "./generation.ts";
import type { GenerationNotifier } from "./generation_notifier.ts";
import type { LibraryStore } from "./ports/library_store.ts";

/** What canceling takes. */
export interface CancelingDependencies {
  readonly library: Pick<LibraryStore, "requestCancel">;
  readonly notifier: GenerationNotifier;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Ends a generation at once while it is queued; a running one stops when its runner hears of it, and
 * that runner's log tells the end.
 */
export async function cancelGeneration(
  { id, state }: Pick<Generation, "id" | "state">,
  { library, notifier, log, now }: CancelingDependencies,
): Promise<void> {
  const after = await library.requestCancel(id, now());
  notifier.notify(id);
  if (state !== "queued" || after?.state !== "canceled") return;
  const { recipe, providerId, route, payer, attempt, charged } = after;
  const provider = route?.provider ?? providerId;
  const about = { id, model: recipe.modelId, provider, attempt };
  log.info("generation canceled", { ...about, ...moneyFacts({ payer, route }, charged) });
}

/** What the log tells of money at each end: what the video costs, in US dollars, where that is known. */
export function moneyFacts(
  { payer, route }: Pick<Generation, "payer" | "route">,
  charged: string,
): { readonly payer: string; readonly priceUsd?: number; readonly charged: string } {
  const price = route?.microUsd === undefined ? {} : { priceUsd: route.microUsd / 1e6 };
  return { payer, ...price, charged };
}

/** Whether a video costs somebody once it is made. */
export function chargedWhenDone(
  { route, payer }: Pick<Generation, "route" | "payer">,
): Charged {
  const isFree = route !== undefined && isFreeOfBills({ kind: route.priceKind });
  return payer === "nobody" || isFree ? "no" : "yes";
}
