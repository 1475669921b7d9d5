import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { startLounge } from "../lounge.ts";
import { eventually } from "../patience.ts";

Deno.test("the status page says for how long nothing is deleted for its age", async () => {
  await using lounge = await startLounge();
  const status = async (accept: string) =>
    await (await fetch(`${lounge.url}/status`, { headers: { accept } })).text();
  assertEquals(
    "nothingErasedForSeconds" in JSON.parse(await status("application/json")),
    false,
  );
  using database = new DatabaseSync(join(lounge.services.config.DATA_DIR, "lounge.sqlite"));
  // The first sweep has noted when it was.
  await eventually(() => {
    const changed = database.prepare("update upkeep set held_ms = 7200000").run().changes;
    assertEquals(Number(changed), 1);
  });
  const report = JSON.parse(await status("application/json"));
  assertEquals(report.nothingErasedForSeconds, 7200);
  assertStringIncludes(await status("text/html"), "nothing is deleted for its age");
});
