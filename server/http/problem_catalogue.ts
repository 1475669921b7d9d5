import { GENERATION_PROBLEMS } from "./problems/generation_problems.ts";
import { INPUT_PROBLEMS } from "./problems/input_problems.ts";
import type { ProblemEntry } from "./problems/problem_entry.ts";
import { PROVIDER_PROBLEMS } from "./problems/provider_problems.ts";
import { SERVER_PROBLEMS } from "./problems/server_problems.ts";

const CATALOGUE = {
  ...INPUT_PROBLEMS,
  ...GENERATION_PROBLEMS,
  ...PROVIDER_PROBLEMS,
  ...SERVER_PROBLEMS,
};

/** A code that this server answers with. */
export type ProblemCode = keyof typeof CATALOGUE;

/** All codes, for the pages at `/problems/<code>` and for tests. */
export const PROBLEM_CODES = Object.keys(CATALOGUE) as readonly ProblemCode[];

/** The entry of a code, or `undefined` for a code that does not exist. */
export function findProblem(code: string): ProblemEntry | undefined {
  return Object.hasOwn(CATALOGUE, code) ? CATALOGUE[code as ProblemCode] : undefined;
}
