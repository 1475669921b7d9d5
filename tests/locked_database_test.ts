/** What visitors notice of another process that has locked the database: nothing, until they write. */
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import type { AcceptedGeneration } from "../contract/generation.ts";
import { startFakeHuggingFace } from "./fakes/fake_hugging_face.ts";
import { cookieOf, postPicture } from "./generate_client.ts";
import { startLounge } from "./lounge.ts";
import { drawPicture } from "./pictures.ts";
import { smallVideo } from "./small_video.ts";
import { ROOT } from "./source_files.ts";

/** The write lock of a database, held by a process of its own; resolves once it has it. */
async function lockElsewhere(path: string): Promise<{ release(): Promise<void> }> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "tests/server/stores/sqlite/locking_process.ts", path],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = process.stdout.getReader();
  await output.read();
  return {
    async release() {
      await process.stdin.close();
      await output.cancel();
      assertEquals((await process.status).code, 0);
    },
  };
}

Deno.test("a process that locks the database delays no page, and what is written waits for it", async () => {
  const fake = startFakeHuggingFace({ video: await smallVideo() });
  await using _fake = { [Symbol.asyncDispose]: () => fake.close() };
  await using lounge = await startLounge({ HF_ENDPOINT_URL: fake.endpoint("video") });
  const picture = await drawPicture({ width: 1024, height: 576, isPlain: true });
  const first = await postPicture(lounge, { picture });
  const headers = cookieOf(first);
  const { page }: AcceptedGeneration = await first.json();

  const lock = await lockElsewhere(join(lounge.services.config.DATA_DIR, "lounge.sqlite"));
  let isAnswered = false;
  const waiting = postPicture(lounge, {
    picture,
    fields: { seed: "7" },
    headers: { ...headers, prefer: "respond-async" },
  }).finally(() => isAnswered = true);
  // Answered at all: the lock is held until they are.
  for (const path of ["/", "/library", page, "/status", `${page}/events`, "/panel"]) {
    const response = await fetch(lounge.url + path, { headers });
    assertEquals([path, response.status], [path, 200]);
    await response.body?.cancel();
  }
  assertEquals(isAnswered, false, "the submission did not wait");
  await lock.release();
  const second = await waiting;
  assertEquals(second.status, 202);
  assertEquals((await second.json()).kind, "created");
});
