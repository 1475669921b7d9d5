/**
 * Gives two jobs to a worker that dies, and prints what became of them. A program of its own, because
 * Deno itself writes a worker's death to the standard error.
 */
// deno-lint-ignore-file no-console -- the test reads its standard output
import { WorkerFaultError } from "../../../server/workers/job_worker.ts";
import { WorkerQueue } from "../../../server/workers/worker_queue.ts";
import type { FickleOrder } from "./fickle_worker.ts";

const DEATHS: Readonly<Record<string, URL>> = {
  "at its job": new URL("./fickle_worker.ts", import.meta.url),
  "while it is loaded": new URL("data:text/javascript,throw new Error()"),
};

const [when = ""] = Deno.args;
const url = DEATHS[when];
if (!url) throw new Error(`A worker cannot die ${when}.`);
const queue = new WorkerQueue<FickleOrder, string, number>({
  url,
  permissions: "none",
  timeoutMs: 120_000,
});
const { signal } = new AbortController();
const run = async (input: FickleOrder) => {
  try {
    return await queue.run(() => ({ input }), { signal });
  } catch (error) {
    return error instanceof WorkerFaultError ? error.fault : String(error);
  }
};
console.log(
  JSON.stringify(await Promise.all([run({ do: "die" }), run({ do: "echo", value: "next" })])),
);
queue.close();
