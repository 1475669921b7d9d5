/**
 * What many requests of all kinds leave behind in memory and descriptors: `deno task bench:long`, with how many
 * they are as its argument. V8 fills its heap before it clears it: memory is level from 40,000 on.
 */
// deno-lint-ignore-file no-console -- this tool's answer
import { join } from "node:path";
import { drawPicture, stopDrawing } from "../tests/pictures.ts";
import { type ServerProcess, startServer } from "./processes.ts";

const REQUESTS = Number(Deno.args[0] ?? 20_000);
/** Until then caches fill and code is compiled. */
const WARM = 5000;
const AT_ONCE = 8;
const STEP = 1000;

/** One request of each kind by turns; every two hundredth makes a video. */
async function askOne(url: string, turn: number, picture: Uint8Array<ArrayBuffer>): Promise<void> {
  const kinds: readonly (() => Promise<Response>)[] = [
    () => fetch(url),
    () => fetch(`${url}/models`),
    () => fetch(`${url}/panel?model=local-motion&fps=${turn % 30}`),
    () => fetch(`${url}/library`, { headers: { accept: "text/html" } }),
    () => fetch(`${url}/status`, { headers: { accept: "application/json" } }),
    () => fetch(`${url}/v/${crypto.randomUUID()}`),
    () => fetch(`${url}/videos/${crypto.randomUUID()}.mp4`),
    () => fetch(`${url}/styles.css`),
    () => post(url, new Uint8Array(100)),
    () => fetch(`${url}/nowhere-${turn}`),
  ];
  const ask = turn % 200 === 0 ? () => post(url, picture) : kinds[turn % kinds.length];
  const response = await ask?.();
  await response?.body?.cancel();
}

function post(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  const body = new FormData();
  body.append("image", new Blob([bytes]), "photo.jpg");
  body.append("seconds", "1");
  body.append("fps", "8");
  return fetch(`${url}/generate`, { method: "POST", body });
}

/** MiB and descriptors after each thousand requests. */
async function run(app: ServerProcess): Promise<{ mib: number; descriptors: number }[]> {
  const picture = await drawPicture({ width: 320, height: 180 });
  const marks: { mib: number; descriptors: number }[] = [];
  for (let done = 0; done < REQUESTS; done += STEP) {
    let turn = done;
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      while (turn < done + STEP) await askOne(app.url, turn++, picture);
    }));
    marks.push({ mib: app.residentMib(), descriptors: app.descriptors() });
  }
  return marks;
}

const folder = await Deno.makeTempDir({ prefix: "lounge-long-" });
try {
  for (let round = 1; round <= 3; round++) {
    await using app = await startServer(["tools/serve.ts"], {
      ...{ HOST: "127.0.0.1", PORT: "0", LOG_LEVEL: "error" },
      ...{ UPLOADS_PER_MINUTE_PER_ADDRESS: "0", UPLOADS_AT_ONCE_PER_ADDRESS: "0" },
      VIDEOS_DIR: join(folder, `videos-${round}`),
      DATA_DIR: join(folder, `data-${round}`),
    });
    const marks = await run(app);
    const [warm, last] = [marks[WARM / STEP - 1], marks.at(-1)];
    const grown = ((last?.mib ?? NaN) - (warm?.mib ?? NaN)) / ((REQUESTS - WARM) / STEP);
    console.log(
      `run ${round}: ${marks.map(({ mib }) => mib.toFixed(0)).join(" ")} MiB;`,
      `${grown.toFixed(2)} MiB a thousand from the ${WARM}th on;`,
      `descriptors ${warm?.descriptors} then ${last?.descriptors}`,
    );
  }
} finally {
  stopDrawing();
  await Deno.remove(folder, { recursive: true });
}
