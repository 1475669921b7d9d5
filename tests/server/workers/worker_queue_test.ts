import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { CanceledError, InputError } from "../../../server/errors.ts";
import { WorkerFaultError } from "../../../server/workers/job_worker.ts";
import { WorkerQueue } from "../../../server/workers/worker_queue.ts";
import { eventually, PATIENCE_MS } from "../../patience.ts";
import type { FickleOrder } from "./fickle_worker.ts";

const never = () => new AbortController().signal;

async function withQueue(
  test: (
    queue: WorkerQueue<FickleOrder, string, number>,
    run: (order: FickleOrder, signal?: AbortSignal) => Promise<string>,
  ) => Promise<void>,
  { timeoutMs = PATIENCE_MS, ...others }: {
    timeoutMs?: number;
    slowMs?: number;
    graceMs?: number;
    rehearsal?: FickleOrder;
  } = {},
): Promise<void> {
  const queue = new WorkerQueue<FickleOrder, string, number>({
    url: new URL("./fickle_worker.ts", import.meta.url),
    permissions: "none",
    timeoutMs,
    ...others,
  });
  try {
    await test(queue, (input, signal = never()) => queue.run(() => ({ input }), { signal }));
  } finally {
    queue.close();
  }
}

const echo = (value: string): FickleOrder => ({ do: "echo", value });

Deno.test("jobs are done in the order in which they came, by one worker", () =>
  withQueue(async (queue) => {
    const prepared: string[] = [];
    const slow = queue.run(async () => {
      await Promise.resolve();
      prepared.push("first");
      return { input: echo("first") };
    }, { signal: never() });
    const quick = queue.run(() => {
      prepared.push("second");
      return { input: echo("second") };
    }, { signal: never() });
    assertEquals(queue.length, 2);
    assertEquals(await Promise.all([quick, slow]), ["second (job 2)", "first (job 1)"]);
    assertEquals(prepared, ["first", "second"]);
    assertEquals(queue.length, 0);
  }));

Deno.test("when the worker must fail, only its job suffers and the next has a new one", () =>
  withQueue(async (_, run) => {
    const broken = assertRejects(() => run({ do: "fail" }), WorkerFaultError);
    const next = run(echo("next"));
    await broken;
    assertEquals(await next, "next (job 1)");
  }));

for (
  const [when, ends] of [
    ["at its job", ["died", "next (job 1)"]],
    ["while it is loaded", ["unstarted", "unstarted"]],
  ] as const
) {
  Deno.test(`a worker that dies ${when} leaves its two jobs "${ends.join('" and "')}"`, async () => {
    const script = new URL("./dying_worker.ts", import.meta.url);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--allow-all", script.href, when],
      env: { NO_COLOR: "1" },
    }).output();
    const said = new TextDecoder().decode(stderr);
    assertMatch(said, /Uncaught \(in worker ""\)/);
    assertEquals([code, JSON.parse(new TextDecoder().decode(stdout))], [0, ends], said);
  });
}

Deno.test("a worker that hangs is replaced when its time is over", () =>
  withQueue(async (_, run) => {
    const error = await assertRejects(() => run({ do: "hang" }), WorkerFaultError);
    assertEquals(error.fault, "timed-out");
    // Where the machine is so busy that loading takes longer than that, it loads once more.
    assertEquals(await eventually(() => run(echo("next"))), "next (job 1)");
  }, { timeoutMs: 2_000 }));

Deno.test("a refusal is the input's fault, and the worker stays", () =>
  withQueue(async (_, run) => {
    const error = await assertRejects(() => run({ do: "refuse" }), InputError);
    assertEquals([error.code, error.parameters], ["image-unreadable", { kind: "cut-off" }]);
    assertEquals(await run(echo("next")), "next (job 2)");
  }));

Deno.test("a running job is told at once that it is canceled, and the worker stays", () =>
  withQueue(async (queue, run) => {
    const canceling = new AbortController();
    const running = queue.run(() => ({ input: { do: "loop until canceled" } }), {
      signal: canceling.signal,
      report: () => canceling.abort(),
    });
    await assertRejects(() => running, CanceledError);
    assertEquals(await run(echo("next")), "next (job 2)");
  }));

Deno.test("a waiting job that is canceled is never prepared", () =>
  withQueue(async (queue, run) => {
    const canceling = new AbortController();
    const first = run(echo("first"));
    const waiting = queue.run(() => {
      throw new Error("prepared");
    }, { signal: canceling.signal });
    canceling.abort();
    await assertRejects(() => waiting, CanceledError);
    await first;
    assertEquals(await run(echo("next")), "next (job 2)");
  }));

