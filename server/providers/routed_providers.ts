import type { ProgressFacts } from "../../contract/generation.ts";
import { speaksOfOneProvider } from "./classify_answer.ts";
import { FAL } from "./fal.ts";
import type { ProviderFailureCode } from "../wording/failures.ts";
import { progressOf } from "../wording/progress.ts";
import type { NotTaken } from "./refusal.ts";
import type { OperationState, RoutedProvider } from "./routed_provider.ts";
import { TOGETHER } from "./together.ts";
import { WAVESPEED } from "./wavespeed.ts";

/** Every provider behind the router that this program speaks to. */
export const ROUTED_PROVIDERS: readonly RoutedProvider[] = [FAL, WAVESPEED, TOGETHER];

/** @throws {TypeError} for an id that is none of theirs */
export function routedProvider(id: unknown): RoutedProvider {
  const provider = ROUTED_PROVIDERS.find((provider) => provider.id === id);
  if (!provider) throw new TypeError("No provider of that id is reached through the router.");
  return provider;
}

/** Refusals of a model, not of the picture: another provider may serve it. */
const NOT_SERVED_HERE: ReadonlySet<ProviderFailureCode> = new Set([
  "model-not-found",
  "host-gone",
  "endpoint-paused",
  "provider-not-enabled",
]);
/** Refusals of the account, which may still be good elsewhere when the answer says so. */
const NOT_ALLOWED_HERE: ReadonlySet<ProviderFailureCode> = new Set([
  "auth-forbidden",
  "payment-required",
]);

/** Whether a refusal proves that nothing was started, and leaves another provider worth trying. */
export function isRefusedByRoute({ code, answer, proof }: NotTaken): boolean {
  if (!proof) return false;
  if (NOT_SERVED_HERE.has(code)) return true;
  return NOT_ALLOWED_HERE.has(code) && answer !== undefined && speaksOfOneProvider(answer);
}

/** What is said between two providers. */
export function nextRouteReport(refused: RoutedProvider, next: RoutedProvider): ProgressFacts {
  return progressOf("next-provider", { provider: refused.id, nextProvider: next.id });
}

/** What is said of work that goes on. */
export function stateReport(
  { id: provider }: RoutedProvider,
  state: Extract<OperationState, { readonly kind: "queued" | "working" }>,
): ProgressFacts {
  if (state.kind === "working") return progressOf("making", { provider });
  const { ahead } = state;
  return ahead === undefined
    ? progressOf("in-queue", { provider })
    : progressOf("place-in-queue", { provider, place: ahead + 1 });
}
