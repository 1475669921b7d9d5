import type { Context } from "fresh";
import type {
  AcceptedGeneration,
  GenerationResult,
  GenerationView,
} from "../../contract/generation.ts";
import type { Problem } from "../../contract/problem.ts";
import type { State } from "../app_state.ts";
import { CanceledError, LoungeError } from "../errors.ts";
import { toProblem } from "../problems/problem.ts";
import type { Signatures } from "../visitors/signatures.ts";
import { withKey } from "../visitors/signed_ids.ts";
import type { FormOutcome } from "./picture_submission.ts";

/** Who is told. */
export interface ProblemAddress {
  /** Path of the request. */
  readonly path: string;
  readonly requestId: string;
}

/** What an ended generation came to: the video, or the problem that it failed with. */
export function resultOf(
  view: GenerationView,
  address: ProblemAddress,
): { readonly result: GenerationResult } | { readonly problem: Problem } {
  const { id, url, poster, page, model, provider, label, seed, isCached, video, receipt } = view;
  if (video && url) {
    const elapsedMs = receipt.elapsedMs ?? 0;
    return {
      result: {
        ...{ id, url, ...(poster !== undefined && { poster }), page },
        ...{ model, provider, label, seed, ...video, isCached, elapsedMs },
      },
    };
  }
  const { path, requestId } = address;
  return {
    problem: view.problem
      ? { ...view.problem, instance: path, requestId }
      : toProblem(new CanceledError(receipt.charged), address),
  };
}

/** Where a generation can be followed, cookie or not. */
export function acceptedGeneration(
  view: GenerationView,
  options: {
    readonly kind: AcceptedGeneration["kind"];
    readonly signatures: Signatures;
    /** In milliseconds since 1970. */
    readonly now: number;
  },
): AcceptedGeneration {
  const { id, state, page } = view;
  const { signatures, now } = options;
  const opening = { id, signatures, now };
  return {
    id,
    state,
    page,
    status: withKey(page, opening),
    events: withKey(`${page}/events`, opening),
    kind: options.kind,
  };
}

/** One answer a picture, in their order: what `tell` makes of its generation, or its refusal. */
export async function tellAll<Told>(
  ctx: Context<State>,
  form: FormOutcome,
  tell: (view: GenerationView, kind: AcceptedGeneration["kind"]) => Told,
): Promise<(Told | Problem)[]> {
  const { services: { generations }, caller, requestId } = ctx.state;
  return await Promise.all(form.outcomes.map(async (outcome) => {
    try {
      if (outcome.kind === "refused") throw outcome.error;
      const { id, kind } = outcome.submitted;
      return tell(await generations.view(id, caller), kind);
    } catch (error) {
      if (!(error instanceof LoungeError)) throw error;
      return toProblem(error, { path: ctx.url.pathname, requestId });
    }
  }));
}
