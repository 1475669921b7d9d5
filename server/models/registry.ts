import { join } from "node:path";
import { BUILT_IN_FILES } from "./built_in_models.ts";
import type { Model } from "./model.ts";
import { checkModel, parseModelFile } from "./model_file.ts";
import { RegistryError } from "./registry_error.ts";
import svdXt from "./workflows/svd_xt.json" with { type: "json" };
import wan225b from "./workflows/wan_2_2_5b.json" with { type: "json" };
import { isWorkflow, readWorkflow, type Workflow } from "./workflow.ts";
import { modelOfWorkflow } from "./workflow_model.ts";

/** The models that this instance knows. */
export interface Registry {
  /** The best first, the engine built in last. */
  readonly models: readonly Model[];
  find(id: string): Model | undefined;
  /** What ComfyUI is sent, by the name of the file that a route names. */
  readonly workflows: ReadonlyMap<string, Workflow>;
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

type OwnFile = Omit<OwnModel, "isBuiltIn">;

interface ReadFolder {
  readonly models: readonly OwnFile[];
  readonly workflows: readonly Workflow[];
}

const BUILT_IN_WORKFLOWS = [
  readWorkflow(svdXt, "svd_xt.json"),
  readWorkflow(wan225b, "wan_2_2_5b.json"),
];

/**
 * The built-in models and those of the operator's folder. A file with a built-in model's id takes
 * its place; other files come first, in the order of their names. A workflow of ComfyUI's that no
 * model file names is a model by itself.
 *
 * @throws {RegistryError} naming each file that cannot be used, the place in it and the reason
 */
export async function openRegistry(
  { directory }: { readonly directory?: string | undefined } = {},
): Promise<Registry> {
  const builtIn = BUILT_IN_FILES.map(([file, json]) => checkModel(json, file));
  const folder = directory === undefined ? undefined : await readFolder(directory);
  const own = (folder?.models ?? []).map(({ file, model }) => {
    return { file, model, isBuiltIn: builtIn.some(({ id }) => id === model.id) };
  });
  const models = [
    ...own.filter(({ isBuiltIn }) => !isBuiltIn).map(({ model }) => model),
    ...builtIn.map((each) => own.find(({ model }) => model.id === each.id)?.model ?? each),
  ];
  const workflows = new Map(
    [...BUILT_IN_WORKFLOWS, ...folder?.workflows ?? []].map((each) => [each.file, each]),
  );
  return { models, own, workflows, find: (id) => models.find((model) => model.id === id) };
}

/** Every `*.json` of the folder; all faults of all files together. */
async function readFolder(directory: string): Promise<ReadFolder> {
  const models: OwnFile[] = [];
  const workflows: Workflow[] = [];
  const faults: string[] = [];
  for (const name of await listFiles(directory)) {
    const file = join(directory, name);
    try {
      const text = await readText(file);
      const json = jsonIn(text);
      if (isWorkflow(json)) workflows.push(readWorkflow(json, file));
      else models.push({ file, model: parseModelFile(text, file) });
    } catch (error) {
      faults.push(...faultsOf(error));
    }
  }
  const used = models.flatMap(({ model }) => model.routes.map(({ workflow }) => workflow));
  for (const workflow of workflows.filter(({ file }) => !used.includes(file))) {
    try {
      models.push({ file: join(directory, workflow.file), model: modelOfWorkflow(workflow) });
    } catch (error) {
      faults.push(...faultsOf(error));
    }
  }
  const inOrder = models.sort((a, b) => a.file < b.file ? -1 : 1);
  faults.push(...doubles(inOrder), ...inOrder.flatMap((own) => workflowFaults(own, workflows)));
  if (faults.length > 0) throw new RegistryError(faults);
  return { models: inOrder, workflows };
}

/** `undefined` for what is no JSON: whoever reads a model's file says where it is broken. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function faultsOf(error: unknown): readonly string[] {
  if (error instanceof RegistryError) return error.faults;
  throw error;
}

function doubles(files: readonly OwnFile[]): string[] {
  const fileOf = new Map<string, string>();
  return files.flatMap(({ file, model: { id } }) => {
    const earlier = fileOf.get(id);
    fileOf.set(id, file);
    return earlier === undefined ? [] : [`${file}: id: ${id} is the id of ${earlier} too`];
  });
}

/** Routes over ComfyUI whose workflow is not there, or has no mark for what they send. */
function workflowFaults({ file, model }: OwnFile, own: readonly Workflow[]): string[] {
  return model.routes.flatMap(({ workflow, parameters }, index) => {
    if (workflow === undefined) return [];
    const found = [...own, ...BUILT_IN_WORKFLOWS].find((each) => each.file === workflow);
    const place = `${file}: routes.${index}`;
    if (!found) return [`${place}.workflow: ${workflow} is not there`];
    return Object.values(parameters).flat()
      .filter(({ name }) => !found.marks.has(name))
      .map(({ name }) => `${place}.parameters: ${workflow} has no lounge:${name}`);
  });
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
