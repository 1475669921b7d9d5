import { assertEquals } from "@std/assert";
import { TrackRecord } from "../../../server/generation/track_record.ts";
import type { OutcomeCount, VideoSpan } from "../../../server/generation/ports/history_store.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.UTC(2026, 10, 22);
const WAN = { modelId: "wan", provider: "fal-ai" };

function recordOf(outcomes: readonly OutcomeCount[], spans: readonly VideoSpan[] = []) {
  const asked: number[] = [];
  const times = { now: NOW };
  const store = {
    outcomesSince(since: number) {
      asked.push(since);
      return Promise.resolve(outcomes.filter(({ lastAt }) => lastAt >= since));
    },
    spansSince: () => Promise.resolve([...spans]),
  };
  return { record: new TrackRecord(store, () => times.now), asked, times };
}

Deno.test("each model and provider has its record of a day and of a week", async () => {
  const { record } = recordOf([
    { ...WAN, state: "succeeded", count: 6, lastAt: NOW - HOUR_MS },
    { ...WAN, state: "failed", code: "overloaded", count: 1, lastAt: NOW - 2 * HOUR_MS },
    { ...WAN, state: "failed", code: "upstream-error", count: 1, lastAt: NOW - 3 * DAY_MS },
    { ...WAN, state: "canceled", count: 2, lastAt: NOW - 3 * DAY_MS },
    {
      modelId: "svd",
      provider: "raw-endpoint",
      state: "canceled",
      count: 1,
      lastAt: NOW - 2 * DAY_MS,
    },
  ], [{ ...WAN, p50Ms: 61_234, p90Ms: 90_000 }]);
  const times = { p50Seconds: 61.2, p90Seconds: 90 };
  const lastFailure = { code: "overloaded", at: NOW - 2 * HOUR_MS };
  assertEquals(await record.read(), [
    {
      modelId: "svd",
      provider: "raw-endpoint",
      day: { succeeded: 0, failed: 0, canceled: 0 },
      week: { succeeded: 0, failed: 0, canceled: 1 },
    },
    {
      ...WAN,
      day: { succeeded: 6, failed: 1, canceled: 0, successRate: 6 / 7, ...times, lastFailure },
      week: { succeeded: 6, failed: 2, canceled: 2, successRate: 6 / 8, ...times, lastFailure },
    },
  ]);
});

Deno.test("what was the picture's fault, or the missing token's, is no fault of the provider", async () => {
  const { record } = recordOf(
    ["image-unreadable", "visitor-token-missing", "content-policy", "network"].map((code) => (
      { ...WAN, state: "failed", code, count: 1, lastAt: NOW } as const
    )),
  );
  const [wan] = await record.read();
  assertEquals(wan?.day, {
    succeeded: 0,
    failed: 1,
    canceled: 0,
    successRate: 0,
    lastFailure: { code: "network", at: NOW },
  });
});

Deno.test("many who ask at once cost the store one day in ten seconds, one week in sixty", async () => {
  const { record, asked, times } = recordOf([]);
  await Promise.all([record.read(), record.read()]);
  times.now += 9999;
  await record.read();
  assertEquals(asked, [NOW - DAY_MS, NOW - 7 * DAY_MS]);
  times.now += 1;
  await record.read();
  assertEquals(asked.slice(2), [times.now - DAY_MS]);
  times.now += 50_000;
  await record.read();
  assertEquals(asked.slice(3), [times.now - DAY_MS, times.now - 7 * DAY_MS]);
});
