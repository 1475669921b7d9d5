import type { Context } from "fresh";
import type { GenerationView } from "../../contract/generation.ts";
import { hasEnded } from "../../contract/generation_state.ts";
import type { Problem } from "../../contract/problem.ts";
import type { State } from "../app_state.ts";
import { LoungeError } from "../errors.ts";
import { preferredAnswer } from "../protocol/accept.ts";
import { HeaderedError } from "../protocol/error_headers.ts";
import { hasEndedWithin, locationOf, waitUntilEnded } from "./generation_wait.ts";
import { resultOf, ticketOf } from "./generation_result.ts";
import type { FormOutcome, PictureOutcome } from "./picture_submission.ts";
import { appliedPreferences, type Preferences, readPreferences } from "../protocol/preferences.ts";
import { problemResponse, toProblem } from "../problems/problem.ts";

const NO_STORE = { "cache-control": "no-store" };

/**
 * Answers for the generations that a form became: `303` for a browser's form, tickets for a client
 * that prefers not to wait (RFC 7240), and the results once all have ended for everyone else.
 *
 * @throws {LoungeError} `still-running` when a repeated request finds its generation at work
 */
export async function answerGenerations(
  ctx: Context<State>,
  form: FormOutcome,
): Promise<Response> {
  const preferences = readPreferences(ctx.req.headers);
  if (preferences.isAsync || preferences.waitSeconds !== undefined) {
    return await answerWithin(ctx, { form, preferences });
  }
  if (preferredAnswer(ctx.req, ["application/json", "text/html"]) === "text/html") {
    return ctx.redirect(locationOf(form), 303);
  }
  await refuseRepetition(ctx, form);
  await waitUntilEnded(ctx, form, ctx.req.signal);
  return await answerResults(ctx, form);
}

async function answerWithin(
  ctx: Context<State>,
  answer: { readonly form: FormOutcome; readonly preferences: Preferences },
): Promise<Response> {
  const { form, preferences } = answer;
  const headers = {
    ...NO_STORE,
    location: locationOf(form),
    "preference-applied": appliedPreferences(preferences),
  };
  if (await hasEndedWithin(ctx, form, preferences.waitSeconds ?? 0)) {
    return await answerResults(ctx, form, headers);
  }
  const { seals } = ctx.state.services;
  const tickets = await tellAll(ctx, form, (view, kind) => ticketOf(view, { kind, seals }));
  return Response.json(await bodyOf(ctx, form, { tickets }), { status: 202, headers });
}

/** The first request is still being answered: two clients must not wait for one answer. */
async function refuseRepetition(ctx: Context<State>, form: FormOutcome): Promise<void> {
  for (const outcome of form.outcomes) {
    if (outcome.kind === "refused" || outcome.submitted.kind !== "replayed") continue;
    const view = await ctx.state.services.generations.view(outcome.submitted.id, ctx.state.viewer);
    if (hasEnded(view)) continue;
    throw new HeaderedError(
      "still-running",
      `The request with this key is still running. Follow it at ${view.page}.`,
      { headers: { location: view.page }, retryable: true },
    );
  }
}

async function answerResults(
  ctx: Context<State>,
  form: FormOutcome,
  headers: Readonly<Record<string, string>> = NO_STORE,
): Promise<Response> {
  const address = { path: ctx.url.pathname, requestId: ctx.state.requestId };
  const results = await tellAll(ctx, form, (view) => {
    const outcome = resultOf(view, address);
    return "result" in outcome ? outcome.result : outcome.problem;
  });
  const [only] = results;
  if (form.batch === undefined && only && "code" in only) {
    return problemResponse(only, { ...headers, location: locationOf(form) });
  }
  return Response.json(await bodyOf(ctx, form, { results }), { headers });
}

/** One answer a picture, in their order: what `tell` makes of its generation, or its refusal. */
async function tellAll<Told>(
  ctx: Context<State>,
  form: FormOutcome,
  tell: (view: GenerationView, kind: Accepted["submitted"]["kind"]) => Told,
): Promise<(Told | Problem)[]> {
  const { services: { generations }, viewer, requestId } = ctx.state;
  return await Promise.all(form.outcomes.map(async (outcome) => {
    try {
      if (outcome.kind === "refused") throw outcome.error;
      const { id, kind } = outcome.submitted;
      return tell(await generations.view(id, viewer), kind);
    } catch (error) {
      if (!(error instanceof LoungeError)) throw error;
      return toProblem(error, { path: ctx.url.pathname, requestId });
    }
  }));
}

type Accepted = Extract<PictureOutcome, { readonly kind: "accepted" }>;

/** A form with one picture is answered by its one answer. */
async function bodyOf(
  ctx: Context<State>,
  form: FormOutcome,
  lists: { readonly tickets: readonly unknown[] } | { readonly results: readonly unknown[] },
): Promise<unknown> {
  if (form.batch === undefined) return "tickets" in lists ? lists.tickets[0] : lists.results[0];
  const batches = await tellAll(ctx, form, ({ batch }, kind) => isOlder(kind) ? batch : undefined);
  const older = batches.find((batch) => typeof batch === "string");
  return { batch: older ?? form.batch, ...lists };
}

/** Whether an earlier request began it: then the batch is that request's. */
function isOlder(kind: Accepted["submitted"]["kind"]): boolean {
  return kind === "replayed" || kind === "joined";
}
