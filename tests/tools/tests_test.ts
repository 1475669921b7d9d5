import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { eventually } from "../patience.ts";
import { ROOT } from "../source_files.ts";

const FAILING = `Deno.test("one that passes", () => {});
Deno.test("one that fails", () => { throw new Error("no"); });
Deno.test.ignore("one that is skipped", () => {});`;

/** Locks a file as long as it lives, and tells it when nobody has ended it. */
const SURVIVOR = `const [path] = Deno.args;
using file = await Deno.open(path, { write: true });
await file.lock(true);
console.log("locked");
await new Promise((resolve) => setTimeout(resolve, 20_000));
await Deno.writeTextFile(path, "survived");`;

/** A test that starts a survivor, tells where its temporary folder is, and waits for ever. */
const HANGING = `Deno.test("one that hangs", async () => {
  const path = (name: string) => new URL(name, import.meta.url).pathname;
  const survivor = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", path("survivor.js"), path("lock")],
    stdout: "piped",
  }).spawn();
  await survivor.stdout.getReader().read();
  await Deno.writeTextFile(path("lock"), await Deno.makeTempDir());
  await survivor.status;
});`;

interface Run {
  readonly folder: string;
  readonly process: Deno.ChildProcess;
}

async function withRun(code: string, use: (run: Run) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "lounge-" });
  try {
    const file = join(folder, "some_test.ts");
    await Deno.writeTextFile(file, code);
    await Deno.writeTextFile(join(folder, "survivor.js"), SURVIVOR);
    await Deno.writeTextFile(join(folder, "lock"), "");
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "--lock=tests/deno.lock", "tools/tests.ts", file],
      cwd: ROOT,
      stdout: "piped",
      stderr: "null",
    }).spawn();
    await use({ folder, process });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a run with a failure ends with the sum in one line, and with code 1", async () => {
  await withRun(FAILING, async ({ process }) => {
    const { code, stdout } = await process.output();
    const lines = new TextDecoder().decode(stdout).trimEnd().split("\n");
    assertEquals([code, lines.at(-1)], [1, "1 passed, 1 failed, 1 skipped"]);
  });
});

Deno.test("a run that is told to end leaves no process and no folder behind", async () => {
  await withRun(HANGING, async ({ folder, process }) => {
    const lock = join(folder, "lock");
    const left = await eventually(async () => {
      const path = await Deno.readTextFile(lock);
      assert(path !== "");
      return path;
    });
    process.kill("SIGTERM");
    assertEquals((await process.output()).code, 143);
    await assertRejects(() => Deno.stat(left), Deno.errors.NotFound);
    using file = await Deno.open(lock, { write: true });
    await file.lock(true);
    assertEquals(await Deno.readTextFile(lock), left);
  });
});
