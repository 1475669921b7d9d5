import { GENERATION_PROBLEMS } from "./generation_problems.ts";
import { INPUT_PROBLEMS } from "./input_problems.ts";
import type { ProblemEntry } from "./problem_entry.ts";
import { PROVIDER_PROBLEMS } from "./provider_problems.ts";
import { SERVER_PROBLEMS } from "./server_problems.ts";
import { SIGN_IN_PROBLEMS } from "./sign_in_problems.ts";

/** The entries by where the fault lies, as the page of all problems lists them. */
export const PROBLEM_GROUPS = [
  { title: "What you sent", entries: INPUT_PROBLEMS },
  { title: "Where a generation stands", entries: GENERATION_PROBLEMS },
  { title: "Signing in", entries: SIGN_IN_PROBLEMS },
  { title: "The provider", entries: PROVIDER_PROBLEMS },
  { title: "This server", entries: SERVER_PROBLEMS },
] as const satisfies readonly {
  readonly title: string;
  readonly entries: Readonly<Record<string, ProblemEntry>>;
}[];

const CATALOGUE = {
  ...INPUT_PROBLEMS,
  ...GENERATION_PROBLEMS,
  ...SIGN_IN_PROBLEMS,
  ...PROVIDER_PROBLEMS,
  ...SERVER_PROBLEMS,
};

/** A code that this server answers with. */
export type ProblemCode = keyof typeof CATALOGUE;

/** All codes, for the pages at `/problems/<code>` and for tests. */
export const PROBLEM_CODES = Object.keys(CATALOGUE) as readonly ProblemCode[];

/** Words of the providers' own documents for what has another name here. */
const ALSO_CALLED: Readonly<Record<string, ProblemCode>> = {
  "aborted": "canceled",
  "deadline": "deadline-exceeded",
  "model-not-supported": "model-not-found",
  "too-large": "provider-image-too-large",
};

/** The code of what goes by that name elsewhere, underscores and all. */
export function codeAlsoCalled(name: string): ProblemCode | undefined {
  const code = name.replaceAll("_", "-");
  if (Object.hasOwn(ALSO_CALLED, code)) return ALSO_CALLED[code];
  return PROBLEM_CODES.find((known) => known === code);
}

/** The entry of a code, or `undefined` for a code that does not exist. */
export function findProblem(code: string): ProblemEntry | undefined {
  return Object.hasOwn(CATALOGUE, code) ? CATALOGUE[code as ProblemCode] : undefined;
}
