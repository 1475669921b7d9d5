/** What becomes of the process when an error reaches nobody. */
import type { Log } from "../server/log.ts";

/** A client left at a moment when nothing waited for its connection: no state of ours is in doubt. */
const OF_CONNECTIONS: ReadonlySet<unknown> = new Set([
  "ECONNRESET",
  "EPIPE",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ERR_STREAM_WRITE_AFTER_END",
]);

/** What the process does about it. */
export interface FaultOptions {
  readonly log: Log;
  /** Ends the process; called once. */
  readonly end: () => Promise<never>;
}

/**
 * Logs every error that nobody handles, with its stack. The process goes on after those of connections
 * only: whatever else it was, what it left behind is not known.
 */
export function watchFaults({ log, end }: FaultOptions): void {
  let isEnding = false;
  const judge = (event: Event, error: unknown) => {
    event.preventDefault();
    const isHarmless = isOfConnection(error);
    log.error(isHarmless ? "a connection broke" : "the process ends after a fault", { error });
    if (isHarmless || isEnding) return;
    isEnding = true;
    void end();
  };
  addEventListener("unhandledrejection", (event) => judge(event, event.reason));
  addEventListener("error", (event) => judge(event, event.error));
}

function isOfConnection(error: unknown): boolean {
  return error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe ||
    error instanceof Error && "code" in error && OF_CONNECTIONS.has(error.code);
}

/** Whether the system refused something, such as a write; such errors have no class in common. */
export function isRefusedBySystem(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const hasCode = "code" in error && /^E[A-Z0-9]+$/.test(String(error.code));
  return hasCode || Object.values(Deno.errors).some((kind) => error instanceof kind);
}

/** How often it is looked whether the processes that started this one are still there. */
const LOOK_MS = 2000;

/**
 * Calls `onGone` once when whoever ran the start command is gone: `deno task` hears of no signal that
 * ends npx above it. Who starts the server directly, as a service or from a shell, is not watched.
 */
export async function watchParents(
  environment: (name: string) => string | undefined,
  onGone: () => void,
): Promise<void> {
  // deno task and npm say where they were called.
  if (!environment("INIT_CWD")) return;
  const parent = Deno.ppid;
  const isBelowNpx = environment("npm_command") === "exec";
  const above = isBelowNpx ? await parentOf(parent) : undefined;
  const isThere = async () =>
    Deno.ppid === parent && (above === undefined || await parentOf(parent) === above);
  const look = async () => {
    if (await isThere()) Deno.unrefTimer(setTimeout(look, LOOK_MS));
    else onGone();
  };
  await look();
}

/** Deno shows no process but its own parent; `undefined` where there is no `ps`. */
async function parentOf(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await new Deno.Command("ps", { args: ["-o", "ppid=", "-p", String(pid)] })
      .output();
    return new TextDecoder().decode(stdout).trim();
  } catch {
    return undefined;
  }
}
