import { hasEnded } from "../../contract/generation_state.ts";
import type { Context } from "fresh";
import type { State } from "../app_state.ts";
import { LoungeError } from "../errors.ts";
import { HeaderedError } from "../protocol/error_headers.ts";
import { withKey } from "../visitors/signed_ids.ts";
import type { FormOutcome } from "./picture_submission.ts";

/**
 * Marks an answer as that of an earlier request with the same key: nothing was begun for this one. As
 * a header of an answer, or none.
 */
export function replayMark(form: FormOutcome): Readonly<Record<string, string>> {
  return isReplay(form) ? { "idempotency-replayed": "true" } : {};
}

/** Whether an earlier request with the same key began all that there is. */
export function isReplay({ outcomes }: FormOutcome): boolean {
  const accepted = outcomes.flatMap((each) => each.kind === "accepted" ? [each.submitted] : []);
  return accepted.length > 0 && accepted.every(({ kind }) => kind === "replayed");
}

/** Whether all of a form's generations end within that time; zero seconds ask nothing. */
export async function hasEndedWithin(
  ctx: Context<State>,
  form: FormOutcome,
  seconds: number,
): Promise<boolean> {
  if (seconds === 0) return false;
  const timer = new AbortController();
  const cancelTimer = ctx.state.services.clock.after(seconds * 1000, () => timer.abort());
  try {
    const signal = AbortSignal.any([timer.signal, ctx.req.signal]);
    await waitUntilEnded(ctx, form, signal);
    return true;
  } catch (error) {
    if (timer.signal.aborted) return false;
    throw error;
  } finally {
    cancelTimer();
  }
}

/**
 * Waits for all of a form's generations. They go on when the wait ends early. What happens to one of
 * them, erasure included, does not end the wait for the others.
 *
 * @throws {LoungeError} `restarting` when the server stops; its `Location` is where to look again.
 *   `canceled` when the client has left, for nobody to read
 */
export async function waitUntilEnded(
  ctx: Context<State>,
  form: FormOutcome,
  signal: AbortSignal,
): Promise<void> {
  try {
    await Promise.all(idsOf(form).map((id) => waitForOne(ctx, id, signal)));
  } catch (error) {
    if (ctx.req.signal.aborted) {
      throw new LoungeError("canceled");
    }
    if (!(error instanceof LoungeError)) throw error;
    const { code, parameters, charged, retryable, retryAfterSeconds } = error;
    const headers = { ...replayMark(form), location: locationOf(form) };
    const facts = { charged, retryable, ...(retryAfterSeconds ? { retryAfterSeconds } : {}) };
    throw new HeaderedError(code, parameters, { headers, ...facts });
  }
}

async function waitForOne(ctx: Context<State>, id: string, signal: AbortSignal): Promise<void> {
  const { services: { generations }, caller } = ctx.state;
  try {
    await generations.waitUntilEnded(id, caller, signal);
  } catch (error) {
    if (!(error instanceof LoungeError) || error.code === "restarting") throw error;
  }
}

/**
 * Two clients must not wait for one answer.
 *
 * @throws {LoungeError} `still-running` when a repeated request finds its generation at work
 */
export async function refuseRepetition(ctx: Context<State>, form: FormOutcome): Promise<void> {
  for (const outcome of form.outcomes) {
    if (outcome.kind === "refused" || outcome.submitted.kind !== "replayed") continue;
    const { services: { generations }, caller } = ctx.state;
    const view = await generations.view(outcome.submitted.id, caller);
    if (hasEnded(view)) continue;
    throw new HeaderedError("still-running", { kind: "same-key", page: view.page }, {
      headers: { ...replayMark(form), location: view.page },
    });
  }
}

/** What to look at: the generation, or the library for several. */
export function locationOf({ batch, outcomes: [only] }: FormOutcome): string {
  return batch === undefined && only.kind === "accepted" ? `/v/${only.submitted.id}` : "/library";
}

/**
 * Where a browser's form leads. One that came without a cookie may keep none, so that a key opens the
 * page; with a cookie the page drops the key.
 */
export function pageAfterForm(
  { state: { caller, services: { signatures, clock } } }: Context<State>,
  form: FormOutcome,
): string {
  const page = locationOf(form);
  const [id] = idsOf(form);
  return caller.isNew && id !== undefined && page !== "/library"
    ? withKey(page, { id, signatures, now: clock.now() })
    : page;
}

function idsOf(form: FormOutcome): string[] {
  return form.outcomes.flatMap((outcome) =>
    outcome.kind === "accepted" ? [outcome.submitted.id] : []
  );
}