Deno.test("what preparing a job throws reaches its caller, and nobody else", () =>
  withQueue(async (queue, run) => {
    const failing = queue.run(() => {
      throw new InputError("image-unreadable");
    }, { signal: never() });
    const next = run(echo("next"));
    await assertRejects(() => failing, InputError, "The picture is damaged");
    assertEquals(await next, "next (job 1)");
  }));

Deno.test("closing cancels the running job, the waiting ones and later ones", () =>
  withQueue(async (queue, run) => {
    await run(echo("loaded"));
    const jobs = [run({ do: "hang" }), run(echo("waiting"))];
    queue.close();
    jobs.push(run(echo("later")));
    for (const job of jobs) await assertRejects(() => job, CanceledError);
  }));

/** Gives the queue jobs until their worker's count of them starts anew; returns all counts. */
async function countUntilReplaced(run: (order: FickleOrder) => Promise<string>): Promise<number[]> {
  const counts: number[] = [];
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const count = Number(/job (\d+)/.exec(await run(echo("next")))?.[1]);
    const last = counts.at(-1) ?? 0;
    counts.push(count);
    if (count <= last) return counts;
  }
  throw new Error(`The worker was not replaced within ${counts.length} jobs`);
}

/** Lets go what waits for word, once it does. */
function sayWord(): void {
  const words = new BroadcastChannel("words");
  words.postMessage("go");
  words.close();
}

Deno.test("a slow job keeps no other waiting, and its worker takes the place again or leaves", () =>
  withQueue(async (queue, run) => {
    const begun = Promise.withResolvers<void>();
    const slow = queue.run(() => ({ input: { do: "wait for word" } }), {
      signal: never(),
      report: () => begun.resolve(),
    });
    await begun.promise;
    assertEquals(await run(echo("next")), "next (job 1)", "not another worker");
    assertEquals(await run(echo("next")), "next (job 2)");
    assertEquals(queue.length, 1);
    sayWord();
    assertEquals(await slow, "waited (job 1)");
    assertEquals(await run(echo("next")), "next (job 3)");
  }, { slowMs: 1 }));

Deno.test("a slow job that nobody waited behind keeps its worker", () =>
  withQueue(async (queue, run) => {
    const slow = queue.run(() => ({ input: { do: "wait for word" } }), {
      signal: never(),
      report: sayWord,
    });
    assertEquals(await slow, "waited (job 1)");
    assertEquals(await run(echo("next")), "next (job 2)");
  }, { slowMs: 0 }));

Deno.test("only one slow job is out of the way at a time", () =>
  withQueue(async (queue, run) => {
    const slow = [1, 2].map(() => run({ do: "hang" }));
    for (const job of slow) job.catch(() => {});
    let isThrough = false;
    const next = run(echo("next")).then(() => isThrough = true, () => {});
    await eventually(() => assertEquals(queue.length, 3));
    await assertRejects(() => slow[1] ?? Promise.resolve(), WorkerFaultError);
    assertEquals(isThrough, false);
    await next;
  }, { slowMs: 1, timeoutMs: 300 }));

Deno.test("a worker that is out of time may end itself, and is ended when its grace is over", async () => {
  const farewells = new BroadcastChannel("farewells");
  const farewell = new Promise((resolve) => {
    farewells.onmessage = ({ data }) => resolve(data);
  });
  try {
    await withQueue(async (_, run) => {
      const error = await assertRejects(() => run({ do: "hang" }), WorkerFaultError);
      assertEquals(error.fault, "timed-out");
      assertEquals(await farewell, "ended");
    }, { timeoutMs: 200, graceMs: PATIENCE_MS });
  } finally {
    farewells.close();
  }
});

Deno.test("a spent worker goes on until another one has rehearsed, and then ends itself", () =>
  withQueue(async (_, run) => {
    const farewells = new BroadcastChannel("farewells");
    const farewell = new Promise((resolve) => {
      farewells.onmessage = ({ data }) => resolve(data);
    });
    try {
      assertEquals(await run({ do: "spend" }), "spent (job 1)");
      const counts = await countUntilReplaced(run);
      const before = counts.slice(0, -1);
      assertEquals(before, before.map((_, index) => index + 2));
      assertEquals(counts.at(-1), 2, "the new worker's first job was its rehearsal");
      assertEquals(await farewell, "ended");
    } finally {
      farewells.close();
    }
  }, { rehearsal: echo("rehearsed") }));

Deno.test("when the rehearsal fails the spent worker stays", () =>
  withQueue(async (_, run) => {
    await run({ do: "spend" });
    for (let count = 2; count < 100; count++) {
      assertEquals(await run(echo("next")), `next (job ${count})`);
    }
  }, { rehearsal: { do: "fail" } }));

Deno.test("closing ends a rehearsal too", () =>
  withQueue(async (queue, run) => {
    await run({ do: "spend" });
    queue.close();
    await assertRejects(() => run(echo("later")), CanceledError);
  }, { rehearsal: { do: "hang" } }));
