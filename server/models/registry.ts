import { join } from "node:path";
import { BUILT_IN_FILES } from "./built_in_models.ts";
import type { Model } from "./model.ts";
import { checkModel, parseModelFile } from "./model_file.ts";
import { RegistryError } from "./registry_error.ts";

/** The models that this instance knows. */
export interface Registry {
  /** The best first, the engine built in last. */
  readonly models: readonly Model[];
  find(id: string): Model | undefined;
  /** Files of the operator's that were read, in the order of their names. */
  readonly own: readonly OwnModel[];
}

/** A model of the operator's. */
export interface OwnModel {
  readonly file: string;
  readonly model: Model;
  /** Whether it takes the place of a built-in one. */
  readonly isBuiltIn: boolean;
}

/**
 * The built-in models and those of the operator's folder. A file with a built-in model's id takes
 * its place; other files come first, in the order of their names.
 *
 * @throws {RegistryError} naming each file that cannot be used, the place in it and the reason
 */
export async function openRegistry(
  { directory }: { readonly directory?: string | undefined } = {},
): Promise<Registry> {
  const builtIn = BUILT_IN_FILES.map(([file, json]) => checkModel(json, file));
  const files = directory === undefined ? [] : await readFolder(directory);
  const own = files.map(({ file, model }) => {
    return { file, model, isBuiltIn: builtIn.some(({ id }) => id === model.id) };
  });
  const models = [
    ...own.filter(({ isBuiltIn }) => !isBuiltIn).map(({ model }) => model),
    ...builtIn.map((each) => own.find(({ model }) => model.id === each.id)?.model ?? each),
  ];
  return { models, own, find: (id) => models.find((model) => model.id === id) };
}

/** Every `*.json` of the folder; all faults of all files together. */
async function readFolder(directory: string): Promise<Omit<OwnModel, "isBuiltIn">[]> {
  const models: Omit<OwnModel, "isBuiltIn">[] = [];
  const faults: string[] = [];
  const fileOf = new Map<string, string>();
  for (const name of await listFiles(directory)) {
    const file = join(directory, name);
    try {
      const model = parseModelFile(await readText(file), file);
      const earlier = fileOf.get(model.id);
      if (earlier) faults.push(`${file}: id: ${model.id} is the id of ${earlier} too`);
      fileOf.set(model.id, file);
      models.push({ file, model });
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new RegistryError(faults);
  return models;
}

async function listFiles(directory: string): Promise<string[]> {
  try {
    const names: string[] = [];
    for await (const entry of Deno.readDir(directory)) {
      if (entry.name.endsWith(".json") && !entry.isDirectory) names.push(entry.name);
    }
    return names.sort();
  } catch (cause) {
    throw unreadable(directory, cause);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await Deno.readFile(file));
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(path: string, cause: unknown): RegistryError {
  return new RegistryError([`${path}: ${reasonOf(cause)}`], { cause });
}

function reasonOf(cause: unknown): string {
  if (cause instanceof Deno.errors.NotFound) return "is not there";
  if (cause instanceof Deno.errors.NotADirectory) return "is not a folder";
  if (cause instanceof Deno.errors.PermissionDenied || cause instanceof Deno.errors.NotCapable) {
    return "may not be read";
  }
  if (cause instanceof TypeError) return "is not UTF-8 text";
  return `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
}
