import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import {
  findProblem,
  PROBLEM_CODES,
  PROBLEM_GROUPS,
} from "../../../server/problems/problem_catalogue.ts";
import { FAILURES } from "../../../server/providers/failure_facts.ts";
import { listFiles, ROOT } from "../../source_files.ts";

/** A code as an error's first argument. */
const CODE_PLACES = /(?:(?<!Stop)Error|\bsuper|providerFailure)\(\s*"([a-z-]+)"/g;

const SOURCES = listFiles("server")
  .filter((path) => path.endsWith(".ts") && !path.endsWith("_problems.ts"))
  .map((path) => ({ path, text: Deno.readTextFileSync(join(ROOT, path)) }));

Deno.test("every code that the server throws stands in the catalogue", () => {
  const thrown = SOURCES.flatMap(({ path, text }) =>
    [...text.matchAll(CODE_PLACES)].map(([, code = ""]) => ({ path, code }))
  );
  assert(thrown.length > 40, `only ${thrown.length} places found`);
  assertEquals(thrown.filter(({ code }) => findProblem(code) === undefined), []);
});

Deno.test("every code of the catalogue is thrown somewhere in the server", () => {
  const unused = PROBLEM_CODES.filter((code) =>
    !SOURCES.some(({ text }) => text.includes(`"${code}"`))
  );
  assertEquals(unused, []);
});

Deno.test("every entry of the catalogue says what happened and what to do, under a fitting status", () => {
  for (const code of PROBLEM_CODES) {
    const entry = findProblem(code);
    assertMatch(code, /^[a-z]+(-[a-z]+)*$/);
    assertMatch(String(entry?.status), /^[45]\d\d$/);
    assertMatch(entry?.title ?? "", /^[A-Z].*[^.]$/, code);
    assertMatch(entry?.meaning ?? "", /^[A-Z].*\.$/, code);
    assertMatch(entry?.advice ?? "", /^[A-Z].*\.$/, code);
    assertMatch(entry?.charged ?? "", /^(no|yes|unknown)$/, code);
    assertMatch(entry?.chargeReason ?? "", /^[A-Z].*\.$/, code);
    assertMatch(entry?.retry ?? "", /^[A-Z].*\.$/, code);
  }
});

Deno.test("what the catalogue says of a provider's failure is what the provider's error says", () => {
  for (const [code, { charged }] of Object.entries(FAILURES)) {
    assertEquals([code, findProblem(code)?.charged], [code, charged]);
  }
});

/** Ways in which providers at Hugging Face are known to fail, by the code that tells of each here. */
const KNOWN_FAILURES: Readonly<Record<string, string>> = {
  "unreadable picture": "invalid-image",
  "refused parameters": "invalid-parameters",
  "refused media type": "provider-misconfigured",
  "body too large": "provider-image-too-large",
  "unknown token": "auth-invalid",
  "token without the permission": "auth-forbidden",
  "no credits": "payment-required",
  "too many requests": "rate-limited",
  "model that nobody serves": "model-not-found",
  "address that moved": "host-gone",
  "paused endpoint": "endpoint-paused",
  "model that loads": "model-loading",
  "no capacity": "overloaded",
  "gateway timeout": "upstream-timeout",
  "error inside the provider": "upstream-error",
  "content rules": "content-policy",
  "job that failed": "job-failed",
  "job that was canceled there": "job-canceled",
  "answer without a video": "bad-output",
  "no connection": "unreachable",
  "broken connection": "network",
  "deadline of this server": "deadline-exceeded",
  "stopped by the visitor": "canceled",
};

Deno.test("every known way to fail has an entry", () => {
  for (const [name, code] of Object.entries(KNOWN_FAILURES)) {
    assert(findProblem(code) !== undefined, `${name} has no entry ${code}`);
  }
});

Deno.test("the groups of the overview hold every code once", () => {
  const grouped = PROBLEM_GROUPS.flatMap(({ entries }) => Object.keys(entries));
  assertEquals(grouped.toSorted(), PROBLEM_CODES.toSorted());
});
