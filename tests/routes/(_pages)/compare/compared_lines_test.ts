import { assertEquals } from "@std/assert";
import { comparedLines } from "../../../../routes/(_pages)/compare/compared_lines.ts";
import { finishedView } from "../../../server/pages/generation_views.ts";
import { LOCAL } from "../../../components/model_cards.ts";

Deno.test("settings that only one video has stand beside an empty place, and count as different", () => {
  const one = finishedView({ settings: { move: "orbit", loop: true } });
  const other = finishedView({
    model: "wan-2-2",
    modelName: "Wan 2.2",
    seed: 8,
    prompt: "Rain",
    settings: { move: "orbit", num_steps: 30 },
  });
  const lines = comparedLines([one, other], {});
  const marked = lines.filter(({ isDifferent }) => isDifferent)
    .map(({ name, values: [first, second] }) => [name, first, second]);
  assertEquals(marked, [
    ["Model", "Local motion", "Wan 2.2"],
    ["Seed", "7", "8"],
    ["Loop", "on", undefined],
    ["What should happen", undefined, "Rain"],
    ["Num steps", undefined, "30"],
  ]);
  assertEquals(lines.find(({ name }) => name === "Move")?.values, ["orbit", "orbit"]);
});

Deno.test("a video does not differ from itself", () => {
  const view = finishedView({ receipt: { ...finishedView().receipt, elapsedMs: 3400 } });
  const lines = comparedLines([view, view], {});
  assertEquals(lines.filter(({ isDifferent }) => isDifferent), []);
  assertEquals(lines.find(({ name }) => name === "Took")?.values, ["3.4 s", "3.4 s"]);
  assertEquals(lines.filter(({ isOutcome }) => isOutcome).map(({ name }) => name), [
    "Label",
    "Video",
    "Took",
    "Charged",
  ]);
});

Deno.test("settings have the panel's names and values, and one line where two models share a name", () => {
  const one = finishedView({ settings: { camera: "push", spin: 3 } });
  const other = finishedView({ model: "wan-2.2", settings: { camera_motion: "push" } });
  const lines = comparedLines([one, other], {
    [one.model]: LOCAL.controls,
    [other.model]: [{
      kind: "choice",
      id: "camera_motion",
      name: "Camera",
      isAdvanced: true,
      options: [{ value: "push", name: "Push in" }],
      default: "push",
    }],
  });
  assertEquals(
    lines.filter(({ name }) => name === "Camera" || name === "Spin"),
    [
      { name: "Camera", values: ["Push in", "Push in"], isDifferent: false, isOutcome: false },
      { name: "Spin", values: ["3", undefined], isDifferent: true, isOutcome: false },
    ],
  );
});
