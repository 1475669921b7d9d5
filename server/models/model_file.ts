import * as v from "valibot";
import { crossFaults } from "./cross_faults.ts";
import { renewPriceKind } from "../old_names.ts";
import type { Model } from "./model.ts";
import { ModelSchema } from "./model_schema.ts";
import { RegistryError } from "./registry_error.ts";

/**
 * The model that a file's text describes. `file` names it in errors.
 *
 * @throws {RegistryError} with every fault as `<file>: <place>: <reason>`
 */
export function parseModelFile(text: string, file: string): Model {
  return checkModel(parseJson(text, file), file);
}

/** As `parseModelFile`, for JSON that was read already. */
export function checkModel(json: unknown, file: string): Model {
  if (Array.isArray(json)) {
    throw new RegistryError([`${file}: the whole file: must be an object, not a list`]);
  }
  const parsed = v.safeParse(ModelSchema, json);
  const faults = parsed.success ? crossFaults(parsed.output) : faultsOf(json, parsed.issues);
  if (parsed.success && faults.length === 0) return Object.freeze(parsed.output);
  throw new RegistryError(faults.map((fault) => `${file}: ${fault}`));
}

/** The faults of a file with faulty keys, and all that can be said of the others. */
function faultsOf(json: unknown, issues: readonly v.BaseIssue<unknown>[]): string[] {
  const own = issues.map(faultOf);
  if (typeof json !== "object" || json === null) return own;
  const faulty = new Set(issues.map((issue) => String(issue.path?.[0]?.key)));
  return [...own, ...crossFaults(json as Model, faulty)];
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""), renewPriceKind);
  } catch (cause) {
    throw new RegistryError([`${file}: ${placeOf(cause, text)}: ${reasonOf(cause)}`], { cause });
  }
}

/** V8 names the place at the end of its message, and not at all where the text ends too early. */
function placeOf(cause: unknown, text: string): string {
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(messageOf(cause)) ?? [];
  if (line && column) return `line ${line}, column ${column}`;
  const lines = text.split("\n");
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

function reasonOf(cause: unknown): string {
  return `is not JSON: ${messageOf(cause).replace(/ in JSON at position.*$/s, "")}`;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  Object: "an object",
  Array: "a list",
};

function faultOf(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? "the whole file";
  if (issue.type === "strict_object" && issue.expected === "never") {
    return `${place}: there is no such key`;
  }
  if (issue.received === "undefined") return `${place}: is missing`;
  // Every check of a value has a message of its own; a type's is made here.
  if (issue.kind === "validation") return `${place}: ${issue.message}`;
  return `${place}: must be ${inWords(issue.expected ?? "")}, not ${inWords(issue.received)}`;
}

/** Valibot's notation of a type, `("none" | "required")`, as people say it. */
function inWords(notation: string): string {
  const parts = notation.replaceAll(/[()]/g, "").split(" | ").map((part) =>
    part.startsWith('"') ? part.slice(1, -1) : KINDS[part] ?? part
  );
  return parts.length > 1 ? `one of ${parts.join(", ")}` : parts.join("");
}
