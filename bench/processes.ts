/** A server in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  /** Memory that is in physical RAM, in MiB; `NaN` where the system does not tell. */
  residentMib(): number;
  /** The most that it ever had there. */
  peakMib(): number;
  /** Open files and connections; `NaN` where the system does not tell. */
  descriptors(): number;
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
  const output = process.stdout.pipeThrough(new TextDecoderStream());
  const url = await findAddress(output);
  if (url === undefined) {
    throw new Error(`${args.join(" ")} ended without listening. Was the app built?`);
  }
  // Left unread, the log would fill its pipe and stop the server.
  const reading = output.pipeTo(new WritableStream());
  return {
    url,
    residentMib: () => readMemoryMib(process.pid, "VmRSS"),
    peakMib: () => readMemoryMib(process.pid, "VmHWM"),
    descriptors: () => countDescriptors(process.pid),
    async [Symbol.asyncDispose]() {
      process.kill("SIGTERM");
      await Promise.all([process.status, reading]);
    },
  };
}

async function findAddress(output: ReadableStream<string>): Promise<string | undefined> {
  let text = "";
  for await (const chunk of output.values({ preventCancel: true })) {
    text += chunk;
    const url = /http:\/\/[\w.]+:\d+(?=\n)/.exec(text)?.[0];
    if (url !== undefined) return url;
  }
  return undefined;
}

function countDescriptors(pid: number): number {
  try {
    return [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
  } catch {
    return NaN;
  }
}

function readMemoryMib(pid: number, name: "VmRSS" | "VmHWM"): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  } catch {
    return NaN;
  }
}
