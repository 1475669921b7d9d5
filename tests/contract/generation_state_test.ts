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

Deno.test("a generation has ended in three states, and a second look alone leads out of one", () => {
  const ended = STATES.filter((state) => hasEnded({ state }));
  assertEquals(ended, ["succeeded", "failed", "canceled"]);
  const ways = ended.map((from) => STATES.filter((to) => canMove(from, to)));
  assertEquals(ways, [[], ["running"], []]);
});

Deno.test("a generation fails or is canceled from wherever it has not ended", () => {
  for (const from of STATES.filter((state) => !hasEnded({ state }))) {
    assertEquals([canMove(from, "failed"), canMove(from, "canceled")], [true, true], from);
  }
});
