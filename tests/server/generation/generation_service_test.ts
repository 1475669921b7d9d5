import { assert, assertEquals, assertRejects } from "@std/assert";
import type { GenerationProgress } from "../../../contract/generation.ts";
import { CanceledError, InputError, ProviderError } from "../../../server/generation/errors.ts";
import {
  type GenerationDependencies,
  GenerationService,
} from "../../../server/generation/generation_service.ts";
import type { Log } from "../../../server/log.ts";
import { LOCAL_MOTION, STABLE_VIDEO_DIFFUSION_XT } from "../../../server/models/model.ts";
import type {
  FilmRequest,
  ProviderCall,
  VideoProvider,
} from "../../../server/providers/provider.ts";
import { DiskVideoStore } from "../../../server/stores/disk_video_store.ts";

const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";
const SILENT: Log = { info() {}, error() {} };

type Make = (request: FilmRequest, call: ProviderCall) => Promise<Uint8Array<ArrayBuffer>>;

function providerOf(make: Make, id = "scripted"): VideoProvider {
  return {
    id,
    async start(request, call) {
      const bytes = await make(request, call);
      return { kind: "film", bytes: ReadableStream.from([bytes]) };
    },
  };
}

const film = () => Promise.resolve(new TextEncoder().encode("film"));

async function withService(
  changes: Partial<GenerationDependencies>,
  use: (service: GenerationService, directory: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  const videos = new DiskVideoStore({ directory });
  const service = new GenerationService({
    offers: [{ model: STABLE_VIDEO_DIFFUSION_XT, provider: providerOf(film) }],
    videos,
    openPicture: () => Promise.resolve({ width: 300, height: 400, jpeg: unused, rgb: unused }),
    inspectFilm: () => Promise.resolve({ width: 576, height: 1024 }),
    log: SILENT,
    timeoutMs: 60_000,
    maxFilmBytes: 1000,
    newId: () => ID,
    now: () => 0,
    ...changes,
  });
  try {
    await use(service, directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function unused(): never {
  throw new Error("the scripted provider does not look at the picture");
}

function filesIn(directory: string): string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => name);
}

async function generate(
  service: GenerationService,
  options: { signal?: AbortSignal; seed?: number; modelId?: string } = {},
) {
  const stages: GenerationProgress["stage"][] = [];
  const { signal = new AbortController().signal, ...settings } = options;
  const accepted = await service.accept({ picturePath: "picture", ...settings });
  const result = await accepted.run({ signal, report: ({ stage }) => void stages.push(stage) });
  return { result, stages };
}

Deno.test("a finished generation is stored under its id and tells what it is", async () => {
  await withService({}, async (service, directory) => {
    const { result, stages } = await generate(service);
    assertEquals(result, {
      id: ID,
      url: `/videos/${ID}.mp4`,
      page: `/v/${ID}`,
      model: "stable-video-diffusion-xt",
      provider: "scripted",
      label: STABLE_VIDEO_DIFFUSION_XT.label,
      width: 576,
      height: 1024,
      bytes: 4,
      elapsedMs: 0,
    });
    assertEquals(await Deno.readTextFile(`${directory}/${ID}.mp4`), "film");
    assertEquals(stages, ["preparing", "saving"]);
  });
});

Deno.test("the frame size follows the picture's shape and the seed is handed on, zero too", async () => {
  const requests: FilmRequest[] = [];
  const provider = providerOf((request) => {
    requests.push(request);
    return film();
  });
  await withService({ offers: [{ model: LOCAL_MOTION, provider }] }, async (service) => {
    await generate(service, { seed: 0 });
  });
  assertEquals(requests.map(({ size, seed }) => ({ size, seed })), [
    { size: { width: 576, height: 1024 }, seed: 0 },
  ]);
});

Deno.test("another model is chosen by its id, an unknown one is refused with the list", async () => {
  const offers = [
    { model: STABLE_VIDEO_DIFFUSION_XT, provider: providerOf(film, "first") },
    { model: LOCAL_MOTION, provider: providerOf(film, "second") },
  ] as const;
  await withService({ offers }, async (service) => {
    const { result } = await generate(service, { modelId: "local-motion" });
    assertEquals(result.provider, "second");
    const refusal = await assertRejects(() => generate(service, { modelId: "sora" }), InputError);
    assertEquals(refusal.code, "unknown-model");
    assert(refusal.message.includes("stable-video-diffusion-xt, local-motion"));
  });
});

Deno.test("a film that is no film is thrown away", async () => {
  const inspectFilm = () => Promise.reject(new ProviderError("bad-output", "Not an MP4."));
  await withService({ inspectFilm }, async (service, directory) => {
    const failure = await assertRejects(() => generate(service), ProviderError);
    assertEquals(failure.code, "bad-output");
    assertEquals(filesIn(directory), []);
  });
});

Deno.test("a film over the limit is refused and thrown away", async () => {
  await withService({ maxFilmBytes: 3 }, async (service, directory) => {
    const failure = await assertRejects(() => generate(service), ProviderError);
    assertEquals(failure.code, "bad-output");
    assertEquals(filesIn(directory), []);
  });
});

Deno.test("the deadline ends a provider that never answers", async () => {
  const provider = providerOf((_, { signal }) => untilAborted(signal));
  const offers = [{ model: LOCAL_MOTION, provider }] as const;
  await withService({ offers, timeoutMs: 1 }, async (service) => {
    const failure = await assertRejects(() => generate(service), ProviderError);
    assertEquals(failure.code, "deadline-exceeded");
    assertEquals(failure.charged, "unknown");
  });
});

Deno.test("canceling ends the provider's call and keeps nothing", async () => {
  const visitor = new AbortController();
  const provider = providerOf((_, { signal }) => {
    visitor.abort(new CanceledError());
    return untilAborted(signal);
  });
  await withService({ offers: [{ model: LOCAL_MOTION, provider }] }, async (service, directory) => {
    await assertRejects(() => generate(service, { signal: visitor.signal }), CanceledError);
    assertEquals(filesIn(directory), []);
  });
});

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new Error("the call was aborted"));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
