import type { ServerFinding } from "../../generation/available_models.ts";
import type { Route } from "../../models/model.ts";
import type { Workflow, WorkflowNode } from "../../models/workflow.ts";
import type { OwnServer } from "../own_server.ts";
import { lookFor } from "../own_server_look.ts";
import { dig } from "../routed_provider.ts";

const GIB = 1024 ** 3;

/**
 * Whether a ComfyUI answers there (`GET /system_stats`), and which nodes and files of the workflows
 * it does not have (`GET /object_info/{class}`).
 */
export async function findComfyUi(
  server: OwnServer,
  workflows: ReadonlyMap<string, Workflow>,
): Promise<ServerFinding> {
  const stats = await lookFor(server, { path: "/system_stats" });
  if (stats.kind !== "json") return stats;
  const version = dig(stats.body, "system", "comfyui_version");
  if (typeof version !== "string") return { kind: "server-other" };
  const nodes = [...workflows.values()].flatMap(({ graph }) => Object.values(graph));
  const classes = [...new Set(nodes.map(({ class_type }) => class_type))];
  const infos = new Map<string, unknown>();
  await Promise.all(classes.map(async (name) => {
    const info = await lookFor(server, { path: `/object_info/${encodeURIComponent(name)}` });
    if (info.kind === "json") infos.set(name, dig(info.body, name));
  }));
  return {
    kind: "answers",
    says: describe(version, stats.body),
    missing: ({ workflow }: Route) => missingOf(workflows.get(workflow ?? ""), infos),
  };
}

/** "ComfyUI 0.38.0 on cuda:0 NVIDIA RTX 4090, 24 GB". */
function describe(version: string, stats: unknown): string {
  const device = dig(stats, "devices", 0, "name");
  const bytes = dig(stats, "devices", 0, "vram_total");
  const memory = typeof bytes === "number" ? `, ${Math.round(bytes / GIB)} GB` : "";
  return `ComfyUI ${version}${typeof device === "string" ? ` on ${device}${memory}` : ""}`;
}

/** Names of node classes and files that a workflow needs and the server does not have. */
function missingOf(
  workflow: Workflow | undefined,
  infos: ReadonlyMap<string, unknown>,
): readonly string[] {
  const nodes = Object.values(workflow?.graph ?? {});
  const missing = nodes.flatMap((node) => {
    // Not told in time: nothing is said of it.
    if (!infos.has(node.class_type)) return [];
    const info = infos.get(node.class_type);
    return info === undefined ? [`the node ${node.class_type}`] : missingFiles(node, info);
  });
  return [...new Set(missing)];
}

/** Inputs whose value is chosen from a list of files, or of other names, that lacks it. */
function missingFiles({ inputs }: WorkflowNode, info: unknown): string[] {
  return Object.entries(inputs).flatMap(([name, value]) => {
    // The picture is another one each time, and is checked by being there.
    if (typeof value !== "string" || name === "image") return [];
    const spec = dig(info, "input", "required", name) ?? dig(info, "input", "optional", name);
    const choices = choicesOf(spec);
    return choices === undefined || choices.includes(value) ? [] : [value];
  });
}

/** An input's legal values: the classic list, a typed one, or the keys of a dynamic one. */
function choicesOf(spec: unknown): readonly unknown[] | undefined {
  const type = dig(spec, 0);
  if (Array.isArray(type)) return type;
  const options = dig(spec, 1, "options");
  if (!Array.isArray(options)) return undefined;
  if (type === "COMBO") return options;
  return type === "COMFY_DYNAMICCOMBO_V3" ? options.map((option) => dig(option, "key")) : undefined;
}
