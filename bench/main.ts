/** Shows what the app adds to the work itself: `deno task bench`. Ratios of one run, not records. */
// deno-lint-ignore-file no-console -- this tool's answer
import { join } from "node:path";
import { drawnVideo } from "../tests/fakes/drawn_video.ts";
import { drawPicture, stopDrawing } from "../tests/pictures.ts";
import { placeRow } from "../tests/placed_video.ts";
import { meetCrowd } from "./crowd.ts";
import { benchEngine } from "./engine.ts";
import { benchFullHouse } from "./full_house.ts";
import { measurePair, measureRate, read } from "./measure.ts";
import { benchPicture } from "./pictures.ts";
import { type ServerProcess, startServer } from "./processes.ts";

const VIDEO_ID = crypto.randomUUID();
const VIDEO_BYTES = 5 * 1024 * 1024;
const RANGE = { headers: { range: "bytes=1000000-1065535" } };

interface Servers {
  readonly app: ServerProcess;
  readonly plain: ServerProcess;
}

function print(name: string, ours: number, plain: number, unit: string): void {
  const ratio = (ours / plain).toFixed(2);
  console.log(
    `${name.padEnd(34)} ${ours.toFixed(1).padStart(9)} ${plain.toFixed(1).padStart(9)} ${
      unit.padEnd(10)
    } ${ratio}`,
  );
}

async function benchReads(
  name: string,
  path: string,
  { app, plain, init }: Servers & { init?: RequestInit },
) {
  const ours = await measureRate(() => read(`${app.url}${path}`, init));
  const theirs = await measureRate(() =>
    read(`${plain.url}/${path.split("/").at(-1) || "page"}`, init)
  );
  print(name, ours, theirs, "requests/s");
}

async function benchGenerate({ app, plain }: Servers): Promise<void> {
  const picture = await drawPicture({ width: 1024, height: 576, isPlain: true });
  const form = () => {
    const body = new FormData();
    body.append("image", new Blob([picture]), "photo.jpg");
    return { method: "POST", body };
  };
  const direct = { method: "POST", body: picture, headers: { "content-type": "image/jpeg" } };
  const [ours, theirs] = await measurePair([
    () => read(`${app.url}/generate`, form()),
    () => read(`${plain.url}/video.mp4`, direct),
  ]);
  print("POST /generate, instant provider", ours, theirs, "ms");
  console.log(`  added by the app: ${(ours - theirs).toFixed(1)} ms (median)`);
}

const CROWD = 500;

async function benchCrowd(plain: ServerProcess, settings: Record<string, string>): Promise<void> {
  await using app = await startServer(["tools/serve.ts"], {
    ...settings,
    HF_ENDPOINT_URL: `${plain.url}/video.mp4?seconds=5`,
    MAX_RUNNING_GENERATIONS: String(CROWD),
    MAX_QUEUED: String(CROWD),
    MAX_QUEUED_PER_VISITOR: String(CROWD),
  });
  const { succeeded, seconds, pageP99Ms } = await meetCrowd(app, CROWD);
  console.log(
    `${CROWD} generations at once, 5 s provider: ${succeeded} succeeded in ${
      seconds.toFixed(1)
    } s,`,
    `page p99 ${pageP99Ms.toFixed(0)} ms, peak memory ${app.peakMib().toFixed(0)} MiB`,
  );
}

async function printPicture(folder: string): Promise<void> {
  const { prepareMs, delayP99Ms } = await benchPicture(folder);
  console.log(
    `12-megapixel JPEG, decoded, cropped, encoded: ${prepareMs.toFixed(0)} ms (median),`,
    `event loop p99 ${delayP99Ms.toFixed(1)} ms late`,
  );
}

const folder = await Deno.makeTempDir({ prefix: "lounge-bench-" });
try {
  // First, while nothing else runs here.
  await benchEngine(folder);
  await benchFullHouse(join(folder, "full"));
  await Deno.writeFile(join(folder, "video.mp4"), await drawnVideo());
  await Deno.writeFile(join(folder, `${VIDEO_ID}.mp4`), new Uint8Array(VIDEO_BYTES));
  await using plain = await startServer(["bench/baseline.ts", folder]);
  const settings = {
    HOST: "127.0.0.1",
    PORT: "0",
    VIDEOS_DIR: folder,
    DATA_DIR: join(folder, "data"),
  };
  await using app = await startServer(["tools/serve.ts"], {
    ...settings,
    HF_ENDPOINT_URL: `${plain.url}/video.mp4`,
  });
  await Deno.writeTextFile(join(folder, "page"), await (await fetch(app.url)).text());
  console.log(
    `${"".padEnd(34)} ${"app".padStart(9)} ${"plain".padStart(9)} ${"".padEnd(10)} ratio`,
  );
  await benchReads("GET /", "/", { app, plain });
  await benchGenerate({ app, plain });
  const { DATA_DIR: dataDir } = settings;
  const { fileName } = await placeRow(VIDEO_ID, { dataDir, bytes: VIDEO_BYTES });
  const video = `/videos/${fileName}.mp4`;
  await Deno.symlink(join(folder, `${VIDEO_ID}.mp4`), join(folder, `${fileName}.mp4`));
  await benchReads("video of 5 MiB, whole", video, { app, plain });
  await benchReads("video of 5 MiB, 64 KiB range", video, { app, plain, init: RANGE });
  console.log(`memory of the app afterwards: ${app.residentMib().toFixed(0)} MiB`);
  await printPicture(folder);
  await benchCrowd(plain, { ...settings, DATA_DIR: join(folder, "crowd") });
} finally {
  stopDrawing();
  await Deno.remove(folder, { recursive: true });
}
