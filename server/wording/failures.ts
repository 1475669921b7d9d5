import { ACCOUNT_FAILURES, SIGN_IN_FAILURES } from "./account_failures.ts";
import type { FailureCase, FailureEntry } from "./failure_entry.ts";
import { GENERATION_FAILURES } from "./generation_failures.ts";
import { MODEL_FAILURES } from "./model_failures.ts";
import { PICTURE_FAILURES } from "./picture_failures.ts";
import { REQUEST_FAILURES } from "./request_failures.ts";
import { SERVER_FAILURES } from "./server_failures.ts";
import { PROVIDER_LOSSES } from "./provider_losses.ts";
import { PROVIDER_REFUSALS } from "./provider_refusals.ts";
import type { NamesIn, Value } from "./template.ts";

const PROVIDER_FAILURES = { ...ACCOUNT_FAILURES, ...PROVIDER_REFUSALS, ...PROVIDER_LOSSES };

/** Every way in which something may fail, by its code. */
const FAILURES = {
  ...PICTURE_FAILURES,
  ...REQUEST_FAILURES,
  ...MODEL_FAILURES,
  ...GENERATION_FAILURES,
  ...SIGN_IN_FAILURES,
  ...PROVIDER_FAILURES,
  ...SERVER_FAILURES,
};

type Failures = typeof FAILURES;

/** A code that this server answers with. */
export type FailureCode = keyof Failures;

/** A way in which a provider, or the way to it, fails. */
export type ProviderFailureCode = keyof typeof PROVIDER_FAILURES;

/** All codes. */
export const FAILURE_CODES = Object.keys(FAILURES) as readonly FailureCode[];

/** The codes by where the fault lies, as the page of all problems lists them. */
export const FAILURE_GROUPS: readonly {
  readonly title: string;
  readonly entries: Readonly<Record<string, FailureEntry>>;
}[] = [
  {
    title: "What you sent",
    entries: { ...PICTURE_FAILURES, ...REQUEST_FAILURES, ...MODEL_FAILURES },
  },
  { title: "Where a video stands", entries: GENERATION_FAILURES },
  { title: "Signing in", entries: SIGN_IN_FAILURES },
  { title: "The provider", entries: PROVIDER_FAILURES },
  { title: "This server", entries: SERVER_FAILURES },
];

/** Who can do something about a failure. */
export type Actor = "visitor" | "operator" | "provider";

/** Decided by the operator, though they are told with what stands between visitor and video. */
const OPERATORS: ReadonlySet<string> = new Set<FailureCode>([
  "new-videos-off",
  "daily-spend-limit",
  "whole-queue-full",
  "storage-quota",
  "misdirected-request",
]);

/** Who can do something about a code: by where the fault lies. */
export function actorFor(code: string): Actor {
  if (Object.hasOwn(PROVIDER_FAILURES, code)) return "provider";
  return Object.hasOwn(SERVER_FAILURES, code) || OPERATORS.has(code) ? "operator" : "visitor";
}

/** What goes into a code's texts: nothing, or one of its cases by `kind` with what that one names. */
export type FailureParameters<Code extends FailureCode = FailureCode> = Code extends FailureCode
  ? { readonly kind?: never } | CasesOf<Failures[Code]>
  : never;

type CasesOf<Entry> = Entry extends { readonly cases: infer Cases }
  ? { readonly kind: PlainKind<Cases> } | FilledCases<Omit<Cases, PlainKind<Cases>>>
  : never;

/** The cases whose texts have no placeholders. */
type PlainKind<Cases> = {
  [Kind in keyof Cases]: [NamesIn<TextOf<Cases[Kind]>>] extends [never] ? Kind : never;
}[keyof Cases];

type FilledCases<Cases> = {
  [Kind in keyof Cases]:
    & { readonly kind: Kind }
    & { readonly [Name in NamesIn<TextOf<Cases[Kind]>>]: Value };
}[keyof Cases];

/** A case's text; the guest's stands for those of other readers. */
type TextOf<Case> = Case extends { readonly what: infer What } ? TextOf<What>
  : Case extends { readonly guest: infer Text } ? Text & string
  : Case & string;

/** What is known of a code; `undefined` for one that does not exist, such as another version's. */
export function findFailure(code: string): FailureEntry | undefined {
  return Object.hasOwn(FAILURES, code) ? FAILURES[code as FailureCode] : undefined;
}

/** What is known of the case that the parameters name, where they name one. */
export function findCase(
  entry: FailureEntry,
  { kind }: Readonly<Record<string, unknown>>,
): FailureCase | string | undefined {
  const { cases = {} } = entry;
  return typeof kind === "string" && Object.hasOwn(cases, kind) ? cases[kind] : undefined;
}

/** What is known of a code; one of a version that knew more is told in general. */
export function entryOf(code: string): FailureEntry {
  return findFailure(code) ?? FAILURES["internal-error"];
}

/** What a failure costs and whether the same may succeed later, unless more is known of it. */
export function factsOf(
  code: FailureCode,
  parameters: FailureParameters,
): Pick<FailureEntry, "charged" | "retryable"> {
  const entry = entryOf(code);
  const found = findCase(entry, parameters);
  const { retryable = entry.retryable } = typeof found === "object" ? found : {};
  return { charged: entry.charged, retryable };
}
