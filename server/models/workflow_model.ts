import type { Model } from "./model.ts";
import { checkModel } from "./model_file.ts";
import { RegistryError } from "./registry_error.ts";
import { valueAt, type Workflow } from "./workflow.ts";

/** Rates that players show well, in frames a second. */
const USUAL_FPS = { min: 5, max: 30 };
/** Most video models make one frame and then groups of four. */
const FRAMES_IN_A_GROUP = 4;

/**
 * The model that an operator's workflow is: what its marks say can be set, with the workflow's own
 * values as the defaults, and no more frames than it has.
 *
 * @throws {RegistryError} where a marked value is of no use
 */
export function modelOfWorkflow(workflow: Workflow): Model {
  const { file, marks } = workflow;
  const title = file.replace(/\.json$/, "").replaceAll(/[_\s-]+/g, " ").trim();
  const name = title.charAt(0).toUpperCase() + title.slice(1);
  const [width, height] = [numberAt(workflow, "width"), numberAt(workflow, "height")];
  const sizes = width === height
    ? [{ width, height }]
    : [{ width, height }, { width: height, height: width }];
  return checkModel({
    id: title.toLowerCase().replaceAll(/[^a-z\d]+/g, "-").replaceAll(/^-+|-+$/g, ""),
    name,
    maker: "a workflow of the operator's",
    label: `AI video by ${name}`,
    summary: `Runs the workflow ${file} on ComfyUI.`,
    licence: { name: "That of the workflow's model", url: "/own-server" },
    prompt: promptOf(workflow),
    sizes,
    controls: [...framesControl(workflow), ...fpsControl(workflow)],
    presets: [],
    usualSeconds: { low: 60, high: 600 },
    routes: [{
      provider: "comfyui",
      workflow: file,
      parameters: Object.fromEntries(
        ["prompt", "seed", "width", "height", "frames", "fps"]
          .filter((mark) => marks.has(mark))
          .map((mark) => [mark, { name: mark }]),
      ),
      price: { kind: "own-electricity" },
    }],
  }, file);
}

function promptOf(workflow: Workflow) {
  if (!workflow.marks.has("prompt")) return { need: "none" };
  const text = valueAt(workflow, "prompt");
  const own = typeof text === "string" ? text : "";
  const need = own.trim() === "" ? "optional" : "required";
  return { need, default: own, maxLength: Math.max(1000, own.length) };
}

function framesControl(workflow: Workflow) {
  if (!workflow.marks.has("frames")) return [];
  const frames = numberAt(workflow, "frames");
  const step = frames % FRAMES_IN_A_GROUP === 1 ? FRAMES_IN_A_GROUP : 1;
  return [{
    kind: "number",
    id: "frames",
    name: "Frames",
    hint: "How many frames are made.",
    isAdvanced: false,
    min: Math.min(frames, 1 + FRAMES_IN_A_GROUP),
    max: frames,
    step,
    default: frames,
    unit: "frames",
  }];
}

function fpsControl(workflow: Workflow) {
  if (!workflow.marks.has("fps")) return [];
  const fps = numberAt(workflow, "fps");
  return [{
    kind: "number",
    id: "fps",
    name: "Frames a second",
    hint: "The video is shorter at a higher rate.",
    isAdvanced: true,
    min: Math.min(USUAL_FPS.min, fps),
    max: Math.max(USUAL_FPS.max, fps),
    step: 1,
    default: fps,
    unit: "frames a second",
  }];
}

function numberAt(workflow: Workflow, mark: string): number {
  const value = valueAt(workflow, mark);
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw new RegistryError([
    `${workflow.file}: lounge:${mark}: must stand at a whole number above 0, which is its default`,
  ]);
}
