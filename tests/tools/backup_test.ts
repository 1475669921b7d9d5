import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { startServer } from "../app_process.ts";
import { cookieOf } from "../generate_client.ts";
import { drawPicture } from "../pictures.ts";
import { ROOT } from "../source_files.ts";
import { CopyError, saveInstance } from "../../tools/instance_copy.ts";

const FOLDERS = (root: string) => ({ DATA_DIR: `${root}/data`, VIDEOS_DIR: `${root}/videos` });

/** Runs a task of `deno.json` on these folders; what it wrote, with its exit code. */
async function run(task: string, folder: string, root: string) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", task, folder],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...FOLDERS(root) },
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), error: decoder.decode(stderr) };
}

async function withFolders(use: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "backup-" });
  try {
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("a copy of a running server, put elsewhere, is the same to its visitor", async () => {
  await withFolders(async (root) => {
    const made = await (async () => {
      await using app = await startServer(FOLDERS(root));
      const body = new FormData();
      body.append("image", new Blob([await drawPicture({ width: 320, height: 180 })]), "photo.jpg");
      const response = await fetch(`${await app.url}/generate`, { method: "POST", body });
      const { url, page, bytes } = await response.json();
      const saved = await run("backup", `${root}/copy`, root);
      assertMatch(saved.out, /^Saved: 1 generations in 6 files/, saved.error);
      const again = await run("backup", `${root}/copy`, root);
      assertEquals([again.code, again.error], [
        1,
        `${root}/copy is there already: name a new folder.\n`,
      ]);
      const over = await run("restore", `${root}/copy`, root);
      assertEquals(over.code, 1, "the server runs on these folders");
      assertStringIncludes(over.error, "is in use");
      return { url, page, bytes, headers: cookieOf(response) };
    })();
    const restored = await run("restore", `${root}/copy`, `${root}/new`);
    assertMatch(restored.out, /^Restored: 1 generations/, restored.error);
    await using app = await startServer(FOLDERS(`${root}/new`));
    const page = await fetch(`${await app.url}${made.page}`, {
      headers: { ...made.headers, accept: "application/json" },
    });
    assertEquals((await page.json()).isOwner, true);
    const video = await fetch(`${await app.url}${made.url}`);
    assertEquals((await video.bytes()).length, made.bytes);
  });
});

Deno.test("a damaged copy is refused by the name of what is damaged, and nothing is written", async () => {
  await withFolders(async (root) => {
    await using app = await startServer(FOLDERS(root));
    await app.url;
    await saveInstance(FOLDERS(root), `${root}/copy`);
    await Deno.writeTextFile(`${root}/copy/data/cookie.key`, "another");
    await Deno.remove(`${root}/copy/videos/instance.id`);
    const { code, error } = await run("restore", `${root}/copy`, `${root}/new`);
    assertEquals(code, 1);
    assertStringIncludes(error, "data/cookie.key is damaged");
    assertStringIncludes(error, "videos/instance.id is missing");
    await assertRejects(() => Deno.stat(`${root}/new`), Deno.errors.NotFound);
  });
});

Deno.test("where there is no instance, or no copy, one sentence says so", async () => {
  await withFolders(async (root) => {
    await assertRejects(
      () => saveInstance(FOLDERS(root), `${root}/copy`),
      CopyError,
      "There is no database at",
    );
    const { code, error } = await run("restore", root, `${root}/new`);
    assertEquals(code, 1);
    assert(error.includes("holds no copy of an instance"), error);
  });
});
