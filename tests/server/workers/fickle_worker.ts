/** A worker for the queue's tests: it does what its order says, dying included. */
import { InputError } from "../../../server/errors.ts";
import { serveJobs } from "../../../server/workers/worker_jobs.ts";

export type FickleOrder =
  | { readonly do: "echo"; readonly value: string }
  | { readonly do: "refuse" | "fail" | "die" | "hang" }
  | { readonly do: "loop until canceled" }
  /** Takes so long that it counts as slow, and ends when the other thread says so. */
  | { readonly do: "wait for word" }
  /** Does its job and is spent from then on. */
  | { readonly do: "spend" };

/** How many jobs this worker has begun: a replaced worker begins again. */
let jobs = 0;
let isSpent = false;

serveJobs<FickleOrder, string, number>(async (order, context) => {
  jobs++;
  switch (order.do) {
    case "echo":
      return { result: `${order.value} (job ${jobs})` };
    case "spend":
      isSpent = true;
      return { result: `spent (job ${jobs})` };
    case "refuse":
      throw new InputError("image-unreadable", { kind: "cut-off" });
    case "fail":
      throw new Error("Out of order");
    case "die":
      queueMicrotask(() => {
        throw new Error("Dead");
      });
      return await new Promise<never>(() => {});
    case "hang":
      return await new Promise<never>(() => {});
    case "wait for word": {
      const words = new BroadcastChannel("words");
      context.report(1);
      await new Promise((resolve) => words.onmessage = resolve);
      words.close();
      return { result: `waited (job ${jobs})` };
    }
    case "loop until canceled":
      context.report(1);
      while (!context.isCanceled());
      return { result: "canceled" };
  }
}, {
  isSpent: () => isSpent,
  end: () => new BroadcastChannel("farewells").postMessage("ended"),
});
