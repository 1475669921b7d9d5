import type { Charged } from "../../../contract/problem.ts";
import { ProviderError } from "../../errors.ts";
import type { HeldGeneration } from "../generation.ts";

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
