import { openRegistry } from "../../server/models/registry.ts";
import type { WorkflowGraph } from "../../server/models/workflow.ts";
import { ComfyWorker, type FakeComfyJob } from "./comfyui_worker.ts";
import { COMFY_SCENARIOS, type ComfyScenario, refusedPrompt } from "./comfyui_scenarios.ts";

/** How to start the fake. */
export interface FakeComfyUiOptions {
  readonly video: Uint8Array<ArrayBuffer>;
  readonly port?: number;
  /** Milliseconds between two steps; without it each look at the queue is one. */
  readonly stepMs?: number;
  /** A header that a proxy before it asks for, in lower case. */
  readonly header?: { readonly name: string; readonly value: string };
  /** As of 2025: without the routes of jobs. */
  readonly isOld?: boolean;
  /** Classes and files that are not installed. */
  readonly missing?: readonly string[];
}

/** A running fake of ComfyUI. */
export interface FakeComfyUi extends AsyncDisposable {
  /** For `COMFYUI_URL`. */
  readonly url: string;
  /** Every job that was ever queued for the app, in that order. */
  readonly jobs: readonly FakeComfyJob[];
  /** How often `POST /prompt` came. */
  readonly prompts: number;
  /** Pictures by the name that they were kept under. */
  readonly uploads: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Ids of jobs that were stopped while they ran. */
  readonly interrupted: readonly string[];
  /** Ids of the clients whose sockets were opened. */
  readonly listeners: readonly string[];
  /** The scenario of work whose prompt names none with `scenario:<name>`. */
  play(scenario: string): void;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Starts a server on the loopback interface that speaks as ComfyUI does, well or badly. */
export async function startFakeComfyUi(options: FakeComfyUiOptions): Promise<FakeComfyUi> {
  const { workflows } = await openRegistry();
  const machine = new Machine(options, [...workflows.values()].map(({ graph }) => graph));
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: options.port ?? 0, onListen() {} },
    (request) => machine.answer(request),
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    jobs: machine.jobs,
    get prompts() {
      return machine.prompts;
    },
    uploads: machine.uploads,
    interrupted: machine.worker.interrupted,
    listeners: machine.listeners,
    play: (scenario) => void (machine.chosen = scenario),
    async [Symbol.asyncDispose]() {
      machine.close();
      await server.shutdown();
    },
  };
}

class Machine {
  readonly jobs: FakeComfyJob[] = [];
  readonly uploads = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly listeners: string[] = [];
  readonly worker = new ComfyWorker((job, type, data) => this.#send(job, type, data));
  chosen = "video";
  prompts = 0;
  readonly #options: FakeComfyUiOptions;
  readonly #graphs: readonly WorkflowGraph[];
  readonly #sockets = new Map<string, WebSocket>();
  readonly #played = new Map<string, number>();
  readonly #viewed = new Set<string>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: FakeComfyUiOptions, graphs: readonly WorkflowGraph[]) {
    this.#options = options;
    this.#graphs = graphs;
    const { stepMs } = options;
    if (stepMs !== undefined) this.#timer = setInterval(() => this.worker.tick(), stepMs);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const socket of this.#sockets.values()) socket.close();
  }

  async answer(request: Request): Promise<Response> {
    const { header, isOld = false } = this.#options;
    if (header && request.headers.get(header.name) !== header.value) {
      return new Response("Login required", { status: 401 });
    }
    const { pathname, searchParams } = new URL(request.url);
    const [, first = "", id = ""] = pathname.split("/");
    switch (`${request.method} /${first}`) {
      case "GET /ws":
        return this.#listen(request, searchParams.get("clientId") ?? "");
      case "GET /system_stats":
        return Response.json({
          system: { comfyui_version: isOld ? "0.3.64" : "0.38.0", os: "posix" },
          devices: [{ name: "cuda:0 Fake GPU", type: "cuda", vram_total: 24 * 1024 ** 3 }],
        });
      case "GET /object_info":
        return Response.json(this.#infoOf(id));
      case "POST /upload":
        return await this.#upload(await request.formData());
      case "POST /prompt":
        return this.#prompt(await request.json());
      case "GET /queue":
        return this.#queue();
      case "POST /queue": {
        const { delete: ids = [] } = await request.json();
        this.worker.remove(ids);
        return new Response();
      }
      case "POST /interrupt":
        this.worker.interrupt((await request.json()).prompt_id);
        return new Response();
      case "GET /history":
        return Response.json(historyOf(this.worker, id));
      case "GET /view":
        return this.#view(searchParams.get("filename") ?? "");
      case "POST /api": {
        if (isOld) return new Response(null, { status: 405 });
        const [, , , promptId = ""] = pathname.split("/");
        const cancelled = this.worker.interrupt(promptId) || this.worker.remove([promptId]);
        return Response.json({ cancelled });
      }
      default:
        return new Response(null, { status: 404 });
    }
  }

  #listen(request: Request, clientId: string): Response {
    const { socket, response } = Deno.upgradeWebSocket(request);
    this.listeners.push(clientId);
    this.#sockets.set(clientId, socket);
    socket.onclose = () => this.#sockets.delete(clientId);
    socket.onopen = () => socket.send(JSON.stringify({ type: "status", data: { sid: clientId } }));
    return response;
  }

