import type { ProgressFacts } from "../../../contract/generation.ts";
import { progressOf } from "../../wording/progress.ts";
import type { OwnServer } from "../own_server.ts";
import { dig } from "../routed_provider.ts";

/** Longer messages carry pictures or graphs. */
const MAX_MESSAGE_LENGTH = 64 * 1024;
/** A job that nobody asks for any more is listened to no longer, in milliseconds. */
const MAX_SILENCE_MS = 30_000;

/** Deno's own takes headers for the handshake, which the browser's type does not know. */
const DenoWebSocket = WebSocket as unknown as new (
  url: string,
  options: { readonly headers: Readonly<Record<string, string>> },
) => WebSocket;

/** What one job is told by. */
export interface ProgressSocketOptions {
  readonly server: OwnServer;
  readonly promptId: string;
  readonly provider: string;
  readonly report: (progress: ProgressFacts) => void;
  /** Called once it hears no more. */
  readonly onClose: () => void;
}

/**
 * Listens to the steps of one job (`/ws`). It only adds progress: where it cannot be opened, breaks
 * or stays silent, asking goes on without it.
 */
export class ProgressSocket {
  /** The step that was told last. */
  last: ProgressFacts | undefined;
  readonly #options: ProgressSocketOptions;
  readonly #socket: WebSocket;
  #stopWaiting: () => void = () => {};

  constructor(options: ProgressSocketOptions) {
    const { server, promptId } = options;
    this.#options = options;
    // One client id a job: a second socket of the same would make the first one deaf.
    const url = `${server.url.replace(/^http/, "ws")}/ws?clientId=${promptId}`;
    this.#socket = new DenoWebSocket(url, { headers: server.headers });
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = ({ data }) => this.#hear(data);
    this.#socket.onerror = () => {};
    this.#socket.onclose = () => this.close();
    this.keep();
  }

  /** Somebody still asks for the job. */
  keep(): void {
    this.#stopWaiting();
    this.#stopWaiting = this.#options.server.clock.after(MAX_SILENCE_MS, () => this.close());
  }

  close(): void {
    this.#stopWaiting();
    this.#socket.onclose = null;
    if (this.#socket.readyState <= WebSocket.OPEN) this.#socket.close();
    this.#options.onClose();
  }

  #hear(data: unknown): void {
    if (typeof data !== "string" || data.length > MAX_MESSAGE_LENGTH) return;
    const { promptId, provider, report } = this.#options;
    const message = parse(data);
    if (dig(message, "type") !== "progress" || dig(message, "data", "prompt_id") !== promptId) {
      return;
    }
    const [step, steps] = [dig(message, "data", "value"), dig(message, "data", "max")];
    if (!Number.isInteger(step) || !Number.isInteger(steps)) return;
    this.last = progressOf("making-step", { provider, step: Number(step), steps: Number(steps) });
    report(this.last);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
