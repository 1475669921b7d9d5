import { assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join } from "node:path";
import { lastingPort } from "../app_process.ts";
import { PUBLISHED, startFakeJsr } from "../fakes/fake_jsr.ts";
import { listFiles, ROOT } from "../source_files.ts";

/** A copy of what the app is made of, and a Deno that has never fetched anything from JSR. */
interface Clone extends AsyncDisposable {
  readonly root: string;
  /** Runs a task there; its output, which is its error output unless it succeeds. */
  run(task: string, settings?: Readonly<Record<string, string>>): Promise<Ended>;
  /** What of it is not as it was. */
  changes(): Promise<string[]>;
}

interface Ended {
  readonly code: number;
  readonly text: string;
}

async function cloneProject(): Promise<Clone> {
  const directory = await Deno.makeTempDir({ prefix: "lounge-" });
  const root = join(directory, "clone");
  await copySources(root);
  const denoDir = join(directory, "deno");
  await Deno.mkdir(denoDir);
  await Deno.symlink(await findNpmCache(), join(denoDir, "npm"));
  const run: Clone["run"] = async (task, settings = {}) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", task],
      cwd: root,
      env: { NO_COLOR: "1", DENO_DIR: denoDir, ...settings },
    }).output();
    return { code, text: new TextDecoder().decode(code === 0 ? stdout : stderr) };
  };
  await run("packages:bridge");
  const before = await read(root);
  return {
    root,
    run,
    async changes() {
      const now = await read(root);
      return [...new Set([...before.keys(), ...now.keys()])]
        .filter((name) => before.get(name) !== now.get(name)).sort();
    },
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

async function copySources(root: string): Promise<void> {
  const paths = listFiles().filter((path) => !/^(bench|docs|tests)\b/.test(path));
  for (const folder of new Set(paths.map(dirname))) {
    await Deno.mkdir(join(root, folder), { recursive: true });
  }
  await Promise.all(paths.map((path) => Deno.copyFile(join(ROOT, path), join(root, path))));
}

/** What is at the top of the folder: the names of folders, the files with their text. */
async function read(root: string): Promise<Map<string, string>> {
  const entries = await Array.fromAsync(Deno.readDir(root));
  return new Map(
    await Promise.all(entries.map(async ({ name, isFile }): Promise<[string, string]> => {
      return [name, isFile ? await Deno.readTextFile(join(root, name)) : "folder"];
    })),
  );
}

/** Packages from npm are not fetched again: they are no part of what is tested. */
async function findNpmCache(): Promise<string> {
  const args = ["info", "--no-config", "--json"];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  return dirname(JSON.parse(new TextDecoder().decode(stdout)).npmCache);
}

Deno.test("where JSR cannot be reached, switching is one sentence and changes nothing", async () => {
  await using clone = await cloneProject();
  const JSR_URL = `http://127.0.0.1:${lastingPort()}/`;
  assertEquals(await clone.run("packages:original", { JSR_URL }), {
    code: 1,
    text: `JSR cannot be reached at ${JSR_URL}, so nothing was changed.\n`,
  });
  assertEquals(await clone.changes(), []);
});

Deno.test("where JSR lacks a package, switching says which and changes nothing", async () => {
  await using clone = await cloneProject();
  await using jsr = startFakeJsr({ lacks: ["@std/uuid"] });
  assertEquals(await clone.run("packages:original", { JSR_URL: jsr.url }), {
    code: 1,
    text: "JSR lacks @std/uuid, so nothing was changed.\n",
  });
  assertEquals(await clone.changes(), []);
});

Deno.test("a deno.json that was edited where it is switched stays as it is", async () => {
  await using clone = await cloneProject();
  const path = join(clone.root, "deno.json");
  const edited = (await Deno.readTextFile(path)).replace(" --allow-write=_fresh", "");
  await Deno.writeTextFile(path, edited);
  assertEquals(await clone.run("packages:original"), {
    code: 1,
    text:
      "deno.json does not have --allow-write=_fresh dev.ts exactly once, so nothing was changed.\n",
  });
  assertEquals(await Deno.readTextFile(path), edited);
});

Deno.test("switching to the originals and back leaves every byte as it was", async () => {
  await using clone = await cloneProject();
  await using jsr = startFakeJsr();
  const JSR_URL = jsr.url;
  const there = await clone.run("packages:original", { JSR_URL });
  assertEquals(there.code, 0, there.text);
  assertEquals(await clone.changes(), ["deno.json", "deno.original.lock"]);
  const lock = JSON.parse(await Deno.readTextFile(join(clone.root, "deno.original.lock")));
  assertEquals(Object.keys(lock.jsr), PUBLISHED);
  assertStringIncludes((await clone.run("packages:original", { JSR_URL })).text, "already");

  const bridge = join(clone.root, "bridge");
  const away = join(clone.root, "away");
  await Deno.rename(bridge, away);
  const built = await clone.run("build", { JSR_URL });
  assertEquals(built.code, 0, built.text);
  await Deno.rename(away, bridge);

  const back = await clone.run("packages:bridge");
  assertEquals(back.code, 0, back.text);
  assertEquals(await clone.changes(), ["_fresh"]);
  assertStringIncludes((await clone.run("packages:bridge")).text, "already");
});
