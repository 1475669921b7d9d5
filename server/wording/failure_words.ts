import { COST_SENTENCES } from "../../contract/cost_words.ts";
import type { FailureInCode } from "../../contract/generation.ts";
import { type Charged, LOOK_AGAIN, type NextStep, TRY_AGAIN } from "../../contract/problem.ts";
import {
  type Audience,
  type FailureCase,
  type FailureEntry,
  forAudience,
} from "./failure_entry.ts";
import { entryOf, findCase } from "./failures.ts";
import { fill } from "./template.ts";

/** Which failure it is; the code may be one that this version does not know. */
type Coded = Pick<FailureInCode, "code" | "parameters">;

/** A failure in words. */
export interface FailureWords {
  /** What happened. */
  readonly what: string;
  /** What to do now; absent where `what` says it. */
  readonly advice?: string;
}

/** What a failure says to a reader. */
export function failureWords({ code, parameters }: Coded, audience: Audience): FailureWords {
  const entry = entryOf(code);
  const found = findCase(entry, parameters);
  const what = sayCase(found, parameters, { entry, audience });
  if (what !== undefined && typeof found === "string") return { what };
  const { advice = entry.advice } = what !== undefined && typeof found === "object" ? found : {};
  return {
    what: what ?? forAudience(entry.meaning, audience),
    advice: forAudience(advice, audience),
  };
}

/** The text of a case with its values; `undefined` without a case, or where a value is missing. */
function sayCase(
  found: FailureCase | string | undefined,
  parameters: Readonly<Record<string, unknown>>,
  { entry, audience }: { readonly entry: FailureEntry; readonly audience: Audience },
): string | undefined {
  if (found === undefined) return undefined;
  const text = typeof found === "string" ? found : forAudience(found.what, audience);
  const sayPart = (part: Readonly<Record<string, unknown>>) =>
    sayCase(findCase(entry, part), part, { entry, audience }) ??
      forAudience(entry.meaning, audience);
  return fill(text, parameters, sayPart);
}

/**
 * A failure in one piece: what happened, what to do and, where `charged` is given, what it has cost.
 */
export function failureSentence(
  failure: Coded,
  { audience, charged, canLookAgain = false }: {
    readonly audience: Audience;
    readonly charged?: Charged;
    readonly canLookAgain?: boolean;
  },
): string {
  const { what, advice: own } = failureWords(failure, audience);
  const advice = canLookAgain ? lookAgainAdvice(failure.code, own) : own;
  const cost = charged === undefined ? undefined : COST_SENTENCES[charged];
  return [what, cost, advice].filter((part) => part !== undefined).join(" ");
}

/** What is free comes first; what an account lacks comes before that. */
function lookAgainAdvice(code: string, own: string | undefined): string {
  return entryOf(code).isAboutAccount && own !== undefined
    ? `${own} Then look again, which costs nothing.`
    : "Look again first: that costs nothing, and the provider may have the video.";
}

/**
 * The visitor's next step: to look again, where that may bring the video for nothing; otherwise the
 * failure's own, or to try again where that may help.
 */
export function nextStepAfter(
  { canLookAgain = false, ...failure }: Coded & Pick<FailureInCode, "retryable" | "canLookAgain">,
  audience: Audience,
): NextStep | undefined {
  if (!canLookAgain) return paidStepAfter(failure, audience);
  return { ...LOOK_AGAIN, ...(failure.retryable ? { afterwards: TRY_AGAIN.text } : {}) };
}

function paidStepAfter(
  { code, parameters, retryable }: Coded & Pick<FailureInCode, "retryable">,
  audience: Audience,
): NextStep | undefined {
  const entry = entryOf(code);
  const found = findCase(entry, parameters);
  const own = typeof found === "object" && found.next !== undefined ? found.next : entry.next;
  const next = own === undefined ? undefined : forAudience(own, audience);
  if (next !== undefined && (next.kind !== "try-again" || retryable)) return next;
  return retryable ? TRY_AGAIN : undefined;
}
