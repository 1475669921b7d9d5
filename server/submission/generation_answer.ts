import type { Context } from "fresh";
import type { AcceptedGeneration } from "../../contract/generation.ts";
import type { State } from "../app_state.ts";
import { problemResponse } from "../problems/problem.ts";
import { preferredAnswer } from "../protocol/accept.ts";
import { readHeader } from "../protocol/read_header.ts";
import { acceptedWithOldName } from "../old_names.ts";
import { acceptedGeneration, resultOf, tellAll } from "./generation_result.ts";
import {
  hasEndedWithin,
  locationOf,
  pageAfterForm,
  refuseRepetition,
  replayMark,
} from "./generation_wait.ts";
import type { FormOutcome } from "./picture_submission.ts";

const NO_STORE = { "cache-control": "no-store" };

/**
 * Answers for the generations that a form became: `303` for a browser's form, accepted generations
 * for a client that prefers not to wait (RFC 7240) or has waited for long, and the results once
 * all have ended for everyone else. `Idempotency-Replayed: true` marks what an earlier request with the same key began.
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
    return ctx.redirect(pageAfterForm(ctx, form), 303);
  }
  await refuseRepetition(ctx, form);
  return await hasEndedWithin(ctx, form, USUAL_WAIT_SECONDS)
    ? await answerResults(ctx, form)
    : await answerAccepted(ctx, form, {
      ...NO_STORE,
      ...replayMark(form),
      location: locationOf(form),
    });
}

async function answerWithin(
  ctx: Context<State>,
  answer: { readonly form: FormOutcome; readonly preferences: Preferences },
): Promise<Response> {
  const { form, preferences } = answer;
  const headers = {
    ...NO_STORE,
    ...replayMark(form),
    location: locationOf(form),
    "preference-applied": appliedPreferences(preferences),
  };
  if (await hasEndedWithin(ctx, form, preferences.waitSeconds ?? 0)) {
    return await answerResults(ctx, form, headers);
  }
  return await answerAccepted(ctx, form, headers);
}

/** Where to look: the work goes on. */
async function answerAccepted(
  ctx: Context<State>,
  form: FormOutcome,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const { signatures, clock } = ctx.state.services;
  const generations = await tellAll(
    ctx,
    form,
    (view, kind) => acceptedGeneration(view, { kind, signatures, now: clock.now() }),
  );
  return Response.json(await bodyOf(ctx, form, acceptedWithOldName(generations)), {
    status: 202,
    headers,
  });
}

async function answerResults(
  ctx: Context<State>,
  form: FormOutcome,
  headers: Readonly<Record<string, string>> = { ...NO_STORE, ...replayMark(form) },
): Promise<Response> {
  const address = { path: ctx.url.pathname, requestId: ctx.state.requestId };
  const results = await tellAll(ctx, form, (view) => {
    const outcome = resultOf(view, address);
    return "result" in outcome ? outcome.result : outcome.problem;
  });
  const [only] = results;
  if (form.batch === undefined && only && "code" in only) {
    const { retryAfterSeconds: wait } = only;
    const retryAfter: Record<string, string> = wait === undefined
      ? {}
      : { "retry-after": String(wait) };
    return problemResponse(only, { ...headers, ...retryAfter, location: locationOf(form) });
  }
  return Response.json(await bodyOf(ctx, form, { results }), { headers });
}

/** A form with one picture is answered by its one answer. */
async function bodyOf(
  ctx: Context<State>,
  form: FormOutcome,
  lists: { readonly generations: readonly unknown[] } | { readonly results: readonly unknown[] },
): Promise<unknown> {
  if (form.batch === undefined) {
    return "generations" in lists ? lists.generations[0] : lists.results[0];
  }
  const batches = await tellAll(ctx, form, ({ batch }, kind) => isOlder(kind) ? batch : undefined);
  const older = batches.find((batch) => typeof batch === "string");
  return { batch: older ?? form.batch, ...lists };
}

/** Whether an earlier request began it: then the batch is that request's. */
function isOlder(kind: AcceptedGeneration["kind"]): boolean {
  return kind === "replayed" || kind === "joined";
}

/** How long a client wants to wait for its answer (RFC 7240). */
interface Preferences {
  /** `respond-async`: an answer at once, and where to follow what was begun. */
  readonly isAsync: boolean;
  /** `wait`: the seconds after which an answer of that kind will do. */
  readonly waitSeconds?: number;
}

/** How long a plain request waits: proxies commonly give up on an answer after 60 seconds. */
const USUAL_WAIT_SECONDS = 50;
/** Nobody is held longer by `wait`. */
const MAX_WAIT_SECONDS = 600;

/** Reads `Prefer`; of a repeated preference the first counts, an unknown or broken one is ignored. */
export function readPreferences(headers: Headers): Preferences {
  const given = new Map<string, string>();
  for (const part of (readHeader(headers, "prefer") ?? "").split(",")) {
    // What follows a semicolon are parameters (section 2).
    const [preference = ""] = part.split(";", 1);
    const [name = "", value = ""] = preference.split("=", 2).map((side) => side.trim());
    const key = name.toLowerCase();
    if (!given.has(key)) given.set(key, withoutQuotes(value));
  }
  const wait = given.get("wait") ?? "";
  return {
    isAsync: given.has("respond-async"),
    ...(/^\d{1,9}$/.test(wait) ? { waitSeconds: Math.min(Number(wait), MAX_WAIT_SECONDS) } : {}),
  };
}

function withoutQuotes(value: string): string {
  return /^".*"$/.test(value) ? value.slice(1, -1) : value;
}

/** Value of `Preference-Applied` (section 3) for those that the answer honours. */
export function appliedPreferences({ isAsync, waitSeconds }: Preferences): string {
  const wait = waitSeconds === undefined ? [] : [`wait=${waitSeconds}`];
  return [...(isAsync ? ["respond-async"] : []), ...wait].join(", ");
}
