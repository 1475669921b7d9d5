/** What pages cost an instance that holds very many generations. */
// deno-lint-ignore-file no-console -- this tool's answer
import { join } from "node:path";
import { cpuUsage } from "node:process";
import { createApp } from "../server/app.ts";
import { parseConfig } from "../server/config.ts";
import { openServices } from "../server/opening/services.ts";
import { openSqliteStores } from "../server/stores/sqlite/sqlite_stores.ts";
import { cookieOf } from "../server/visitors/signed_ids.ts";
import { addBuild } from "../tests/built_app.ts";
import { addMany, OLD_BATCH } from "../tests/many_generations.ts";

const MANY = { own: 50_000, ownQueued: 20, shared: 10_000, queued: 10_000 };
const LISTENERS = 1000;
const VISITOR = crypto.randomUUID();

/** What a call costs this process beside the time that it waits, in milliseconds. */
async function cpuMsOf(call: () => Promise<unknown>): Promise<number> {
  const before = cpuUsage();
  await call();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}

/** Prints the CPU time up to the first byte of each page, and of the whole of it. */
export async function benchFullHouse(folder: string): Promise<void> {
  const config = parseConfig({
    VIDEOS_DIR: join(folder, "videos"),
    DATA_DIR: join(folder, "data"),
    SITE_URL: "http://lounge.example",
  });
  const path = join(config.DATA_DIR, "lounge.sqlite");
  const stores = await openSqliteStores({ path });
  await addMany(stores, { path, visitorId: VISITOR, many: MANY });
  await stores.close();
  const services = await openServices(config);
  const app = createApp(services);
  await addBuild(app);
  const handle = app.handler();
  const cookie = cookieOf(VISITOR, { signatures: services.signatures, isSecure: false });
  const headers = { cookie: cookie.split(";")[0] ?? "", accept: "text/html" };
  const ask = (address: string) =>
    handle(new Request(`http://lounge.example${address}`, { headers }));
  const [finished] = await services.generations.list({ visitorId: VISITOR }, {
    limit: 1,
    before: Date.now(),
  });
  console.log(`With ${JSON.stringify(MANY)}, CPU ms to the first byte, and to the last:`);
  const addresses = [
    "/",
    "/library",
    `/v/${finished?.id}`,
    `/v/30000001-0000-4000-8000-000000000001`,
    "/status",
    "/sitemap.xml",
    `/library/videos.zip?batch=${OLD_BATCH}`,
    "/library/videos.zip?batch=none",
    "/account/export",
  ];
  // The first round loads pages and warms them up.
  for (const isWarm of [false, true]) {
    for (const address of addresses) {
      const { status, bytes, firstMs, allMs } = await measure(() => ask(address));
      const figures = [firstMs, allMs].map((ms) => ms.toFixed(1).padStart(8)).join(" ");
      if (isWarm) console.log(`${address.padEnd(48)} ${status} ${figures} ${bytes} bytes`);
    }
  }
  await benchListeners(services);
  await services.stop({ graceMs: 0 });
  await services.close();
}

/** What one answer costs, in CPU milliseconds up to its first byte and up to its last. */
async function measure(ask: () => Promise<Response>) {
  let status = 0;
  let bytes = 0;
  let body: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const read = async () => {
    const piece = await body?.read();
    bytes += piece?.value?.length ?? 0;
    return piece?.done === false;
  };
  const firstMs = await cpuMsOf(async () => {
    const response = await ask();
    status = response.status;
    body = response.body?.getReader();
    await read();
  });
  const restMs = await cpuMsOf(async () => {
    while (await read()) { /* to its end */ }
  });
  return { status, bytes, firstMs, allMs: firstMs + restMs };
}

/** A thousand who look on while nothing happens. */
async function benchListeners(
  { generations }: Pick<Awaited<ReturnType<typeof openServices>>, "generations">,
): Promise<void> {
  const leaving = new AbortController();
  const ids = (await generations.list({ visitorId: VISITOR }, { limit: MANY.ownQueued }))
    .filter(({ state }) => state === "queued").map(({ id }) => id);
  const following = Array.from({ length: LISTENERS }, async (_, index) => {
    const options = { afterSeq: 0, signal: leaving.signal };
    const viewer = { visitorId: VISITOR };
    const told = await generations.follow(ids[index % ids.length] ?? "", viewer, options);
    for await (const _ of told);
  });
  await pause(2000);
  const ms = await cpuMsOf(() => pause(10_000));
  console.log(`${LISTENERS} event listeners: ${(ms / 10_000 * 100).toFixed(1)} % of a core`);
  leaving.abort();
  await Promise.all(following);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
