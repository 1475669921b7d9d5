import type { FailureInCode } from "../../../contract/generation.ts";
import type { Charged } from "../../../contract/problem.ts";
import type { Settlement } from "../ports/queue_store.ts";
import { LoungeError, ProviderError } from "../../errors.ts";
import { moneyFacts } from "../canceling.ts";
import type { HeldGeneration, Submission } from "../generation.ts";
import type { Claim } from "./claim.ts";
import { interrupted } from "./recovery.ts";
import { StopError } from "./stop_error.ts";
import { WORK_ENDS } from "./taken_work.ts";

/** What is known when a run ends without a video. */
export interface RunFacts {
  /** What was thrown; when the run was broken off, the reason of that. */
  readonly error: unknown;
  readonly submission: Submission["kind"];
  readonly isSaving: boolean;
  /** The provider's work costs nothing. */
  readonly isRepeatable: boolean;
  /** What the video costs once the provider is done. */
  readonly chargedForVideo: Charged;
  /** Whether the provider has said that it is done, or handed a video over. */
  readonly isDone: boolean;
  /** What ended work that a provider had taken, where that is known. */
  readonly end?: keyof typeof WORK_ENDS | undefined;
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
  const { code, parameters, retryable, providerSaid, retryAfterSeconds } = known;
  const isDone = facts.isDone || known instanceof ProviderError && known.charged === "yes";
  return {
    code,
    parameters,
    charged: isProvenUnsent(facts, known) ? "no" : chargedSoFar({ ...facts, isDone }),
    retryable,
    ...(canLookAgain(facts) ? { canLookAgain: true } : {}),
    ...(providerSaid === undefined ? {} : { providerSaid }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** The provider's proof that nothing began, where it came too late to be noted. */
function isProvenUnsent({ submission }: RunFacts, error: LoungeError): boolean {
  return submission === "sent" && error instanceof ProviderError && error.charged === "no";
}

/**
 * What has been spent by now, by nothing but the state of the work: nothing before it was sent,
 * where no bill comes, or when it is proven that it did not begin; the video's price once the provider says that it is done,
 * or handed a video over, good or bad; in between nobody knows.
 */
export function chargedSoFar(facts: Omit<RunFacts, "error">): Charged {
  if (!wasSent(facts) || facts.chargedForVideo === "no") return "no";
  return facts.isDone ? facts.chargedForVideo : "unknown";
}

function wasSent({ submission, isRepeatable }: Omit<RunFacts, "error">): boolean {
  return submission !== "not-sent" && !isRepeatable;
}

/** Whether the provider may still hand the video over, now or later, for nothing. */
function canLookAgain({ submission, end = "deadline" }: RunFacts): boolean {
  return submission === "operation" && WORK_ENDS[end].canLookAgain;
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

/** What the log tells of money at an end; nothing of what was put back in the queue. */
export function moneyOf(
  settlement: Settlement,
  { generation: { payer }, route }: Pick<Claim, "route" | "generation">,
) {
  if (settlement.type === "released") return {};
  const { charged } = settlement.type === "failed" ? settlement.failure : settlement;
  return moneyFacts({ payer, ...(route ? { route } : {}) }, charged);
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
