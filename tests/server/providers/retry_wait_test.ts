import { assertEquals } from "@std/assert";
import type { ProviderFailureCode } from "../../../server/wording/failures.ts";
import { askedSeconds, retryWait } from "../../../server/providers/retry_wait.ts";

const NOW = Date.parse("Sun, 22 Nov 2026 12:00:00 GMT");

const ASKED: readonly (readonly [headers: Record<string, string>, seconds: number | undefined])[] =
  [
    [{}, undefined],
    [{ "retry-after": "7" }, 7],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "Sun, 22 Nov 2026 12:01:30 GMT" }, 90],
    [{ "retry-after": "Sun, 22 Nov 2026 11:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "-5", "ratelimit": '"api";r=0;t=12' }, 12],
    [{ "ratelimit": '"api";r=0;t=12' }, 12],
    [{ "retry-after": "7", "ratelimit": '"api";r=0;t=12' }, 7],
    [{ "ratelimit": '"api";r=0' }, undefined],
  ];

for (const [headers, seconds] of ASKED) {
  Deno.test(`an answer with ${JSON.stringify(headers)} asks for ${seconds} seconds`, () => {
    assertEquals(askedSeconds(new Headers(headers), NOW), seconds);
  });
}

Deno.test("a provider that may have begun the work is not asked again", () => {
  const codes: ProviderFailureCode[] = ["network", "upstream-error", "overloaded", "rate-limited"];
  const circumstances = { refusals: 1, now: NOW, random: 1 };
  assertEquals(codes.filter((code) => retryWait({ code }, circumstances)), []);
  const proof = { isRepeated: false };
  assertEquals(codes.filter((code) => retryWait({ code, proof }, circumstances)), []);
});

Deno.test("the backoff doubles, is spread by chance and ends after three submits", () => {
  const waits = [1, 2, 3].map((refusals) => waitFor("overloaded", { refusals })?.waitMs);
  assertEquals(waits, [2000, 4000, undefined]);
  assertEquals(waitFor("overloaded", { random: 0 })?.waitMs, 1000);
  const circumstances = { refusals: 1, now: NOW, random: 1 };
  assertEquals(
    retryWait({ code: "unreachable", proof: { isRepeated: true } }, circumstances)?.waitMs,
    2000,
  );
});

Deno.test("a provider that asks for no wait at all is given a second", () => {
  assertEquals(waitFor("rate-limited", { headers: { "retry-after": "0" } })?.waitMs, 1000);
  assertEquals(waitFor("model-loading", { estimatedSeconds: 0 })?.waitMs, 1000);
});

function waitFor(
  code: ProviderFailureCode,
  { refusals = 1, random = 1, headers = {}, ...estimate }: {
    readonly refusals?: number;
    readonly random?: number;
    readonly headers?: Record<string, string>;
    readonly estimatedSeconds?: number;
  } = {},
) {
  const said = { codes: [], words: "", isJson: true, ...estimate };
  const answer = { status: 503, headers: new Headers(headers), ...said };
  return retryWait({ code, answer, proof: { isRepeated: true } }, { refusals, now: NOW, random });
}
