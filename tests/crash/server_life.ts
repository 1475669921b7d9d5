import { TextLineStream } from "./text_lines.ts";

/** What a server process is started with. */
export interface LifeOptions {
  /** A script that takes a folder and an endpoint, and prints `listening on <port>`. */
  readonly script: URL;
  readonly directory: string;
  readonly endpointUrl: string;
}

/** One server process from its start to its end. */
export class ServerLife {
  /** Resolves with its address, or with `undefined` when it ends before it listens. */
  readonly url: Promise<string | undefined>;
  /** Lines that it printed about faults of its own. */
  readonly faults: string[] = [];
  readonly #process: Deno.ChildProcess;
  readonly #printed: Promise<void>;

  constructor({ script, directory, endpointUrl }: LifeOptions) {
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--allow-all", script.href, directory, endpointUrl],
      env: { NO_COLOR: "1" },
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const listening = Promise.withResolvers<string | undefined>();
    this.url = listening.promise;
    this.#printed = this.#read(listening.resolve);
  }

  /** Ends it without a warning, as a power cut does. */
  async kill(): Promise<void> {
    try {
      this.#process.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.faults.push("it ended by itself");
    }
    await this.#end();
  }

  /** Asks it to stop; resolves with its exit code. */
  async stop(): Promise<number> {
    this.#process.kill("SIGTERM");
    return await this.#end();
  }

  async #end(): Promise<number> {
    const { code } = await this.#process.status;
    await this.#printed;
    return code;
  }

  async #read(onListening: (url: string | undefined) => void): Promise<void> {
    for await (const line of this.#process.stdout.pipeThrough(new TextLineStream())) {
      const port = /^listening on (\d+)$/.exec(line)?.[1];
      if (port) onListening(`http://127.0.0.1:${port}`);
      else this.faults.push(line);
    }
    onListening(undefined);
  }
}
