import type { Charged } from "./problem.ts";

/** What an attempt has cost, in a sentence. */
export const COST_SENTENCES: Readonly<Record<Charged, string>> = {
  no: "Nothing was charged.",
  yes: "It was charged.",
  unknown: "It may have been charged.",
};

/** The same as a value beside the word "Charged". */
export const COST_WORDS: Readonly<Record<Charged, string>> = {
  no: "nothing",
  yes: "yes",
  unknown: "not known",
};
