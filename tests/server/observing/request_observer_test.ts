import { assertEquals } from "@std/assert";
import {
  type LoggedRequests,
  RequestObserver,
} from "../../../server/observing/request_observer.ts";

function openObserver(logged: LoggedRequests) {
  const lines: string[] = [];
  const clock = { now: 0 };
  const log = {
    info: (sentence: string, facts?: unknown) =>
      void lines.push(`${sentence} ${JSON.stringify(facts)}`),
    error() {},
  };
  return { observer: new RequestObserver({ log, logged, now: () => clock.now }), lines, clock };
}

const REFUSAL = { requestId: "r", path: "/generate", code: "too-many-uploads", status: 429 };

Deno.test("a flood of refusals leaves five lines a code and minute, and counts them all", () => {
  const { observer, lines, clock } = openObserver("refused");
  for (let request = 0; request < 1000; request++) observer.refused(REFUSAL);
  observer.refused({ ...REFUSAL, code: "storage-quota", status: 507 });
  assertEquals(lines.length, 6);
  assertEquals(lines[5]?.includes('"whoCanAct":"operator"'), true);
  clock.now = 60_000;
  observer.refused(REFUSAL);
  assertEquals(lines.length, 7);
  assertEquals(observer.refusals.get("too-many-uploads"), 1001);
});

Deno.test("request lines tell the route, and nothing else of the address", () => {
  const { observer, lines } = openObserver("all");
  observer.answered({ method: "GET", path: "/v/secret-id", status: 404, elapsedMs: 1.6 });
  assertEquals(lines, ['request {"method":"GET","route":"/v/:id","status":404,"ms":2}']);
  const silent = openObserver("none");
  silent.observer.answered({ method: "GET", path: "/", status: 200, elapsedMs: 1 });
  silent.observer.refused(REFUSAL);
  assertEquals(silent.lines, []);
  assertEquals(silent.observer.answers, [
    { route: "/", statusClass: "2xx", count: 1, seconds: 0.001 },
  ]);
});
