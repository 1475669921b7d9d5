import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertProblem } from "../generate_client.ts";
import type { PanelView } from "../../contract/panel.ts";
import { startLounge } from "../lounge.ts";

Deno.test("the panel comes as JSON, for the fields of the address, and is kept by nobody", async () => {
  await using lounge = await startLounge();
  const response = await fetch(`${lounge.url}/panel?model=local-motion&strength=0.3&seed=7`);
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("cache-control"), "private, no-store");
  assertMatch(response.headers.get("content-type") ?? "", /^application\/json/);
  const { model, values, choices, terms }: PanelView = await response.json();
  assertEquals([model.id, values.strength, values.seed], ["local-motion", "0.3", "7"]);
  assertEquals(Object.keys(values), ["seed", "shape", ...model.controls.map(({ id }) => id)]);
  assertEquals([choices[0]?.id, terms.price], ["local-motion", "free"]);
  const others = choices.slice(1);
  assert(others.length > 0 && others.every(({ needs }) => needs), "they say what they need");
});

Deno.test("the panel takes GET and HEAD only", async () => {
  await using lounge = await startLounge();
  const response = await fetch(`${lounge.url}/panel`, { method: "POST" });
  assertEquals(response.headers.get("allow"), "GET, HEAD");
  await assertProblem(response, { status: 405, code: "method-not-allowed", path: "/panel" });
});

Deno.test("what an address says is shown as text, never as markup", async () => {
  await using lounge = await startLounge({
    HF_API_TOKEN: "hf_of_the_instance",
    HF_HUB_URL: "http://127.0.0.1:9",
  });
  const prompt = `</textarea></pre><script>alert(1)</script>"'><img src=x>`;
  const query = new URLSearchParams({ model: "wan-2.1", prompt, seed: '7"><b>' });
  const html = await (await fetch(`${lounge.url}/?${query}`)).text();
  assertEquals(html.includes("<script>alert"), false);
  assertEquals(html.includes("<img src=x>"), false);
  assertEquals(html.includes('7"><b>'), false);
  assert(html.includes("&lt;/textarea>") || html.includes("&lt;/textarea&gt;"));
});

Deno.test("a recipe link opens the studio with model, seed and settings", async () => {
  await using lounge = await startLounge();
  const html = await (await fetch(`${lounge.url}/?model=local-motion&seed=0&seconds=2&loop=true`))
    .text();
  assertMatch(html, /<input[^>]*name="seed"[^>]*value="0"/);
  assertMatch(html, /<input[^>]*name="seconds"[^>]*value="2"/);
  assertStringIncludes(html, "-F loop=true");
});

Deno.test("the page opens whatever its address holds", async () => {
  await using lounge = await startLounge();
  const queries = [
    "model=",
    "model=%00",
    "seed=99999999999999999999",
    "seed=-1&shape=blob",
    `prompt=${"x".repeat(5000)}`,
    "__proto__=1&constructor=2&toString=3",
    "strength=1e999&fps=NaN&loop=maybe",
    "preset=none&from=nowhere",
  ];
  for (const query of queries) {
    const response = await fetch(`${lounge.url}/?${query}`);
    await response.body?.cancel();
    assertEquals(response.status, 200, query);
  }
});