  #send(job: FakeComfyJob, type: string, data: Record<string, unknown>): void {
    const socket = this.#sockets.get(job.clientId);
    if (socket?.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify({ type, data: { prompt_id: job.promptId, ...data } }));
    // What is not text is a preview, and of no interest.
    socket.send(new Uint8Array([0, 0, 0, 1, 0, 0, 0, 1]));
  }

  /** The same for every class: its files and names are whatever the workflows that we ship need. */
  #infoOf(name: string): unknown {
    const { missing = [] } = this.#options;
    if (missing.includes(name)) return {};
    const nodes = this.#graphs.flatMap((graph) => Object.values(graph))
      .filter(({ class_type }) => class_type === name);
    if (nodes.length === 0) return {};
    const required: Record<string, unknown> = {};
    for (const [input, value] of nodes.flatMap(({ inputs }) => Object.entries(inputs))) {
      if (typeof value !== "string" || !/_name$|^format$/.test(input)) continue;
      const values = nodes.map(({ inputs }) => inputs[input]);
      const choices = values.filter((choice) => !missing.includes(String(choice)));
      required[input] = input === "format"
        ? ["COMFY_DYNAMICCOMBO_V3", { options: [{ key: "auto" }, { key: "mp4" }] }]
        : input === "unet_name"
        ? ["COMBO", { options: choices }]
        : [choices, {}];
    }
    return { [name]: { input: { required }, output_node: name === "SaveVideo" } };
  }

  async #upload(form: FormData): Promise<Response> {
    const image = form.get("image");
    if (!(image instanceof File)) return new Response(null, { status: 400 });
    this.uploads.set(image.name, await image.bytes());
    return Response.json({ name: image.name, subfolder: "", type: form.get("type") ?? "input" });
  }

  #prompt(body: Record<string, unknown>): Response {
    this.prompts++;
    const { prompt, prompt_id: promptId, client_id: clientId } = body;
    const graph = prompt as WorkflowGraph;
    if (typeof promptId !== "string" || !UUID.test(promptId)) {
      return Response.json({ error: { type: "invalid_prompt_id" } }, { status: 400 });
    }
    const named = /scenario:([\w-]+)/.exec(JSON.stringify(graph))?.[1] ?? this.chosen;
    const scenario = COMFY_SCENARIOS.get(named);
    if (!scenario) return Response.json({ error: { type: "no_scenario" } }, { status: 400 });
    const round = this.#played.get(named) ?? 0;
    this.#played.set(named, round + 1);
    const answers = scenario.prompt ?? ["queued"];
    const answer = answers[Math.min(round, answers.length - 1)] ?? "queued";
    if (answer === "lost") return brokenAnswer();
    if (answer === "fault") return new Response("Internal Server Error", { status: 500 });
    const isQueued = ["queued", "queued-unanswered", "fault-after", "without-output"];
    if (!isQueued.includes(answer)) return refusedPrompt(answer);
    for (let count = 0; count < (scenario.ahead ?? 0); count++) {
      this.worker.add({
        promptId: crypto.randomUUID(),
        clientId: "other",
        graph,
        scenario: OTHERS,
      });
    }
    const job = this.worker.add({ promptId, clientId: String(clientId), graph, scenario });
    this.jobs.push(job);
    if (answer === "queued-unanswered") return brokenAnswer();
    if (answer === "fault-after") return new Response("Internal Server Error", { status: 500 });
    const errors = answer === "without-output" ? { "8": { errors: [] }, "12": { errors: [] } } : {};
    return Response.json({ prompt_id: promptId, number: job.number, node_errors: errors });
  }

  #queue(): Response {
    const body = this.worker.list();
    if (this.#options.stepMs === undefined) this.worker.tick();
    return Response.json(body);
  }

  #view(name: string): Response {
    const { video } = this.#options;
    const job = this.jobs.find(({ number }) => name === `lounge_${number}_.mp4`);
    if (!job || job.scenario.view === "gone") return new Response(null, { status: 404 });
    const isHalf = job.scenario.view === "half-once" && !this.#viewed.has(name);
    this.#viewed.add(name);
    const headers = { "content-type": "video/mp4", "content-length": String(video.length) };
    return new Response(isHalf ? endingEarly(video.subarray(0, 999)) : video, { headers });
  }
}

const OTHERS: ComfyScenario = { says: "Of somebody else.", steps: 2 };

function historyOf({ history }: ComfyWorker, id: string): Record<string, unknown> {
  return history.has(id) ? { [id]: history.get(id) } : {};
}

function brokenAnswer(): Response {
  return new Response(endingEarly(new Uint8Array([123])), { headers: { "content-length": "99" } });
}

function endingEarly(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes),
    pull: (controller) => controller.close(),
  });
}
