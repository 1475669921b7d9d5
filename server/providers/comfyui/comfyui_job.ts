import type { ProviderError } from "../../errors.ts";
import { isOutOfMemory } from "../own_server.ts";
import { redact } from "../redact.ts";
import { dig, failureOfWork } from "../routed_provider.ts";

/** A file that a workflow has saved, by the names that ComfyUI gives it. */
export interface ComfyFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

/** Where ComfyUI's queue and history have a job. */
export type JobState =
  /** In neither: it never came, was deleted, or the server was started anew. */
  | { readonly kind: "nowhere" }
  /** `place` counts from 1, whoever runs included. */
  | { readonly kind: "waiting"; readonly place: number }
  | { readonly kind: "running" }
  | { readonly kind: "done"; readonly file: ComfyFile }
  | { readonly kind: "ended"; readonly failure: ProviderError };

/** What the queue (`GET /queue`) says of a job; `undefined` where it has none of that id. */
export function stateInQueue(queue: unknown, promptId: string): JobState | undefined {
  const running = itemsOf(dig(queue, "queue_running"));
  if (running.some((item) => item[1] === promptId)) return { kind: "running" };
  const pending = itemsOf(dig(queue, "queue_pending"));
  const own = pending.find((item) => item[1] === promptId);
  if (!own) return undefined;
  // The list is a heap: only the numbers tell who comes first.
  const ahead = pending.filter((item) => Number(item[0]) < Number(own[0])).length;
  return { kind: "waiting", place: running.length + ahead + 1 };
}

function itemsOf(list: unknown): readonly (readonly unknown[])[] {
  return Array.isArray(list) ? list.filter((item) => Array.isArray(item)) : [];
}

const ENDS = ["execution_success", "execution_error", "execution_interrupted"];

/** What the history (`GET /history/{id}`) says of a job whose video `outputNode` saves. */
export function stateInHistory(
  history: unknown,
  { promptId, outputNode }: { readonly promptId: string; readonly outputNode: string },
): JobState {
  const entry = dig(history, promptId);
  if (entry === undefined) return { kind: "nowhere" };
  const messages = itemsOf(dig(entry, "status", "messages"));
  // The last message decides: a node that fails early leaves the flag of the job before it standing.
  const [end, facts] = messages.findLast(([event]) => ENDS.includes(String(event))) ?? [];
  if (end === "execution_interrupted") return ended(failureOfWork("job-canceled"));
  if (end === "execution_error" || dig(entry, "status", "status_str") === "error") {
    return ended(failureOfNode(facts));
  }
  return fileState(dig(entry, "outputs", outputNode));
}

function ended(failure: ProviderError): JobState {
  return { kind: "ended", failure };
}

/** Its words hold paths, and its inputs prompts: both are for the log alone, and the latter not for it. */
function failureOfNode(facts: unknown): ProviderError {
  const words = ["node_type", "exception_type", "exception_message"]
    .map((key) => String(dig(facts, key) ?? "")).filter(Boolean).join(": ");
  const cause = new Error(`ComfyUI said: ${redact(words) || "(nothing)"}`);
  return isOutOfMemory(words)
    ? failureOfWork("job-failed", { kind: "out-of-memory" }, { cause })
    : failureOfWork("job-failed", {}, { cause });
}

/** Where nodes list what they have saved; some custom ones use the latter two. */
const OUTPUT_KEYS = ["images", "gifs", "videos"];
const VIDEO_FILE = /\.(mp4|m4v|mov|webm|mkv)$/i;

function fileState(output: unknown): JobState {
  const files = OUTPUT_KEYS.flatMap((key) => {
    const list = dig(output, key);
    return Array.isArray(list) ? list.flatMap(fileIn) : [];
  });
  const videos = files.filter(({ filename }) => VIDEO_FILE.test(filename));
  const file = videos.find(({ type }) => type === "output") ?? videos[0];
  if (file) return { kind: "done", file };
  const failure = files.length === 0
    ? failureOfWork("job-failed", { kind: "no-file" })
    : failureOfWork("bad-output", { kind: "no-video" }, {
      cause: new Error(`ComfyUI saved ${redact(files.map(({ filename }) => filename).join(", "))}`),
    });
  return ended(failure);
}

/** A file of an answer, or of a stored handle; none where its names are no text. */
export function fileIn(value: unknown): ComfyFile[] {
  const [filename, subfolder, type] = ["filename", "subfolder", "type"].map((key) =>
    dig(value, key)
  );
  return typeof filename === "string" && typeof subfolder === "string" && typeof type === "string"
    ? [{ filename, subfolder, type }]
    : [];
}

/** The query of `/view` for a file. */
export function viewPath({ filename, subfolder, type }: ComfyFile): string {
  return `/view?${new URLSearchParams({ filename, subfolder, type })}`;
}
