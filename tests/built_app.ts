import { assert } from "@std/assert";
import { createDiskBuildCache, setBuildCache, type Snapshot } from "fresh/internal";
import type { createApp } from "../server/app.ts";
import { buildIsCurrent } from "../tools/build_fingerprint.ts";
import { ROOT } from "./source_files.ts";

const BUILD = new URL("../_fresh/", import.meta.url);

let snapshot: Promise<Snapshot> | undefined;

/** Gives an app the islands, routes and static files that `deno task start` serves. */
export async function addBuild(app: ReturnType<typeof createApp>): Promise<void> {
  setBuildCache(app, createDiskBuildCache(await (snapshot ??= loadSnapshot()), BUILD.href));
}

/**
 * Makes `_fresh/` current. Test files that run side by side do it one after the other, and all but
 * the first find that it is done.
 */
export async function buildApp(): Promise<void> {
  if (await buildIsCurrent()) return;
  using guarded = await Deno.open(`${ROOT}/deno.json`);
  await guarded.lock(true);
  const args = ["task", "--quiet", "build", "--if-stale"];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: ROOT }).output();
  assert(success, `the build failed: ${new TextDecoder().decode(stderr)}`);
}

async function loadSnapshot(): Promise<Snapshot> {
  await buildApp();
  const { default: loaded } = await import(new URL("snapshot.js", BUILD).href);
  return loaded;
}
