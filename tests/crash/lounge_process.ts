/**
 * The server process that the crash test kills: the real service, runner, database, video store and
 * raw endpoint provider, with a short lease. `POST /` takes a picture, whatever its bytes are, and
 * answers 202 with the generation's id once it is accepted.
 *
 * Arguments: the folder for everything, and the address of the endpoint; `comfyui+` before it, the
 * address of a ComfyUI.
 */
// deno-lint-ignore-file no-console -- the test reads its standard output
import { join } from "node:path";
import { GenerationNotifier } from "../../server/generation/generation_notifier.ts";
import { GenerationService } from "../../server/generation/generation_service.ts";
import { Runner } from "../../server/generation/runner.ts";
import { UsualDurations } from "../../server/generation/usual_durations.ts";
import { VisitorTokens } from "../../server/generation/visitor_tokens.ts";
import type { VideoMarks } from "../../contract/video_marks.ts";
import { finishVideo } from "../../server/videos/video_finishing.ts";
import type { InspectedVideo } from "../../server/videos/video_inspection.ts";
import { systemClock, wait } from "../../server/clock.ts";
import type { PictureSource } from "../../server/generation/ports/picture_store.ts";
import type { Picture, VideoProvider } from "../../server/generation/ports/provider.ts";
import type { Model } from "../../server/models/model.ts";
import { openRegistry } from "../../server/models/registry.ts";
import { ComfyUi } from "../../server/providers/comfyui/comfyui.ts";
import { OwnServer } from "../../server/providers/own_server.ts";
import { RawEndpointProvider } from "../../server/providers/raw_endpoint.ts";
import { DiskVideoStore } from "../../server/stores/disk_video_store.ts";
import { DiskPictureStore } from "../../server/stores/disk_picture_store.ts";
import { openSqliteStores } from "../../server/stores/sqlite/sqlite_stores.ts";
import { availableModel, ENDPOINT_MODEL, modelsOf } from "../server/generation/sample_models.ts";

const LEASE_MS = 1500;
const TIMEOUT_MS = 60_000;
const MAX_VIDEO_BYTES = 10_000_000;
const STOP_GRACE_MS = 5000;
const PREPARING_MS = 80;
const INSPECTING_MS = 30;
const SIZE = { width: 1024, height: 576 };

/**
 * Decodes nothing, so that the endpoint gets the very bytes that identify a picture; takes its time,
 * so that some kills fall before anything is sent.
 */
function openPicture(source: PictureSource): Promise<Picture> {
  return Promise.resolve({
    ...SIZE,
    async jpeg(_size, signal) {
      await wait(PREPARING_MS, { clock: systemClock, signal });
      return await source.read();
    },
    rgb: () => Promise.reject(new Error("The raw endpoint takes a JPEG.")),
  });
}

/** Takes its time as well, so that some kills fall while a video is saved. */
async function finishSlowly(path: string, marks: VideoMarks): Promise<InspectedVideo> {
  const { signal } = new AbortController();
  await wait(INSPECTING_MS, { clock: systemClock, signal });
  return await finishVideo(path, marks);
}

const [directory = "", endpointUrl = ""] = Deno.args;

/** A model, and its provider at the address. */
async function openModel(): Promise<[Model, VideoProvider]> {
  const [, url] = /^comfyui\+(.*)$/.exec(endpointUrl) ?? [];
  const limits = { timeoutMs: TIMEOUT_MS, maxVideoBytes: MAX_VIDEO_BYTES };
  if (url === undefined) {
    return [ENDPOINT_MODEL, new RawEndpointProvider({ url: endpointUrl, ...limits })];
  }
  const { find, workflows } = await openRegistry();
  const model = find("stable-video-diffusion-xt");
  const route = model?.routes.find(({ provider }) => provider === "comfyui");
  const workflow = workflows.get(route?.workflow ?? "");
  if (!model || !route || !workflow) throw new Error("There is no workflow to be sent.");
  const server = new OwnServer({ url, ...limits });
  const provider = new ComfyUi({ server, route, workflow, ...limits });
  return [{ ...model, routes: [route] }, provider];
}

const log = {
  info() {},
  error: (sentence: string, facts: unknown) => console.log(`fault: ${sentence}`, facts),
};
const videos = new DiskVideoStore({ directory: join(directory, "videos") });
const pictures = new DiskPictureStore({ directory: join(directory, "pictures") });
await pictures.open();
await videos.sweepDrafts();
const stores = await openSqliteStores({ path: join(directory, "lounge.sqlite") });
const made = await openModel();
const shared = {
  ...stores,
  videos,
  pictures,
  models: modelsOf(availableModel(...made)),
  openPicture,
  notifier: new GenerationNotifier(),
  log,
  room: {
    forget() {},
    noteStored() {},
    lackFor: () => Promise.resolve(undefined),
    lackForBeginning: () => Promise.resolve(undefined),
  },
  clock: systemClock,
  now: systemClock.now,
};
const service = new GenerationService({
  ...shared,
  durations: new UsualDurations(stores.history, systemClock.now),
  maxQueuedPerVisitor: 100_000,
  caps: {},
  retentionDays: 0,
  lookAtUpload: () => Promise.resolve({ type: "image/png", ...SIZE, isPlain: false }),
  newId: () => crypto.randomUUID(),
  toProblem: () => {
    throw new Error("Nobody asks for a problem here.");
  },
});
const runner = new Runner({
  ...shared,
  tokens: new VisitorTokens(systemClock),
  finishVideo: finishSlowly,
  encodeFrame: () => Promise.reject(new Error("The raw endpoint hands no frame over.")),
  owner: crypto.randomUUID(),
  leaseMs: LEASE_MS,
  timeoutMs: TIMEOUT_MS,
  maxVideoBytes: MAX_VIDEO_BYTES,
  maxRunning: 8,
  maxRunningPerVisitor: 8,
});
runner.start();

const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`listening on ${port}`),
}, async (request) => {
  const bytes = await request.bytes();
  const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  const path = join(directory, `upload-${sha256}`);
  await Deno.writeFile(path, bytes);
  const { id } = await service.submit({
    visitorId: request.headers.get("x-visitor") ?? "",
    picture: { path, sha256, bytes: bytes.length },
    settings: {},
    paymentMeans: { hasToken: false },
    isFresh: true,
  });
  return new Response(id, { status: 202 });
});

Deno.addSignalListener("SIGTERM", async () => {
  await Promise.all([server.shutdown(), runner.stop({ graceMs: STOP_GRACE_MS })]);
  service.close();
  await stores.close();
  Deno.exit(0);
});
