import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { type Config, parseConfig } from "../../../server/config.ts";
import type { Followed } from "../../../server/generation/generations.ts";
import type { Log } from "../../../server/log.ts";
import { openServices } from "../../../server/opening/services.ts";
import type { Services } from "../../../server/services.ts";
import { drawPicture, stopDrawing } from "../../pictures.ts";

const ANNA = { visitorId: "anna" };
const SILENT: Log = { info() {}, error: (sentence) => assert(false, sentence) };

async function withFolder(use: (config: Config) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "services-" });
  const config = parseConfig({
    VIDEOS_DIR: join(directory, "videos"),
    DATA_DIR: join(directory, "data"),
  });
  try {
    await use(config);
  } finally {
    await Deno.remove(directory, { recursive: true });
    stopDrawing();
  }
}

async function submit({ generations }: Services, config: Config): Promise<string> {
  const path = join(config.DATA_DIR, "uploads", "one.upload");
  const bytes = await drawPicture({ width: 320, height: 200 });
  await Deno.writeFile(path, bytes);
  const picture = { path, sha256: "00", bytes: bytes.length };
  return (await generations.submit({
    ...ANNA,
    picture,
    isFresh: false,
    // Long enough that the server stops before the video is done.
    settings: { seconds: "6" },
    paymentMeans: { hasToken: false },
  })).id;
}

async function close(services: Services): Promise<void> {
  await services.stop({ graceMs: 0 });
  await services.close();
}

function typeOf(told: Followed): string {
  return told.kind === "event" ? told.event.event.type : "view";
}

Deno.test("a video that is being made when the server stops is made by the next one", async () => {
  await withFolder(async (config) => {
    const first = await openServices(config, SILENT);
    first.start();
    const id = await submit(first, config);
    const { signal } = new AbortController();
    const told = await first.generations.follow(id, ANNA, { afterSeq: 0, signal });
    for await (const next of told) if (typeOf(next) === "progress") break;
    await close(first);

    const second = await openServices(config, SILENT);
    second.start();
    const view = await second.generations.waitUntilEnded(id, ANNA, signal);
    assertEquals([view.state, view.receipt.charged], ["succeeded", "no"]);
    assert(await second.videos.find(`${id}.mp4`));
    const all = await second.generations.follow(id, ANNA, { afterSeq: 0, signal });
    const types = (await Array.fromAsync(all)).map(typeOf);
    assertEquals(types.filter((type) => type !== "progress" && type !== "view"), [
      ...["queued", "started", "released"],
      ...["started", "saving", "succeeded"],
    ]);
    await close(second);
  });
});
