/** How to start the fake. */
export interface FakeVideosApiOptions {
  /** What completed jobs have as their content. */
  readonly video: Uint8Array<ArrayBuffer>;
  /** Asked for as a Bearer token, where there is one. */
  readonly key?: string;
  readonly port?: number;
}

/** A job as it was created. */
export interface FakeVideoJob {
  readonly id: string;
  readonly scenario: VideosApiScenario;
  /** Form fields, the picture left out. */
  readonly fields: Readonly<Record<string, string>>;
  /** Bytes of the picture. */
  readonly pictureBytes: number;
  polls: number;
  isDeleted: boolean;
}

/** A running fake of a `/v1/videos` server. */
export interface FakeVideosApi extends AsyncDisposable {
  /** For `VIDEOS_API_URL`. */
  readonly url: string;
  readonly jobs: readonly FakeVideoJob[];
  /** How often it was asked to create one. */
  readonly creates: number;
  /** The scenario of work whose prompt names none with `scenario:<name>`. */
  play(scenario: string): void;
}

interface VideosApiScenario {
  readonly says: string;
  /** Answers to the create, the last one again and again; without them it is taken. */
  readonly create?: readonly ((job: FakeVideoJob) => Response)[];
  /** What the job looks like at each poll, the last one again and again. */
  readonly polls?: readonly Poll[];
  readonly content?: (video: Uint8Array<ArrayBuffer>) => Response;
  /** SGLang's, which forgets the job alone; the first answer of vLLM-Omni's may be 409. */
  readonly remove?: "forgets" | "busy-once";
}

interface Poll {
  /** Nothing where the job is not known any more. */
  readonly job?: Readonly<Record<string, unknown>>;
  readonly status?: number;
}

const MODEL = "Wan-AI/Wan2.2-TI2V-5B-Diffusers";
const QUEUED: Poll = { job: { status: "queued", progress: 0 } };
const HALF_DONE: Poll = { job: { status: "in_progress", progress: 40 } };
const COMPLETED: Poll = { job: { status: "completed", progress: 100 } };
const failedWith = (message: string, status = 200): Poll => ({
  status,
  job: { status: "failed", progress: 40, error: { code: 500, message } },
});
const refused = (status: number, detail: unknown, headers: HeadersInit = {}) => () =>
  Response.json({ detail }, { status, headers });

/** What the fake can play, by name. */
export const VIDEOS_API_SCENARIOS: ReadonlyMap<string, VideosApiScenario> = new Map(
  Object.entries<VideosApiScenario>({
    "video": { says: "As vLLM-Omni: queued, in progress, completed." },
    "sglang": {
      says: "As SGLang: queued until it is completed; DELETE forgets the job alone.",
      polls: [QUEUED, QUEUED, QUEUED, COMPLETED],
      remove: "forgets",
    },
    "never-ends": {
      says: "In progress for ever; DELETE is busy once.",
      polls: [HALF_DONE],
      remove: "busy-once",
    },
    "forgets-only": {
      says: "Queued for ever, as SGLang; DELETE forgets the job alone.",
      polls: [QUEUED],
      remove: "forgets",
    },
    "failed": {
      says: "The job fails.",
      polls: [HALF_DONE, failedWith("No frames at /srv/run.py")],
    },
    "failed-with-status": {
      says: "As vLLM-Omni: the poll of a failed job answers 500 with the job.",
      polls: [HALF_DONE, failedWith("Traceback in /srv/run.py", 500)],
    },
    "out-of-memory": {
      says: "The GPU's memory does not do.",
      polls: [failedWith("CUDA out of memory. Tried to allocate 2 GiB", 500)],
    },
    "unknown-state": {
      says: "A state that nobody has heard of.",
      polls: [{ job: { status: "hibernating" } }],
    },
    "forgotten": { says: "The server was restarted: 404.", polls: [HALF_DONE, { status: 404 }] },
    "faulty-poll": {
      says: "500 without a job at one poll.",
      polls: [{ status: 500 }, COMPLETED],
    },
    "bad-request": {
      says: "The create is refused.",
      create: [refused(422, [{ loc: ["body", "num_frames"], msg: "must be at most 121" }])],
    },
    "login": { says: "Asks for a key.", create: [refused(401, "Unauthorized")] },
    "busy-once": {
      says: "429 to the first create.",
      create: [refused(429, "Too many requests", { "retry-after": "1" }), accepted],
    },
    "gateway": {
      says: "A gateway's 502 to the create: it may have begun.",
      create: [() => new Response("<html>502</html>", { status: 502 })],
    },
    "breaks-off": { says: "The create's answer breaks off.", create: [brokenAnswer] },
    "synchronous": {
      says: "As NVIDIA Dynamo: the whole video in the answer.",
      create: [
        () =>
          Response.json({ id: "d1", status: "completed", data: [{ url: "file:///tmp/x.mp4" }] }),
      ],
    },
    "half-a-file": {
      says: "The content breaks off once.",
      content: halfOnce(),
    },
    "no-video": {
      says: "The content is a page.",
      content: () =>
        new Response("<html>Hello</html>", { headers: { "content-type": "text/html" } }),
    },
    "no-content": {
      says: "The content is not there.",
      content: () => Response.json({ detail: "Video content not found" }, { status: 404 }),
    },
  }),
);

