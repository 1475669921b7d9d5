import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { cookieOf, postPicture } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";

Deno.test("monitors hear whether the process lives, and whether it can work", async () => {
  await using lounge = await startLounge();
  const alive = await fetch(`${lounge.url}/healthz`);
  assertEquals([alive.status, await alive.text()], [200, "ok\n"]);
  const ready = await fetch(`${lounge.url}/readyz`);
  assertEquals([ready.status, await ready.json()], [200, { isReady: true, failing: [] }]);
  lounge.services.readiness.drain();
  const draining = await fetch(`${lounge.url}/readyz`);
  assertEquals([draining.status, (await draining.json()).failing], [503, ["draining"]]);
  await using full = await startLounge({ MIN_FREE_BYTES: String(2 ** 49) });
  const unready = await fetch(`${full.url}/readyz`);
  assertEquals([unready.status, (await unready.json()).failing], [503, ["disk"]]);
});

Deno.test("metrics are Prometheus text without a word about visitors", async () => {
  await using lounge = await startLounge();
  const made = await postPicture(lounge, {
    picture: await drawPicture(),
    fields: { seconds: "1", fps: "8" },
  });
  const { id } = await made.json();
  await (await fetch(`${lounge.url}/v/${id}`, { headers: cookieOf(made) })).body?.cancel();
  await (await fetch(`${lounge.url}/nowhere`)).body?.cancel();
  const response = await fetch(`${lounge.url}/metrics`);
  assertEquals(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  const text = await response.text();
  for (const line of text.trimEnd().split("\n")) {
    assertMatch(line, /^(# (HELP|TYPE) lounge_\w+ .+|lounge_\w+(\{[^{}]*\})? -?[\d.e+-]+)$/);
  }
  assertStringIncludes(text, 'lounge_requests_total{route="/generate",status="2xx"} 1\n');
  assertStringIncludes(text, 'lounge_refusals_total{code="not-found"} 1\n');
  assertStringIncludes(text, "lounge_queued 0\n");
  assertMatch(
    text,
    /lounge_generations_day\{model="local-motion",provider="local-engine",outcome="succeeded"\} 1/,
  );
  assertEquals(text.includes(id), false);
});

Deno.test("metrics are the operator's: with the token, or from this machine alone", async () => {
  const statusOf = async (url: string, headers: HeadersInit = {}) => {
    const response = await fetch(`${url}/metrics`, { headers });
    await response.body?.cancel();
    return response.status;
  };
  await using open = await startLounge();
  assertEquals(await statusOf(open.url, { "x-forwarded-for": "192.0.2.1" }), 404);
  await using closed = await startLounge({ METRICS_TOKEN: "a-token-of-sixteen" });
  assertEquals(await statusOf(closed.url), 404);
  assertEquals(await statusOf(closed.url, { authorization: "Bearer another" }), 404);
  assertEquals(await statusOf(closed.url, { authorization: "Bearer a-token-of-sixteen" }), 200);
});

Deno.test("a refusal leaves a line that tells who can act, and nothing of the address", async () => {
  await using lounge = await startLounge({ LOG_REQUESTS: "all" });
  const response = await fetch(`${lounge.url}/generate?key=hf_secret`, { method: "POST" });
  await response.body?.cancel();
  const lines = lounge.logLines.filter((line) => line.startsWith("request"));
  assertEquals(lines.length, 2);
  assertMatch(lines[0] ?? "", /request refused .*route: "\/generate".*whoCanAct: "visitor"/s);
  assertEquals(lines.join().includes("hf_secret"), false);
});
