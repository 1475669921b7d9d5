import { assertEquals, assertThrows } from "@std/assert";
import { FakeTime } from "@std/testing/time";

const REAL = [Date, setTimeout, clearTimeout, setInterval, clearInterval];
const start = Date.UTC(2026, 10, 30, 12);

Deno.test("FakeTime passes only when it is told to", () => {
  using time = new FakeTime(start);
  assertEquals([time.now, Date.now(), new Date().getTime()], [start, start, start]);
  time.tick(1500);
  assertEquals([time.now, Date.now(), new Date().getTime()], Array(3).fill(start + 1500));
});

Deno.test("FakeTime begins at a number, a date, a text, or now", () => {
  for (const begin of [start, new Date(start), "2026-11-30T12:00:00Z"]) {
    using time = new FakeTime(begin);
    assertEquals(time.now, start);
  }
  const before = Date.now();
  using time = new FakeTime();
  assertEquals(time.now >= before, true);
});

Deno.test("FakeTime runs timers in order, each at its own time, those that they set included", () => {
  using time = new FakeTime(0);
  const ran: string[] = [];
  const note = (name: string) => ran.push(`${name} at ${Date.now()}`);
  const interval = setInterval(note, 400, "interval");
  const cleared = setTimeout(note, 900, "cleared");
  setTimeout(() => {
    note("timeout");
    setTimeout(note, 100, "its own timeout");
  }, 500);
  time.tick(850);
  clearTimeout(cleared);
  clearInterval(interval);
  time.tick(10_000);
  assertEquals(ran, [
    "interval at 400",
    "timeout at 500",
    "its own timeout at 600",
    "interval at 800",
  ]);
});

Deno.test("FakeTime gives the globals back, also after a failure", () => {
  assertThrows(
    () => {
      using time = new FakeTime();
      setTimeout(() => {
        throw new TypeError("a timer failed");
      }, 1);
      time.tick(1);
    },
    TypeError,
    "a timer failed",
  );
  assertEquals([Date, setTimeout, clearTimeout, setInterval, clearInterval], REAL);
});
