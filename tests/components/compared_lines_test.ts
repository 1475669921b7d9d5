import { assertEquals } from "@std/assert";
import { comparedLines } from "../../components/compare/compared_lines.ts";
import { finishedView } from "../server/http/generation_views.ts";

Deno.test("settings that only one film has stand beside an empty place, and count as different", () => {
  const one = finishedView({ settings: { move: "orbit", loop: true } });
  const other = finishedView({
    model: "wan-2-2",
    modelName: "Wan 2.2",
    seed: 8,
    prompt: "Rain",
    settings: { move: "orbit", num_steps: 30 },
  });
  const lines = comparedLines(one, other);
  const marked = lines.filter(({ isDifferent }) => isDifferent)
    .map(({ name, values: [first, second] }) => [name, first, second]);
  assertEquals(marked, [
    ["Model", "Local motion", "Wan 2.2"],
    ["Seed", "7", "8"],
    ["Loop", "on", undefined],
    ["Prompt", undefined, "Rain"],
    ["Num steps", undefined, "30"],
  ]);
  assertEquals(lines.find(({ name }) => name === "Move")?.values, ["orbit", "orbit"]);
});

Deno.test("a film does not differ from itself", () => {
  const view = finishedView({ receipt: { ...finishedView().receipt, elapsedMs: 3400 } });
  const lines = comparedLines(view, view);
  assertEquals(lines.filter(({ isDifferent }) => isDifferent), []);
  assertEquals(lines.find(({ name }) => name === "Took")?.values, ["3.4 s", "3.4 s"]);
});
