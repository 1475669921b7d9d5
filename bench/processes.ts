/** A server in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  /** Memory that is in physical RAM, in MiB; `NaN` where the system does not tell. */
  residentMib(): number;
}

/** Runs a script until it prints the address where it listens. */
export async function startServer(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", ...args],
    env,
    stdout: "piped",
  }).spawn();
  const lines = process.stdout.pipeThrough(new TextDecoderStream());
  for await (const text of lines.values({ preventCancel: true })) {
    const url = text.match(/http:\/\/[\w.]+:\d+/)?.[0];
    if (url === undefined) continue;
    lines.pipeTo(new WritableStream());
    return {
      url,
      residentMib: () => readResidentMib(process.pid),
      async [Symbol.asyncDispose]() {
        process.kill("SIGTERM");
        await process.status;
      },
    };
  }
  throw new Error(`${args.join(" ")} ended without listening. Was the app built?`);
}

function readResidentMib(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(status.match(/VmRSS:\s+(\d+) kB/)?.[1]) / 1024;
  } catch {
    return NaN;
  }
}
