import { SettingsSchema } from "../server/config.ts";
import { buildApp } from "./built_app.ts";
import { ROOT } from "./source_files.ts";

/** The app as a process of its own, with folders of its own. */
export interface AppProcess extends AsyncDisposable {
  /** What it wrote to its standard output and error so far. */
  readonly written: { readonly out: string; readonly error: string };
  /** The first address that it prints; rejects when it ends without one. */
  readonly url: Promise<string>;
  readonly status: Promise<Deno.CommandStatus>;
  kill(signal: Deno.Signal): void;
}

type Settings = Readonly<Record<string, string>>;

/** Starts a task of `deno.json` with these settings and none of the tester's own. */
export async function startTask(task: string, settings: Settings = {}): Promise<AppProcess> {
  if (task !== "dev") await buildApp();
  return await start(["task", "--quiet", task], settings);
}

/**
 * Starts the server itself: unlike a task, which waits for it, it can be killed. `files` is how many it
 * may have open, connections included.
 */
export async function startServer(
  settings: Settings = {},
  options: { readonly files?: number } = {},
): Promise<AppProcess> {
  await buildApp();
  return await start(["run", "--allow-all", "tools/serve.ts"], settings, options);
}

/** As `startTask("start")`, below a shell that does not pass signals on. */
export async function startBelow(shell: "sh", environment: Settings): Promise<AppProcess> {
  await buildApp();
  return await start(["task", "--quiet", "start"], environment, { below: shell });
}

/** Systems hand out the ports above to whoever asks for any, such as to every client. */
const LASTING_PORTS = { from: 20_000, to: 32_000 };

/** A port that is free, and stays so until somebody asks for this very one. */
export function lastingPort(): string {
  const { from, to } = LASTING_PORTS;
  for (;;) {
    const port = from + Math.floor(Math.random() * (to - from));
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return String(port);
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}

async function start(
  args: readonly string[],
  settings: Settings,
  { files, below }: { readonly files?: number; readonly below?: "sh" } = {},
): Promise<AppProcess> {
  const directory = await Deno.makeTempDir({ prefix: "lounge-" });
  const unset = Object.fromEntries(Object.keys(SettingsSchema.entries).map((name) => [name, ""]));
  const [command = "", ...rest] = [
    ...(files === undefined ? [] : ["sh", "-c", `ulimit -n ${files}; exec "$0" "$@"`]),
    ...(below === undefined ? [] : [below, "-c", '"$0" "$@"; exit']),
    Deno.execPath(),
    ...args,
  ];
  const process = new Deno.Command(command, {
    args: rest,
    cwd: ROOT,
    env: {
      NO_COLOR: "1",
      ...unset,
      HOST: "127.0.0.1",
      PORT: "0",
      VIDEOS_DIR: `${directory}/videos`,
      DATA_DIR: `${directory}/data`,
      // All of a test's visitors share one address.
      UPLOADS_AT_ONCE_PER_ADDRESS: "0",
      DAILY_SPEND_LIMIT_USD: "0",
      UPLOADS_PER_MINUTE_PER_ADDRESS: "0",
      ...settings,
    },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const written = { out: "", error: "" };
  const url = Promise.withResolvers<string>();
  url.promise.catch(() => {});
  const reading = Promise.all([
    read(process.stdout, (text) => {
      written.out += text;
      const [found] = /http:\/\/[\w.]+:\d+(?=\/?\n)/.exec(written.out) ?? [];
      if (found) url.resolve(found);
    }),
    read(process.stderr, (text) => void (written.error += text)),
  ]);
  const status = reading.then(() => process.status);
  status.then(() => url.reject(new Error(`It ended: ${written.out}${written.error}`)));
  let hasEnded = false;
  status.then(() => hasEnded = true);
  return {
    written,
    url: url.promise,
    status,
    kill: (signal) => process.kill(signal),
    async [Symbol.asyncDispose]() {
      if (!hasEnded) process.kill("SIGTERM");
      await status;
      await Deno.remove(directory, { recursive: true });
    },
  };
}

async function read(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  use: (text: string) => void,
): Promise<void> {
  for await (const text of stream.pipeThrough(new TextDecoderStream())) use(text);
}