/** Starts a server on the loopback interface that speaks `/v1/videos`, well or badly. */
export function startFakeVideosApi(options: FakeVideosApiOptions): FakeVideosApi {
  const jobs: FakeVideoJob[] = [];
  const played = new Map<string, number>();
  let [chosen, creates] = ["video", 0];
  const create = async (request: Request) => {
    const form = await request.formData();
    const picture = form.get("input_reference");
    const fields = Object.fromEntries(
      [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
    creates++;
    if (!(picture instanceof File) || (fields.prompt ?? "") === "") {
      return Response.json({ detail: "prompt and input_reference are required" }, { status: 422 });
    }
    const name = /scenario:([\w-]+)/.exec(fields.prompt ?? "")?.[1] ?? chosen;
    const scenario = VIDEOS_API_SCENARIOS.get(name);
    if (!scenario) return Response.json({ detail: `no scenario ${name}` }, { status: 400 });
    const id = `video_gen_${crypto.randomUUID().replaceAll("-", "")}`;
    const job = { id, scenario, fields, pictureBytes: picture.size, polls: 0, isDeleted: false };
    const round = played.get(name) ?? 0;
    played.set(name, round + 1);
    const answer = scenario.create?.[Math.min(round, scenario.create.length - 1)] ?? accepted;
    if (answer === accepted || answer === brokenAnswer) jobs.push(job);
    return answer(job);
  };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: options.port ?? 0, onListen() {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      const isOpen = options.key === undefined ||
        request.headers.get("authorization") === `Bearer ${options.key}`;
      if (!isOpen) return Response.json({ error: "Unauthorized" }, { status: 401 });
      if (pathname === "/v1/models") return Response.json({ data: [{ id: MODEL }] });
      if (pathname === "/v1/videos" && request.method === "POST") return await create(request);
      const [, id, isContent] = /^\/v1\/videos\/(\w+)(\/content)?$/.exec(pathname) ?? [];
      const job = jobs.find((each) => each.id === id && !each.isDeleted);
      if (!job) return Response.json({ detail: "Video not found" }, { status: 404 });
      if (request.method === "DELETE") return removed(job);
      return isContent ? contentOf(job, options.video) : polled(job);
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    jobs,
    get creates() {
      return creates;
    },
    play: (scenario) => void (chosen = scenario),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function accepted({ id }: FakeVideoJob): Response {
  return Response.json({ id, object: "video", model: MODEL, status: "queued", progress: 0 });
}

function polled(job: FakeVideoJob): Response {
  const polls = job.scenario.polls ?? [QUEUED, HALF_DONE, COMPLETED];
  const { job: state, status = 200 } = polls[Math.min(job.polls++, polls.length - 1)] ?? QUEUED;
  const body = state ? { id: job.id, object: "video", ...state } : { detail: "Nothing here" };
  return Response.json(body, { status });
}

function contentOf(job: FakeVideoJob, video: Uint8Array<ArrayBuffer>): Response {
  const whole = () => new Response(video, { headers: { "content-type": "video/mp4" } });
  return (job.scenario.content ?? whole)(video);
}

function removed(job: FakeVideoJob): Response {
  const { remove } = job.scenario;
  const isBusy = remove === "busy-once" && job.polls >= 0;
  if (isBusy) {
    job.polls = -1000;
    return Response.json({ detail: "Still stopping" }, { status: 409 });
  }
  job.isDeleted = true;
  return remove === "forgets"
    ? Response.json({ id: job.id, object: "video", status: "deleted" })
    : Response.json({ id: job.id, object: "video.deleted", deleted: true });
}

function brokenAnswer(): Response {
  return new Response(brokenAfter(new Uint8Array([123])), { headers: { "content-length": "100" } });
}

function halfOnce(): (video: Uint8Array<ArrayBuffer>) => Response {
  let isFirst = true;
  return (video) => {
    const body = isFirst ? brokenAfter(video.subarray(0, video.length / 2)) : video;
    isFirst = false;
    return new Response(body, {
      headers: { "content-type": "video/mp4", "content-length": String(video.length) },
    });
  };
}

/** A body that ends too early. */
function brokenAfter(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes),
    pull: (controller) => controller.close(),
  });
}
