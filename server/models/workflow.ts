import { RegistryError } from "./registry_error.ts";

/** One node of a workflow in ComfyUI's API format. */
export interface WorkflowNode {
  readonly class_type: string;
  /** Values, and links to other nodes: `[node id, output]`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly _meta?: { readonly title?: string };
}

/** A workflow by the ids of its nodes. */
export type WorkflowGraph = Readonly<Record<string, WorkflowNode>>;

/** A workflow with its marked inputs. */
export interface Workflow {
  /** Name of its file. */
  readonly file: string;
  readonly graph: WorkflowGraph;
  /** By mark, the inputs that take its value. */
  readonly marks: ReadonlyMap<string, readonly MarkedInput[]>;
  /** The node that saves the video. */
  readonly outputNode: string;
}

/** An input that a mark stands for. */
export interface MarkedInput {
  readonly node: string;
  readonly input: string;
}

/** How a mark begins in a node's title: `lounge:frames`, `lounge:motion=motion_bucket_id`. */
const MARK = /(?:^|\s)lounge:([a-z][a-z\d_]*)(?:=([\w.]+))?(?=\s|$)/g;
/** What an input of that mark is usually called, the likeliest first. */
const USUAL_INPUTS: Readonly<Record<string, readonly string[]>> = {
  image: ["image"],
  prompt: ["text", "prompt", "value"],
  seed: ["seed", "noise_seed", "value"],
  frames: ["video_frames", "length", "num_frames", "frames", "value"],
  fps: ["fps", "frame_rate", "value"],
  width: ["width", "value"],
  height: ["height", "value"],
};
/** Without one of these no video of the visitor's picture and settings could come. */
const NEEDED = ["image", "width", "height", "seed", "output"];
const OUTPUT = "output";

/** Whether JSON is a workflow of ComfyUI's, in the format of its API or the one that it saves. */
export function isWorkflow(json: unknown): boolean {
  if (isSaveFormat(json)) return true;
  const nodes = isObject(json) ? Object.values(json) : [];
  return nodes.length > 0 && nodes.every((node) => isObject(node) && "class_type" in node);
}

/**
 * The workflow of a file, with its marks.
 *
 * @throws {RegistryError} with every fault as `<file>: <place>: <reason>`
 */
export function readWorkflow(json: unknown, file: string): Workflow {
  if (isSaveFormat(json)) {
    throw new RegistryError([
      `${file}: the whole file: is a workflow as ComfyUI saves it, which cannot be run from ` +
      "outside; export it with File, Export (API)",
    ]);
  }
  const graph = json as WorkflowGraph;
  const faults: string[] = [];
  const marks = new Map<string, MarkedInput[]>();
  const outputs: string[] = [];
  for (const [node, { inputs, _meta }] of Object.entries(graph)) {
    for (const [, mark = "", named] of (_meta?.title ?? "").matchAll(MARK)) {
      if (mark === OUTPUT) {
        outputs.push(node);
        continue;
      }
      const input = named ??
        USUAL_INPUTS[mark]?.find((usual) => Object.hasOwn(inputs ?? {}, usual));
      const fault = faultOf(mark, input, inputs ?? {});
      if (fault) faults.push(`${node}: ${fault}`);
      else marks.set(mark, [...marks.get(mark) ?? [], { node, input: input ?? "" }]);
    }
  }
  const missing = NEEDED.filter((mark) =>
    mark === OUTPUT ? outputs.length === 0 : !marks.has(mark)
  );
  if (faults.length === 0) {
    faults.push(...missing.map((mark) => `no node has lounge:${mark} in its title`));
  }
  if (outputs.length > 1) faults.push("more than one node has lounge:output in its title");
  const [outputNode = ""] = outputs;
  if (faults.length > 0) throw new RegistryError(faults.map((fault) => `${file}: ${fault}`));
  return { file: file.split(/[\\/]/).at(-1) ?? file, graph, marks, outputNode };
}

function faultOf(
  mark: string,
  input: string | undefined,
  inputs: Readonly<Record<string, unknown>>,
): string | undefined {
  if (input === undefined) {
    return `lounge:${mark} does not tell which input it means; write lounge:${mark}=<input>`;
  }
  if (!Object.hasOwn(inputs, input)) return `lounge:${mark}: there is no input ${input}`;
  return Array.isArray(inputs[input])
    ? `lounge:${mark}: ${input} comes from another node; put the mark on that one`
    : undefined;
}

/** The graph with these values at their marks. Marks without a value keep what the file has. */
export function fillWorkflow(
  { graph, marks }: Pick<Workflow, "graph" | "marks">,
  values: Readonly<Record<string, unknown>>,
): WorkflowGraph {
  const filled = structuredClone(graph) as Record<
    string,
    WorkflowNode & { readonly inputs: Record<string, unknown> }
  >;
  for (const [mark, places] of marks) {
    if (!Object.hasOwn(values, mark)) continue;
    for (const { node, input } of places) {
      const target = filled[node];
      if (target) target.inputs[input] = values[mark];
    }
  }
  return filled;
}

/** What the file has at a mark; `undefined` where there is no such mark. */
export function valueAt(
  { graph, marks }: Pick<Workflow, "graph" | "marks">,
  mark: string,
): unknown {
  const [place] = marks.get(mark) ?? [];
  return place && graph[place.node]?.inputs[place.input];
}

function isSaveFormat(json: unknown): boolean {
  return isObject(json) && Array.isArray(json.nodes) && Array.isArray(json.links);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
