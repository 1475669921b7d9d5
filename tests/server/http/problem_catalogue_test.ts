import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { findProblem, PROBLEM_CODES } from "../../../server/http/problem_catalogue.ts";
import { listFiles, ROOT } from "../../source_files.ts";

/** A code as an error's first argument, or as a key of the providers' table of failures. */
const CODE_PLACES =
  /(?:(?<!Stop)Error|\bsuper|providerFailure)\(\s*"([a-z-]+)"|^ {2}"([a-z-]+)": \{$/gm;

const SOURCES = listFiles("server").filter((path) => !path.includes("/problems/"))
  .map((path) => ({ path, text: Deno.readTextFileSync(join(ROOT, path)) }));

Deno.test("every code that the server throws stands in the catalogue", () => {
  const thrown = SOURCES.flatMap(({ path, text }) =>
    [...text.matchAll(CODE_PLACES)].map(([, argument, key]) => ({
      path,
      code: argument ?? key ?? "",
    }))
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
  }
});
