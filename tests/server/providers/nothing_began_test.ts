import { assertEquals, assertRejects } from "@std/assert";
import { ProviderError } from "../../../server/errors.ts";
import { PROOFS } from "../../../server/providers/nothing_began.ts";
import { documentedTable } from "../../documented_table.ts";
import { ENDPOINT_FAILURES } from "../../fakes/endpoint_failures.ts";
import { QUEUE_SCENARIOS } from "../../fakes/queue_scenarios.ts";
import { closedHost } from "../../fakes/talking_port.ts";
import { openHarness } from "./raw_endpoint_harness.ts";
import { openRoutedHarness, openScenario } from "./routed_harness.ts";

/** A scenario for each row; those of the endpoint alone are marked by a slash. */
const SCENARIOS: Readonly<Record<string, string>> = {
  "never-sent": "a closed port",
  "rate-limited": "submit-busy-forever",
  "loading": "submit-loading-once",
  "asked-back": "submit-asked-back-once",
  "no-room": "submit-overloaded-forever",
  "asleep": "/scaled-to-zero",
  "account": "submit-credits-used-up",
  "place": "submit-not-found",
  "request": "submit-bad-parameters",
};

Deno.test("the table of proofs is the one in the document", () => {
  const rows = PROOFS.map(({ id, sign, because, isRepeated }) => {
    const scenario = SCENARIOS[id]?.replace("/", "");
    const shown = id === "never-sent" ? scenario : `\`${scenario}\``;
    return [sign, because, isRepeated ? "sent again" : "refused", shown];
  });
  assertEquals(documentedTable("docs/money.md", "Proof that nothing began"), rows);
  assertEquals(Object.keys(SCENARIOS), PROOFS.map(({ id }) => id));
});

for (const { id, isRepeated } of PROOFS) {
  const scenario = SCENARIOS[id] ?? "";
  if (!scenario.startsWith("submit-")) continue;
  for (const provider of ["fal", "wavespeed", "together"]) {
    const then = isRepeated ? "is sent again" : "is refused, and costs nothing";
    Deno.test(`${id}: work that ${provider} did not begin ${then}`, async () => {
      await using harness = openScenario(`${provider}-${scenario}`);
      const error = await harness.start().catch((error: unknown) => error);
      const marks = harness.marks.map((mark) => mark.split(" ")[0]);
      assertEquals(marks.slice(0, 2), ["submitting", "not"]);
      assertEquals(marks.length > 2, isRepeated);
      if (error instanceof ProviderError) assertEquals(error.charged, "no");
    });
  }
}

Deno.test("never-sent: work that never left is sent again", async () => {
  await using harness = openRoutedHarness({ routerUrl: `http://${await closedHost()}` });
  const error = await assertRejects(() => harness.start(), ProviderError);
  assertEquals([error.charged, harness.marks.length], ["no", 6]);
});

Deno.test("asleep: an endpoint without a replica is asked again, and costs nothing", async () => {
  await using harness = openHarness("scaled-to-zero");
  const error = await assertRejects(() => harness.video(), ProviderError);
  assertEquals([error.charged, harness.fake.requests.length], ["no", 3]);
});

/** What leaves it open whether work began: sent once, perhaps charged. */
const OPEN = [...QUEUE_SCENARIOS]
  .filter(([name, { expected }]) =>
    /^\w+-submit-/.test(name) && expected.state === "failed" && expected.charged === "unknown"
  )
  .filter(([, { needsManualClock }]) => !needsManualClock)
  .map(([name]) => name);

for (const name of OPEN) {
  Deno.test(`${name} is not sent a second time, nor to another provider`, async () => {
    await using harness = openScenario(name);
    const error = await assertRejects(() => harness.start(), ProviderError);
    const posts = harness.fake.requests.filter(({ method }) => method === "POST");
    assertEquals([error.charged, posts.length], ["unknown", 1]);
    assertEquals(harness.marks.map((mark) => mark.split(" ")[0]), ["submitting"]);
  });
}

Deno.test("an endpoint's answers that leave it open are met once, too", () => {
  const repeated = Object.entries(ENDPOINT_FAILURES)
    .filter(([, [, charged, , submits = 1]]) => charged !== "no" && submits > 1);
  assertEquals(repeated, []);
});
