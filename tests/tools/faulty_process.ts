/** A process that watches for faults and meets the one that its argument names. */
// deno-lint-ignore-file no-console -- its output is what the test reads
import { watchFaults } from "../../tools/process_faults.ts";

const FAULTS: Readonly<Record<string, () => void>> = {
  "rejection": () => void Promise.reject(new Error("nobody heard this")),
  "exception": () => void setTimeout(() => fail("nobody caught this")),
  "two": () => {
    void Promise.reject(new Error("the first"));
    void Promise.reject(new Error("the second"));
  },
  "reset": () => {
    void Promise.reject(Object.assign(new Error("the client left"), { code: "ECONNRESET" }));
    void Promise.reject(new Deno.errors.BrokenPipe("the client left"));
  },
};

function fail(sentence: string): never {
  throw new Error(sentence);
}

const print = (sentence: string, { error }: { error?: unknown } = {}) =>
  console.log(sentence, error instanceof Error ? error.stack : "");

watchFaults({
  log: { info: print, error: print },
  async end() {
    await new Promise((resolve) => setTimeout(resolve, 10));
    console.log("leases went back");
    Deno.exit(1);
  },
});
FAULTS[Deno.args[0] ?? ""]?.();
setTimeout(() => console.log("it goes on"), 50);
