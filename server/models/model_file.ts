import * as v from "valibot";
import { crossFaults } from "./cross_faults.ts";
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
  const parsed = v.safeParse(ModelSchema, json);
  if (!parsed.success) {
    throw new RegistryError(parsed.issues.flatMap(faultsOf).map((fault) => `${file}: ${fault}`));
  }
  const model: Model = parsed.output;
  const faults = crossFaults(model);
  if (faults.length > 0) throw new RegistryError(faults.map((fault) => `${file}: ${fault}`));
  return Object.freeze(model);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
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

/** A union's own message says little: the faults of the alternative that came nearest say more. */
function faultsOf(issue: v.BaseIssue<unknown>): string[] {
  const place = v.getDotPath(issue) ?? "the whole file";
  if (issue.kind === "schema" && issue.type === "strict_object" && issue.expected === "never") {
    return [`${place}: there is no such key`];
  }
  if (issue.received === "undefined") return [`${place}: is missing`];
  if (issue.kind === "validation" || !issue.message.startsWith("Invalid")) {
    return [`${place}: ${issue.message}`];
  }
  return [`${place}: must be ${issue.expected}, not ${issue.received}`];
}
