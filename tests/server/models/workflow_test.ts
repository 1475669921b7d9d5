import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { openRegistry } from "../../../server/models/registry.ts";
import { RegistryError } from "../../../server/models/registry_error.ts";
import { fillWorkflow, readWorkflow, type WorkflowGraph } from "../../../server/models/workflow.ts";
import { simpleModel } from "./simple_model.ts";

const { workflows } = await openRegistry();
const SVD = workflows.get("svd_xt.json")?.graph as WorkflowGraph;

/** The shipped workflow with other titles on some nodes. */
function titled(titles: Readonly<Record<string, string>>, graph = SVD): WorkflowGraph {
  const nodes = Object.entries(graph).map(([id, node]) => {
    const title = titles[id];
    return [id, title === undefined ? node : { ...node, _meta: { title } }];
  });
  return Object.fromEntries(nodes);
}

async function withFiles(
  files: Readonly<Record<string, unknown>>,
  use: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "lounge-workflows-" });
  try {
    for (const [name, json] of Object.entries(files)) {
      await Deno.writeTextFile(join(directory, name), JSON.stringify(json));
    }
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("a value goes to every input of its mark, and the file stays as it is", () => {
  const workflow = readWorkflow(SVD, "svd_xt.json");
  const graph = fillWorkflow(workflow, { fps: 12, motion: 200, seed: 5 });
  assertEquals([graph["3"]?.inputs.fps, graph["7"]?.inputs.fps], [12, 12]);
  assertEquals([graph["3"]?.inputs.motion_bucket_id, graph["5"]?.inputs.seed], [200, 5]);
  assertEquals(SVD["7"]?.inputs.fps, 7);
  assertEquals(graph["3"]?.inputs.video_frames, 25);
});

for (
  const [what, json, fault] of [
    [
      "the format that ComfyUI saves",
      { nodes: [], links: [], version: 0.4 },
      "the whole file: is a workflow as ComfyUI saves it, which cannot be run from outside; " +
      "export it with File, Export (API)",
    ],
    ["no marked picture", titled({ "2": "Load" }), "no node has lounge:image in its title"],
    ["no marked output", titled({ "8": "Save" }), "no node has lounge:output in its title"],
    [
      "two outputs",
      titled({ "6": "lounge:output" }),
      "more than one node has lounge:output in its title",
    ],
    [
      "a mark on an input that is not there",
      titled({ "6": "lounge:motion=bucket" }),
      "6: lounge:motion: there is no input bucket",
    ],
    [
      "a mark that does not say which input it means",
      titled({ "6": "lounge:frames" }),
      "6: lounge:frames does not tell which input it means; write lounge:frames=<input>",
    ],
    [
      "a mark on an input that another node feeds",
      titled({ "7": "lounge:images=images" }),
      "7: lounge:images: images comes from another node; put the mark on that one",
    ],
  ] as const
) {
  Deno.test(`a workflow with ${what} is refused in words`, () => {
    const error = assertThrows(() => readWorkflow(json, "dream.json"), RegistryError);
    assertEquals(error.faults, [`dream.json: ${fault}`]);
  });
}

Deno.test("a workflow of the operator's is a model with its controls, before the built-in ones", async () => {
  const wan = workflows.get("wan_2_2_5b.json")?.graph;
  await withFiles({ "misty_morning.json": wan }, async (directory) => {
    const { models, own, workflows } = await openRegistry({ directory });
    const [model] = models;
    assertEquals([model?.id, model?.name], ["misty-morning", "Misty morning"]);
    assertEquals(own.map(({ isBuiltIn }) => isBuiltIn), [false]);
    assertEquals(model?.sizes, [{ width: 1280, height: 704 }, { width: 704, height: 1280 }]);
    assertEquals(model?.prompt, {
      need: "required",
      default: "The camera moves in slowly.",
      maxLength: 1000,
    });
    const controls = model?.controls.map((control) =>
      control.kind === "number"
        ? [control.id, control.min, control.max, control.step, control.default]
        : []
    );
    assertEquals(controls, [["frames", 5, 121, 4, 121], ["fps", 5, 30, 1, 24]]);
    assert(workflows.has("misty_morning.json"));
  });
});

Deno.test("a workflow that a model file names is that model's, and its marks are checked", async () => {
  const model = (name: string) => ({
    ...simpleModel({}),
    id: "mine",
    prompt: { need: "none" },
    controls: [],
    presets: [],
    routes: [{
      provider: "comfyui",
      workflow: "dream.json",
      parameters: { seed: { name } },
      price: { kind: "own-electricity" },
    }],
  });
  await withFiles({ "dream.json": SVD, "mine.json": model("seed") }, async (directory) => {
    const { own } = await openRegistry({ directory });
    assertEquals(own.map(({ model: { id } }) => id), ["mine"]);
  });
  await withFiles({ "dream.json": SVD, "mine.json": model("speed") }, async (directory) => {
    const error = await assertRejects(() => openRegistry({ directory }), RegistryError);
    assertEquals(error.faults, [
      `${join(directory, "mine.json")}: routes.0.parameters: dream.json has no lounge:speed`,
    ]);
  });
  await withFiles({ "mine.json": model("seed") }, async (directory) => {
    const error = await assertRejects(() => openRegistry({ directory }), RegistryError);
    assertEquals(error.faults, [
      `${join(directory, "mine.json")}: routes.0.workflow: dream.json is not there`,
    ]);
  });
});
