import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import type { GenerationProgress } from "../../../../contract/generation.ts";
import { CanceledError, InputError, ProviderError } from "../../../../server/generation/errors.ts";
import { inspectFilm } from "../../../../server/media/film_inspection.ts";
import {
  LOCAL_ENGINE_LABEL,
  LocalEngine,
} from "../../../../server/providers/local/local_engine.ts";
import type { FilmRequest, Picture } from "../../../../server/providers/provider.ts";
import { boxAt, boxesOf } from "../../../mp4_reading.ts";
import { syntheticPicture } from "../../../synthetic_picture.ts";

const SMALL = { width: 160, height: 96 };
const engine = new LocalEngine();

Deno.test.afterAll(() => engine.close());

function request(options: Partial<FilmRequest> = {}): FilmRequest {
  const size = options.size ?? SMALL;
  return { picture: syntheticPicture(size), size, seed: 1, settings: {}, ...options };
}

async function makeFilm(
  filmRequest: FilmRequest,
  { signal = new AbortController().signal, report = (_: GenerationProgress) => {}, by = engine } =
    {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { bytes } = await by.start(filmRequest, { signal, report });
  return new Uint8Array(await new Response(bytes).arrayBuffer());
}

function number32({ content }: { content: Uint8Array<ArrayBuffer> }, offset: number): number {
  return new DataView(content.buffer, content.byteOffset).getUint32(offset);
}

for (const size of [{ width: 1024, height: 576 }, { width: 576, height: 1024 }]) {
  Deno.test(`a film of ${size.width}×${size.height} is H.264 of 25 frames at 7 a second`, async () => {
    const film = await makeFilm(request({ size }));
    const path = await Deno.makeTempFile();
    await Deno.writeFile(path, film);
    const { codec, width, height, frames, durationSeconds } = await inspectFilm(path);
    await Deno.remove(path);
    assertEquals({ codec, width, height, frames }, { codec: "avc1", ...size, frames: 25 });
    assertEquals(durationSeconds, 25 / 7);
  });
}

Deno.test("the index comes first and names the only key frame", async () => {
  const film = await makeFilm(request());
  assertEquals(boxesOf(film).map(({ type }) => type).slice(0, 2), ["ftyp", "moov"]);
  const keyFrames = boxAt(film, "moov/trak/mdia/minf/stbl/stss");
  assertEquals([number32(keyFrames, 4), number32(keyFrames, 8)], [1, 1]);
  const times = boxAt(film, "moov/trak/mdia/minf/stbl/stts");
  const timescale = number32(boxAt(film, "moov/trak/mdia/mdhd"), 12);
  assertEquals(number32(times, 4), 1, "every frame lasts as long as the others");
  assertEquals(timescale / number32(times, 12), 7);
});

Deno.test("the film says inside what it is", async () => {
  const film = new TextDecoder("latin1").decode(await makeFilm(request()));
  assert(film.includes(LOCAL_ENGINE_LABEL));
  assertEquals(
    LOCAL_ENGINE_LABEL,
    "Local motion preview: simulated camera move, no AI video model",
  );
});

Deno.test("a seed always gives the same frames, and another seed other ones", async () => {
  const frames = async (seed: number) => boxAt(await makeFilm(request({ seed })), "mdat").content;
  const [first, again, other] = [await frames(5), await frames(5), await frames(6)];
  assertEquals(first, again);
  assertNotEquals(first, other);
});

Deno.test("frames and pace are the engine's options", async () => {
  const longer = new LocalEngine({ frames: 40, framesPerSecond: 20 });
  try {
    const film = await makeFilm(request(), { by: longer });
    assertEquals(number32(boxAt(film, "moov/trak/mdia/minf/stbl/stsz"), 8), 40);
  } finally {
    longer.close();
  }
});

Deno.test("every frame is reported", async () => {
  const reports: GenerationProgress[] = [];
  await makeFilm(request(), { report: (progress) => reports.push(progress) });
  assertEquals(
    reports.map(({ frame }) => frame),
    Array.from({ length: 25 }, (_, i) => i + 1),
  );
  assertEquals(reports[6], {
    stage: "generating",
    message: "Drawing frame 7 of 25",
    frame: 7,
    frames: 25,
  });
});

Deno.test("a film canceled half way is not waited for, and the next one is whole", async () => {
  const canceling = new AbortController();
  const seen: number[] = [];
  const canceled = makeFilm(request({ size: { width: 1024, height: 576 } }), {
    signal: canceling.signal,
    report: ({ frame = 0 }) => {
      seen.push(frame);
      if (frame === 3) canceling.abort();
    },
  });
  const next = makeFilm(request());
  await assertRejects(() => canceled, CanceledError);
  assertEquals(number32(boxAt(await next, "moov/trak/mdia/minf/stbl/stsz"), 8), 25);
  assert(Math.max(...seen) < 25, "the canceled film was drawn to its end");
});

Deno.test("a waiting film says that it waits", async () => {
  const stages: string[] = [];
  const first = makeFilm(request());
  const second = makeFilm(request(), { report: ({ stage }) => stages.push(stage) });
  await Promise.all([first, second]);
  assertEquals(stages[0], "waiting");
});

Deno.test("a worker that breaks is replaced, and the next film is whole", async () => {
  const broken: Picture = {
    ...syntheticPicture(SMALL),
    rgb: () => Promise.resolve({ ...SMALL, data: new Uint8Array(9) }),
  };
  const failing = makeFilm(request({ picture: broken }));
  const next = makeFilm(request());
  const error = await assertRejects(() => failing, ProviderError);
  assertEquals([error.code, error.charged, error.retryable], ["engine-failed", "no", true]);
  assert((await next).length > 0);
});

Deno.test("a film that takes too long fails, and says so", async () => {
  const hasty = new LocalEngine({ timeoutMs: 1 });
  try {
    const error = await assertRejects(() => makeFilm(request(), { by: hasty }), ProviderError);
    assertEquals(error.code, "engine-failed");
    assert(error.message.includes("too long"));
  } finally {
    hasty.close();
  }
});

Deno.test("a picture that cannot be read is the picture's fault, not the engine's", async () => {
  const damaged: Picture = {
    ...syntheticPicture(SMALL),
    rgb: () => Promise.reject(new InputError("image-unreadable", "Damaged.")),
  };
  const error = await assertRejects(() => makeFilm(request({ picture: damaged })), InputError);
  assertEquals(error.code, "image-unreadable");
});

Deno.test("a closed engine cancels", async () => {
  const closing = new LocalEngine();
  const film = makeFilm(request(), { by: closing });
  closing.close();
  await assertRejects(() => film, CanceledError);
});
