/**
 * Runs the tests and closes with the line `N passed, N failed`. Types are checked once; a run of all
 * files builds the app once and starts one browser. Arguments go to `deno test`: paths and options.
 */
// deno-lint-ignore-file no-console -- this tool talks to the person at the terminal
import { launchBrowserServer, SHARED_BROWSER } from "../tests/browser.ts";
import { buildApp } from "../tests/built_app.ts";
import { listFiles } from "../tests/source_files.ts";
import { readReport, reportLine } from "./test_report.ts";

const LOCK = "--lock=tests/deno.lock";
/** One more than there are cores, because tests also wait: for a clock, or for a process to start. */
const JOBS = String(navigator.hardwareConcurrency + 1);
/** These begin first, so that no core is idle while the last of them runs. */
const TAKES_LONG = /crash|journey|browser|scenarios|memory|examples|random/;
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const interruption = new AbortController();

/** Runs Deno and all that it starts as one group of processes, which an interruption ends. */
async function runDeno(args: readonly string[], env: Record<string, string> = {}) {
  interruption.signal.throwIfAborted();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    detached: true,
  }).spawn();
  const end = () => Deno.kill(-child.pid, "SIGKILL");
  interruption.signal.addEventListener("abort", end);
  const decoder = new TextDecoder();
  let output = "";
  for await (const chunk of child.stdout) {
    await Deno.stdout.write(chunk);
    output += decoder.decode(chunk, { stream: true });
  }
  const { code } = await child.status;
  interruption.signal.removeEventListener("abort", end);
  interruption.signal.throwIfAborted();
  return { code, output };
}

/** All test files, those that take long first. */
function listTestFiles(): string[] {
  const files = listFiles().filter((path) => /_test\.tsx?$/.test(path));
  return [true, false].flatMap((isLong) =>
    files.filter((path) => TAKES_LONG.test(path) === isLong)
  );
}

function isPath(argument: string): boolean {
  try {
    return Deno.statSync(argument) !== undefined;
  } catch {
    return false;
  }
}

/** Returns the exit code. */
async function runTests(): Promise<number> {
  const paths = Deno.args.filter(isPath);
  const { code: typeFaults } = await runDeno(["check", LOCK, ...paths]);
  if (typeFaults) return close("", typeFaults);
  await using cleaning = new AsyncDisposableStack();
  // What tests leave behind that are cut short.
  const folder = await Deno.makeTempDir({ prefix: "lounge-tests-" });
  cleaning.defer(() => Deno.remove(folder, { recursive: true }));
  const env: Record<string, string> = {
    TMPDIR: folder,
    DENO_JOBS: Deno.env.get("DENO_JOBS") ?? JOBS,
  };
  if (paths.length === 0) {
    await buildApp();
    const browser = await launchBrowserServer();
    cleaning.defer(() => browser.close());
    env[SHARED_BROWSER] = browser.wsEndpoint();
    paths.push(...listTestFiles());
  }
  const options = Deno.args.filter((argument) => !isPath(argument));
  const args = ["test", "--allow-all", "--no-check", "--parallel", LOCK, ...options, ...paths];
  const { code, output } = await runDeno(args, env);
  return close(output, code);
}

/** Writes the last line; a run of nothing has failed. */
function close(output: string, code: number): number {
  const report = readReport(output);
  console.log(`\n${reportLine(report)}`);
  return code === 0 && report.passed === 0 ? 1 : code;
}

for (const signal of Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[]) {
  Deno.addSignalListener(signal, () => interruption.abort(signal));
}
try {
  Deno.exitCode = await runTests();
} catch (error) {
  if (!interruption.signal.aborted) throw error;
  Deno.exitCode = EXIT_CODES[interruption.signal.reason as keyof typeof EXIT_CODES];
}
Deno.exit();
