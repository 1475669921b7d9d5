import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { FAILURE_CODES } from "../../../../server/wording/failures.ts";
import { startLounge } from "../../../lounge.ts";

const AS_PERSON = { headers: { accept: "text/html" } };

Deno.test("a person who follows a dead link gets a page with a way back", async () => {
  await using lounge = await startLounge();
  const response = await fetch(`${lounge.url}/nowhere`, AS_PERSON);
  const html = await response.text();
  assertEquals(response.status, 404);
  assertMatch(response.headers.get("content-type") ?? "", /^text\/html/);
  assertStringIncludes(html, "This table is empty");
  assertStringIncludes(html, 'href="/#studio"');
  assertMatch(html, /<meta name="robots" content="noindex"/);
});

Deno.test("every problem code has a page that says what happened and what to do", async () => {
  await using lounge = await startLounge();
  for (const code of FAILURE_CODES) {
    const response = await fetch(`${lounge.url}/problems/${code}`, AS_PERSON);
    const html = await response.text();
    assertEquals(response.status, 200, code);
    assertStringIncludes(html, code);
    assertStringIncludes(html, "What to do");
  }
});

Deno.test("a code that does not exist has no page", async () => {
  await using lounge = await startLounge();
  const response = await fetch(`${lounge.url}/problems/constructor`, AS_PERSON);
  await response.body?.cancel();
  assertEquals(response.status, 404);
});
