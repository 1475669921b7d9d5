import { assertEquals, assertStringIncludes } from "@std/assert";
import { openSqliteStores } from "../../server/stores/sqlite/sqlite_stores.ts";
import { add, addFinished, claim } from "../server/stores/generation_store_contract/samples.ts";
import { ROOT } from "../source_files.ts";

const CENT = 10_000;

/** Runs the command as the task does, with the permissions that the task gives. */
async function spend(settings: Record<string, string>, ...args: string[]) {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "spend", ...args],
    cwd: ROOT,
    env: settings,
  });
  const { code, stdout, stderr } = await command.output();
  const read = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: read(stdout), error: read(stderr) };
}

Deno.test("the operator is told what was spent, what is in reserve, and how near each cap is", async () => {
  const directory = await Deno.makeTempDir({ prefix: "spend-" });
  const stores = await openSqliteStores({ path: `${directory}/lounge.sqlite` });
  try {
    const now = Date.now();
    const store = { ...stores };
    const paid = { payer: "instance", visitorId: "anna", createdAt: now } as const;
    await addFinished(store, { ...paid, estimatedMicroUsd: 30 * CENT });
    await add(store, { ...paid, estimatedMicroUsd: 20 * CENT, reservedMicroUsd: 50 * CENT });
    await claim(store);
    await add(store, { ...paid, visitorId: "ben", estimatedMicroUsd: 10 * CENT });
    await add(store, { ...paid, payer: "visitor", estimatedMicroUsd: 99 * CENT });
    const settings = {
      DATA_DIR: directory,
      DAILY_SPEND_LIMIT_USD: "2",
      DAILY_SPEND_LIMIT_PER_VISITOR_USD: "1",
      DAILY_VIDEOS_PER_VISITOR: "4",
    };
    const { today, thisMonth, underWay, caps } = JSON.parse((await spend(settings, "--json")).out);
    assertEquals(today, { spentUsd: 0.3, reservedUsd: 0.6, videos: 3 });
    assertEquals(thisMonth, today);
    assertEquals(underWay, { videos: 2, reservedUsd: 0.6 });
    assertEquals(
      caps.map(({ setting, limit, used }: Record<string, unknown>) => [setting, used, limit]),
      [
        ["DAILY_SPEND_LIMIT_USD", 0.9, 2],
        ["DAILY_SPEND_LIMIT_PER_VISITOR_USD", 0.8, 1],
        ["DAILY_VIDEOS_PER_VISITOR", 2, 4],
      ],
    );
    const { out, code } = await spend(settings);
    assertEquals(code, 0);
    assertStringIncludes(out, "Today       $0.30 spent, $0.60 in reserve, videos: 3");
    assertStringIncludes(out, "$0.90 of $2.00 (45%)");
    assertEquals(out.includes("anna"), false, "whose it was is nobody's business");
  } finally {
    await stores.close();
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("without a database the command says so in a sentence", async () => {
  const directory = await Deno.makeTempDir({ prefix: "spend-" });
  const { code, error } = await spend({ DATA_DIR: directory });
  assertEquals(code, 1);
  assertStringIncludes(error, "Has the server been started yet?");
  await Deno.remove(directory, { recursive: true });
});
