import type { WorkflowGraph } from "../../server/models/workflow.ts";
import type { ComfyScenario } from "./comfyui_scenarios.ts";

/** A job as it was queued. */
export interface FakeComfyJob {
  readonly promptId: string;
  readonly clientId: string;
  readonly graph: WorkflowGraph;
  readonly number: number;
  readonly scenario: ComfyScenario;
  step: number;
}

/** Tells whoever listens to a job. */
type Send = (job: FakeComfyJob, type: string, data: Record<string, unknown>) => void;

/** The queue of the fake ComfyUI, its one worker and its history. */
export class ComfyWorker {
  history = new Map<string, unknown>();
  /** Ids of jobs that were stopped while they ran. */
  readonly interrupted: string[] = [];
  readonly #send: Send;
  #pending: FakeComfyJob[] = [];
  #running: FakeComfyJob | undefined;
  #number = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Takes ids out of the queue; whether one of them was there. */
  remove(ids: readonly string[]): boolean {
    const before = this.#pending.length;
    this.#pending = this.#pending.filter(({ promptId }) => !ids.includes(promptId));
    return this.#pending.length < before;
  }

  /** Queues a job; the same id a second time is a second job, as at the real one. */
  add(job: Pick<FakeComfyJob, "promptId" | "clientId" | "graph" | "scenario">): FakeComfyJob {
    const added = { ...job, number: ++this.#number, step: 0 };
    // A heap in no order that would tell the place.
    this.#pending.unshift(added);
    return added;
  }

  /** As `GET /queue` shows it. */
  list() {
    const item = (job: FakeComfyJob) => [job.number, job.promptId, job.graph, {}, ["8"]];
    return {
      queue_running: this.#running ? [item(this.#running)] : [],
      queue_pending: this.#pending.map(item),
    };
  }

  /** One step of the one worker. */
  tick(): void {
    const job = this.#running;
    if (!job) {
      this.#running = this.#pending.reduce<FakeComfyJob | undefined>(
        (first, each) => first && first.number < each.number ? first : each,
        undefined,
      );
      this.#pending = this.#pending.filter((each) => each !== this.#running);
      return;
    }
    if (this.#pending.some(({ scenario }) => scenario.befalls === "deleted")) {
      this.#pending = this.#pending.filter(({ scenario }) => scenario.befalls !== "deleted");
    }
    const { steps = 3, befalls } = job.scenario;
    job.step++;
    if (befalls === "restarted") {
      [this.#running, this.#pending, this.history] = [undefined, [], new Map()];
      return;
    }
    this.#send(job, "progress", { value: job.step, max: Math.min(steps, 1000), node: "5" });
    if (job.step >= steps) this.#finish(job, job.scenario.end ?? "video");
  }

  /** Stops that job if it is running. */
  interrupt(promptId: unknown): boolean {
    const job = this.#running;
    if (!job || job.promptId !== promptId) return false;
    this.interrupted.push(job.promptId);
    this.#finish(job, "interrupted");
    return true;
  }

  #finish(job: FakeComfyJob, end: NonNullable<ComfyScenario["end"]>): void {
    this.#running = undefined;
    const isError = typeof end === "object";
    const event = isError
      ? ["execution_error", {
        prompt_id: job.promptId,
        node_id: "5",
        node_type: "KSampler",
        exception_type: end.type,
        exception_message: `${end.message} (/opt/ComfyUI/nodes.py)`,
        traceback: ["File /opt/ComfyUI/execution.py, line 1"],
        current_inputs: { prompt: ["the visitor's words"] },
      }]
      : [end === "interrupted" ? "execution_interrupted" : "execution_success", {}];
    const isGood = event[0] === "execution_success";
    const name = `lounge_${job.number}_.${end === "webp" ? "webp" : "mp4"}`;
    const files = end === "no-file"
      ? []
      : [{ filename: name, subfolder: "lounge", type: "output" }];
    const output = { images: files, animated: [true] };
    const save = Object.entries(job.graph).find(([, node]) => node.class_type === "SaveVideo")?.[0];
    this.history.set(job.promptId, {
      prompt: [job.number, job.promptId, job.graph, {}, [save]],
      outputs: isGood && save ? { [save]: output } : {},
      status: {
        status_str: isGood ? "success" : "error",
        completed: isGood,
        messages: [["execution_start", {}], event],
      },
    });
    this.#send(job, "executing", { node: null });
  }
}
