import type { FailureInCode } from "../../../contract/generation.ts";
import type { Charged } from "../../../contract/problem.ts";
import type { Settlement } from "../ports/queue_store.ts";
import { LoungeError, ProviderError } from "../../errors.ts";
import type { HeldGeneration, Submission } from "../generation.ts";
import type { Claim } from "./claim.ts";
import { interrupted } from "./recovery.ts";
import { StopError } from "./stop_error.ts";

/** What is known when a run ends without a video. */
export interface RunFacts {
  /** What was thrown; when the run was broken off, the reason of that. */
  readonly error: unknown;
  readonly submission: Submission["kind"];
  readonly isSaving: boolean;
  /** The provider's work costs nothing. */
  readonly isRepeatable: boolean;
  /** What a video costs once the provider has handed it over; absent before. */
  readonly chargedForVideo?: Charged | undefined;
}

/** How a run ends that made no video. */
export type RunEnding =
  /** `isFault` tells that the failure is this program's own and belongs in the log. */
  | { readonly kind: "settle"; readonly settlement: Settlement; readonly isFault: boolean }
  /** The lease ends at once; whoever takes it over goes on from what is stored. */
  | { readonly kind: "hand-over" }
  /** Another runner holds it: nothing may be written. */
  | { readonly kind: "leave" };

/** Decides what becomes of a generation whose run ended without a video. */
export function endingOf(facts: RunFacts): RunEnding {
  const { error } = facts;
  if (!(error instanceof StopError)) return failedWith(failureOf(facts, error), error);
  if (error.why === "lease-lost") return { kind: "leave" };
  if (error.why === "visitor") {
    return settledAs({ type: "canceled", charged: chargedSoFar(facts) });
  }
  if (facts.submission === "operation") return { kind: "hand-over" };
  if (wasSent(facts)) return failedWith(failureOf(facts, interrupted()), error);
  // From saving there is no way back into the queue.
  return facts.isSaving ? { kind: "hand-over" } : settledAs({ type: "released" });
}

/** Whether a video costs somebody once it is made. */
export function chargedWhenDone(
  { route, generation }: Pick<Claim, "route" | "generation">,
): Charged {
  return generation.payer === "nobody" || route?.priceKind === "free" ? "no" : "yes";
}

function settledAs(settlement: Settlement): RunEnding {
  return { kind: "settle", settlement, isFault: false };
}

function failedWith(failure: FailureInCode, error: unknown): RunEnding {
  const isFault = !(error instanceof LoungeError);
  return { kind: "settle", settlement: { type: "failed", failure }, isFault };
}

/** The failure as it is stored: what is unexpected gets a general code. */
function failureOf(facts: RunFacts, error: unknown): FailureInCode {
  const known = error instanceof LoungeError ? error : new LoungeError("internal-error");
  const { code, parameters, retryable, providerSaid } = known;
  // What its failure costs, the provider knows best; all other failures cost what was spent so far.
  const isProvidersWord = known instanceof ProviderError && wasSent(facts);
  return {
    code,
    parameters,
    charged: isProvidersWord ? known.charged : chargedSoFar(facts),
    retryable,
    ...(providerSaid === undefined ? {} : { providerSaid }),
  };
}

/** What has been spent by now. */
export function chargedSoFar(facts: Omit<RunFacts, "error">): Charged {
  return wasSent(facts) ? facts.chargedForVideo ?? "unknown" : "no";
}

function wasSent({ submission, isRepeatable }: Omit<RunFacts, "error">): boolean {
  return submission !== "not-sent" && !isRepeatable;
}

/** What a run that was taken over gets at least, in milliseconds: its server was away, not slow. */
const TAKEOVER_MS = 60_000;
/** From this attempt on nothing is added: the work itself may be what ends its server. */
const MAX_EXTENDED_ATTEMPT = 10;

/** When a generation's time is up, in milliseconds since 1970; `timeoutMs` counts from its start. */
export function deadlineOf(
  { startedAt, attempt }: Pick<HeldGeneration, "startedAt" | "attempt">,
  { now, timeoutMs }: { readonly now: number; readonly timeoutMs: number },
): number {
  const end = startedAt + timeoutMs;
  const isTakeover = attempt > 1 && attempt < MAX_EXTENDED_ATTEMPT;
  return isTakeover ? Math.max(end, now + Math.min(TAKEOVER_MS, timeoutMs)) : end;
}

/** The failure of a generation whose time is up; `charged` is what it has cost by then. */
export function deadlineExceeded(timeoutMs: number, charged: Charged): ProviderError {
  const limitSeconds = Math.round(timeoutMs / 1000);
  return new ProviderError("deadline-exceeded", { kind: "after", limitSeconds }, { charged });
}

/** What the log tells of a run without a video. */
export function endingFacts(settlement: Settlement, error: unknown) {
  const failure = settlement.type === "failed" ? settlement.failure : undefined;
  return {
    code: failure?.code,
    problem: failure && error instanceof LoungeError ? error.message : undefined,
    cause: error instanceof Error && error.cause ? String(error.cause) : undefined,
  };
}
