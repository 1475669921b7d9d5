import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { StorageError } from "../../../server/errors.ts";
import { checkInstance, INSTANCE_FILE } from "../../../server/stores/instance_id.ts";

interface Folder {
  /** Absent: the folder has none. */
  readonly id?: string;
  readonly isFull?: boolean;
}

const ONE = crypto.randomUUID(), OTHER = crypto.randomUUID();

/** Checks two real folders; the ids that they have afterwards, or the sentence for the operator. */
async function check(data: Folder, videos: Folder): Promise<string[] | string> {
  const root = await Deno.makeTempDir({ prefix: "instance-" });
  const [dataDir, videosDir] = [`${root}/data`, `${root}/videos`];
  try {
    for (const [path, { id }] of [[dataDir, data], [videosDir, videos]] as const) {
      await Deno.mkdir(path);
      if (id) await Deno.writeTextFile(`${path}/${INSTANCE_FILE}`, `${id}\n`);
    }
    const folders = {
      ...{ dataDir, videosDir },
      knowsVideos: () => Promise.resolve(data.isFull ?? false),
      hasVideos: () => Promise.resolve(videos.isFull ?? false),
    };
    try {
      // As two processes would that start together.
      await Promise.all([checkInstance(folders), checkInstance(folders)]);
    } catch (error) {
      if (!(error instanceof StorageError) || !(error.cause instanceof Error)) throw error;
      return error.cause.message;
    }
    assertEquals([...Deno.readDirSync(dataDir)].map(({ name }) => name), [INSTANCE_FILE]);
    return [dataDir, videosDir].map((path) =>
      Deno.readTextFileSync(`${path}/${INSTANCE_FILE}`).trim()
    );
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("folders that nobody has used, or an older version, become one instance", async () => {
  for (const isFull of [false, true]) {
    const [one, other] = await check({ isFull }, { isFull });
    assertEquals(one, other);
    assertEquals(one?.length, 36);
  }
});

Deno.test("folders of one instance are taken as they are", async () => {
  assertEquals(await check({ id: ONE, isFull: true }, { id: ONE, isFull: true }), [ONE, ONE]);
});

Deno.test("a folder with nothing to lose joins the other", async () => {
  assertEquals(await check({}, { id: ONE }), [ONE, ONE]);
  assertEquals(await check({ id: ONE }, {}), [ONE, ONE]);
});

Deno.test("what does not belong together is refused with the way to join it", async () => {
  const cases = [
    [{ id: ONE }, { id: OTHER }, "belong to two instances"],
    [{}, { id: OTHER, isFull: true }, "whose database is not in DATA_DIR"],
    [{ id: ONE, isFull: true }, {}, "perhaps its volume is not mounted"],
  ] as const;
  for (const [data, videos, words] of cases) {
    const sentence = await check(data, videos);
    assertStringIncludes(String(sentence), words);
    assertStringIncludes(String(sentence), `copy `);
  }
});

Deno.test("a folder that cannot be written says so", async () => {
  const missing = "/dev/null/videos";
  await assertRejects(() =>
    checkInstance({
      ...{ dataDir: missing, videosDir: missing },
      knowsVideos: () => Promise.resolve(false),
      hasVideos: () => Promise.resolve(false),
    })
  );
});
