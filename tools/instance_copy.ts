import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import type { Config } from "../server/config.ts";
import { posterName, videoIdOf, videoName } from "../server/generation/ports/video_name.ts";
import { copyFile, namesIn, syncFile } from "../server/stores/durable_files.ts";
import { INSTANCE_FILE } from "../server/stores/instance_id.ts";

/** Why nothing was copied, in a sentence for the operator. */
export class CopyError extends Error {}

/** The folders of an instance. */
export type Folders = Pick<Config, "DATA_DIR" | "VIDEOS_DIR">;

interface CopiedFile {
  /** Below the copy's folder. */
  readonly path: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** What a copy holds, as its `manifest.json` tells. */
export interface Manifest {
  /** ISO date. */
  readonly madeAt: string;
  readonly generations: number;
  /** Everything but the manifest; the database is among them. */
  readonly files: readonly CopiedFile[];
}

const DATABASE = "lounge.sqlite";
const DATABASE_COPY = `data/${DATABASE}`;
const MANIFEST = "manifest.json";

/**
 * Copies an instance, which may be running, into a new folder: the database as it is at one moment,
 * then the files of the generations in it. Videos and pictures never change, so that a second name is
 * copy enough where the disk is the same.
 *
 * @throws {CopyError} when there is no instance, or something is in `target` already
 */
export async function saveInstance(folders: Folders, target: string): Promise<Manifest> {
  const source = join(folders.DATA_DIR, DATABASE);
  if (!await isThere(source)) throw new CopyError(`There is no database at ${source}.`);
  if (await isThere(target)) throw new CopyError(`${target} is there already: name a new folder.`);
  // A copy that broke off must not pass for one, nor be in the way of the next.
  const partial = `${target.replace(/\/+$/, "")}.partial`;
  await Deno.remove(partial, { recursive: true }).catch(() => {});
  const manifest = await copyInto(partial, folders);
  await Deno.rename(partial, target);
  return manifest;
}

async function copyInto(target: string, folders: Folders): Promise<Manifest> {
  const source = join(folders.DATA_DIR, DATABASE);
  await Deno.mkdir(join(target, "data"), { recursive: true });
  using live = new DatabaseSync(source, { readOnly: true });
  await backup(live, join(target, DATABASE_COPY));
  using copy = new DatabaseSync(join(target, DATABASE_COPY));
  copy.exec("pragma journal_mode = delete; pragma foreign_keys = on");
  const paths = [
    ...await copyFixed(folders, target),
    ...await copyFilesOf(copy, { folders, target }),
  ];
  const generations = Number(
    copy.prepare("select count(*) as number from generations").get()?.["number"],
  );
  copy.close();
  const files: CopiedFile[] = [];
  for (const path of [DATABASE_COPY, ...paths]) files.push(await describe(target, path));
  const manifest: Manifest = { madeAt: new Date().toISOString(), generations, files };
  await Deno.writeTextFile(join(target, MANIFEST), JSON.stringify(manifest, null, 2));
  await syncFile(join(target, MANIFEST));
  return manifest;
}

/** The key that signs, and the ids by which the folders know each other. */
async function copyFixed({ DATA_DIR, VIDEOS_DIR }: Folders, target: string): Promise<string[]> {
  const fixed = [
    [join(DATA_DIR, "cookie.key"), "data/cookie.key"],
    [join(DATA_DIR, INSTANCE_FILE), `data/${INSTANCE_FILE}`],
    [join(VIDEOS_DIR, INSTANCE_FILE), `videos/${INSTANCE_FILE}`],
  ] as const;
  return (await Promise.all(fixed.map(([from, path]) => copyTo(target, { from, path })))).flat();
}

/** A video that was erased since the database was copied is erased in the copy as well. */
async function copyFilesOf(
  copy: DatabaseSync,
  { folders, target }: { readonly folders: Folders; readonly target: string },
): Promise<string[]> {
  const erase = copy.prepare("delete from generations where id = ?");
  const paths: string[] = [];
  for (const row of copy.prepare("select id, state from generations").all()) {
    const id = String(row["id"]);
    const isVideo = row["state"] === "succeeded";
    const names = isVideo ? [videoName(id), posterName(id)] : [`pictures/${id}.picture`];
    const parent = isVideo ? "videos" : "data";
    const directory = isVideo ? folders.VIDEOS_DIR : folders.DATA_DIR;
    const copied = [];
    for (const name of names) {
      copied.push(await copyTo(target, { from: join(directory, name), path: `${parent}/${name}` }));
    }
    if (isVideo && copied[0]?.length === 0) erase.run(id);
    else paths.push(...copied.flat());
  }
  return paths;
}

/** The path below `target`; none when there is no such file. */
async function copyTo(
  target: string,
  { from, path }: { readonly from: string; readonly path: string },
): Promise<string[]> {
  await Deno.mkdir(dirname(join(target, path)), { recursive: true });
  try {
    await copyFile(from, join(target, path));
    return [path];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/**
 * Checks a copy from its first to its last byte.
 *
 * @throws {CopyError} naming what is missing or damaged
 */
async function checkCopy(source: string): Promise<Manifest> {
  const manifest = await readManifest(source);
  const faults: string[] = [];
  for (const file of manifest.files) {
    const found = await describe(source, file.path).catch(() => undefined);
    if (!found) faults.push(`${file.path} is missing`);
    else if (found.sha256 !== file.sha256) faults.push(`${file.path} is damaged`);
  }
  if (faults.length > 0) throw new CopyError(`The copy cannot be used: ${faults.join(", ")}.`);
  using database = new DatabaseSync(join(source, DATABASE_COPY), { readOnly: true });
  const verdict = database.prepare("pragma integrity_check(1)").get()?.["integrity_check"];
  if (verdict !== "ok") throw new CopyError(`The copy's database is damaged: ${verdict}.`);
  return manifest;
}

/**
 * Puts a copy into folders where nothing is yet. The database comes last, so that what breaks off can
 * be repeated.
 *
 * @throws {CopyError} when the copy is damaged, or something could be overwritten
 */
export async function restoreInstance(folders: Folders, source: string): Promise<Manifest> {
  const { DATA_DIR, VIDEOS_DIR } = folders;
  const manifest = await checkCopy(source);
  const own = new Set(manifest.files.map(({ path }) => path));
  const strange = (await namesIn(VIDEOS_DIR)).find((name) =>
    videoIdOf(name) !== undefined && !own.has(`videos/${name}`)
  );
  if (await isThere(join(DATA_DIR, DATABASE)) || strange !== undefined) {
    throw new CopyError(
      `DATA_DIR (${DATA_DIR}) or VIDEOS_DIR (${VIDEOS_DIR}) is in use. ` +
        "Stop the server, and move what is in them away, or set both to new folders.",
    );
  }
  for (const { path } of manifest.files.filter(({ path }) => path !== DATABASE_COPY)) {
    await putInPlace(join(source, path), placeOf(path, folders));
  }
  await putInPlace(join(source, DATABASE_COPY), placeOf(DATABASE_COPY, folders));
  return manifest;
}

function placeOf(path: string, { DATA_DIR, VIDEOS_DIR }: Folders): string {
  const [parent, ...names] = path.split("/");
  return join(parent === "videos" ? VIDEOS_DIR : DATA_DIR, ...names);
}

async function putInPlace(from: string, to: string): Promise<void> {
  await Deno.mkdir(dirname(to), { recursive: true });
  await Deno.copyFile(from, `${to}.restored`);
  await syncFile(`${to}.restored`);
  await Deno.rename(`${to}.restored`, to);
}

async function readManifest(source: string): Promise<Manifest> {
  try {
    const manifest: Manifest = JSON.parse(await Deno.readTextFile(join(source, MANIFEST)));
    const isPlain = manifest.files.every(({ path }) => /^(data|videos)\/(?!.*\.\.)/.test(path));
    if (isPlain && manifest.files.some(({ path }) => path === DATABASE_COPY)) return manifest;
  } catch {
    // Told below.
  }
  throw new CopyError(`${source} holds no copy of an instance: its ${MANIFEST} cannot be read.`);
}

async function describe(parent: string, path: string): Promise<CopiedFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  using file = await Deno.open(join(parent, path));
  const piece = new Uint8Array(256 * 1024);
  for (let read = await file.read(piece); read !== null; read = await file.read(piece)) {
    hash.update(piece.subarray(0, read));
    bytes += read;
  }
  return { path, bytes, sha256: hash.digest("hex") };
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}
