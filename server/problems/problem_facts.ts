import type { ProblemFacts } from "../../contract/problem.ts";
import { forAudience } from "../wording/failure_entry.ts";
import { entryOf, FAILURE_CODES, FAILURE_GROUPS, type FailureCode } from "../wording/failures.ts";

/** What is known of a code in general, in words for everyone who may read it. */
export function problemFactsOf(code: string): ProblemFacts {
  const { status, title, meaning, cost, advice, repetition } = entryOf(code);
  const texts = READERS.map(({ audience, reader }) => ({
    reader,
    text: forAudience(advice, audience),
  }));
  return {
    ...{ code, status, title, cost, repetition },
    meaning: forAudience(meaning, "guest"),
    advice: texts.filter(({ text }, index) => index === 0 || text !== texts[0]?.text),
  };
}

const READERS = [
  { audience: "guest", reader: "What to do" },
  { audience: "payer", reader: "What to do when your own token pays" },
  { audience: "operator", reader: "What to do as the operator of this site" },
] as const;

/** All codes by where the fault lies. */
export function problemGroups(): { readonly title: string; readonly problems: ProblemFacts[] }[] {
  return FAILURE_GROUPS.map(({ title, entries }) => ({
    title,
    problems: Object.keys(entries).map(problemFactsOf),
  }));
}

/** Words of the providers' own documents for what has another name here. */
const ALSO_CALLED: Readonly<Record<string, FailureCode>> = {
  "aborted": "canceled",
  "deadline": "deadline-exceeded",
  "model-not-supported": "model-not-found",
  "too-large": "provider-image-too-large",
};

/** The code of what goes by that name elsewhere, underscores and all. */
export function codeAlsoCalled(name: string): FailureCode | undefined {
  const code = name.replaceAll("_", "-");
  if (Object.hasOwn(ALSO_CALLED, code)) return ALSO_CALLED[code];
  return FAILURE_CODES.find((known) => known === code);
}
