import { assertEquals } from "@std/assert";
import { canMove, type GenerationState, hasEnded } from "../../contract/generation_state.ts";

const STATES: readonly GenerationState[] = [
  "queued",
  "running",
  "saving",
  "succeeded",
  "failed",
  "canceled",
];

Deno.test("a generation has ended in the three states that nothing leads out of", () => {
  const ended = STATES.filter((state) => hasEnded({ state }));
  assertEquals(ended, ["succeeded", "failed", "canceled"]);
  for (const from of ended) assertEquals(STATES.filter((to) => canMove(from, to)), [], from);
});

Deno.test("a generation fails or is canceled from wherever it has not ended", () => {
  for (const from of STATES.filter((state) => !hasEnded({ state }))) {
    assertEquals([canMove(from, "failed"), canMove(from, "canceled")], [true, true], from);
  }
});
