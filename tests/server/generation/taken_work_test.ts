import { assertEquals } from "@std/assert";
import { ProviderError, StorageError } from "../../../server/errors.ts";
import { Patience, WORK_ENDS } from "../../../server/generation/run/taken_work.ts";
import { documentedTable } from "../../documented_table.ts";
import { QUEUE_SCENARIOS } from "../../fakes/queue_scenarios.ts";

/** A scenario of every provider behind the router for each row; a test's subject where there is none. */
const SCENARIOS: Readonly<Record<keyof typeof WORK_ENDS, string>> = {
  "final-state": "job-failed",
  "same-refusal": "forgotten",
  "oversize": "long-polls",
  "foreign-codec": "`unplayable-codec`",
  "not-stored": "`storage-full`",
  "deadline": "always-garbled",
};

Deno.test("the table of what ends taken work is the one in the document", () => {
  const rows = Object.entries(WORK_ENDS).map(([id, { when, because, canLookAgain }]) => {
    const scenario = SCENARIOS[id as keyof typeof WORK_ENDS].replaceAll("`", "");
    return [when, because, canLookAgain ? "yes" : "no", `\`${scenario}\``];
  });
  assertEquals(documentedTable("docs/money.md", "What ends taken work"), rows);
});

Deno.test("every provider has the scenarios of the table", () => {
  const names = Object.values(SCENARIOS).filter((name) => !name.startsWith("`"));
  for (const prefix of ["fal", "wavespeed", "together"]) {
    const missing = names.filter((name) => !QUEUE_SCENARIOS.has(`${prefix}-${name}`));
    assertEquals(missing, []);
  }
});

const MINUTE_MS = 60_000;
const refused = new ProviderError("auth-invalid");

Deno.test("a refusal is believed after six times and three minutes, never before both", () => {
  const often = new Patience();
  const soon = Array.from({ length: 100 }, (_, second) => often.endOf(refused, second * 1000));
  assertEquals(soon.filter(Boolean), []);
  const seldom = new Patience();
  const ends = [0, 1, 2, 3, 4, 5].map((minute) => seldom.endOf(refused, minute * MINUTE_MS));
  assertEquals(ends, [...Array(5).fill(undefined), "same-refusal"]);
});

Deno.test("another refusal, or an answer in between, begins the count anew; a fault does not", () => {
  const at = (minute: number) => minute * MINUTE_MS;
  const mixed = new Patience();
  for (let n = 0; n < 5; n++) mixed.endOf(refused, at(n));
  assertEquals(mixed.endOf(new ProviderError("payment-required"), at(5)), undefined);
  assertEquals(mixed.endOf(refused, at(6)), undefined);
  const answered = new Patience();
  for (let n = 0; n < 5; n++) answered.endOf(refused, at(n));
  answered.reset();
  assertEquals(answered.endOf(refused, at(6)), undefined);
  const broken = new Patience();
  for (let n = 0; n < 5; n++) {
    broken.endOf(refused, at(n));
    assertEquals(broken.endOf(new ProviderError("network"), at(n)), undefined);
  }
  assertEquals(broken.endOf(refused, at(6)), "same-refusal");
});

Deno.test("two answers beyond all bounds, a foreign codec and a full disk end it at once", () => {
  const patience = new Patience();
  const oversize = new ProviderError("bad-output", { kind: "answer-too-large" });
  assertEquals(patience.endOf(oversize, 0), undefined);
  patience.reset();
  assertEquals(patience.endOf(oversize, 1), "oversize");
  assertEquals(new Patience().endOf(new ProviderError("unplayable-codec"), 0), "foreign-codec");
  assertEquals(new Patience().endOf(new StorageError("storage-full"), 0), "not-stored");
});
