import { validate } from "@std/uuid/v4";
import { StorageError } from "../errors.ts";
import { makePrivateFolder, stored } from "../storage_failure.ts";
import { syncDirectory, syncFile } from "./durable_files.ts";

/** The file that says to which instance a folder belongs: one line, a version 4 UUID. */
export const INSTANCE_FILE = "instance.id";

/** The folders of an instance, and whether there is anything in them to lose. */
export interface InstanceFolders {
  readonly dataDir: string;
  readonly videosDir: string;
  /** Whether the database knows videos; asked for only where that decides. */
  knowsVideos(): Promise<boolean>;
  /** Whether there are videos in the folder. */
  hasVideos(): Promise<boolean>;
}

/**
 * Makes sure that both folders belong together. A folder without an id gets the other's, unless that
 * could bring a database together with another one's videos.
 *
 * @throws {StorageError} when they do not; its `cause` tells the operator what to do
 */
export async function checkInstance(folders: InstanceFolders): Promise<void> {
  const { dataDir, videosDir } = folders;
  await Promise.all([dataDir, videosDir].map(makePrivateFolder));
  const [ofData, ofVideos] = await Promise.all([readId(dataDir), readId(videosDir)]);
  if (ofData !== undefined && ofData === ofVideos) return;
  if (ofData !== undefined && ofVideos !== undefined) throw strangers(folders);
  if (ofVideos !== undefined && await folders.hasVideos()) throw newData(folders);
  if (ofData !== undefined && await folders.knowsVideos()) throw newVideos(folders);
  // Another process that starts at the same time may have been quicker.
  const id = await writeId(dataDir, ofVideos ?? ofData ?? crypto.randomUUID());
  if (await writeId(videosDir, id) !== id) throw strangers(folders);
}

function strangers({ dataDir, videosDir }: InstanceFolders): StorageError {
  return mismatch(
    `DATA_DIR (${dataDir}) and VIDEOS_DIR (${videosDir}) belong to two instances. ` +
      `Set both to folders of one. To join these two, copy ${dataDir}/${INSTANCE_FILE} over ` +
      `${videosDir}/${INSTANCE_FILE}: videos that the database does not know are then set aside.`,
  );
}

function newData({ dataDir, videosDir }: InstanceFolders): StorageError {
  return mismatch(
    `VIDEOS_DIR (${videosDir}) holds videos of an instance whose database is not in DATA_DIR ` +
      `(${dataDir}). Set DATA_DIR to that instance's. To begin a new database, which will set ` +
      `these videos aside, copy ${videosDir}/${INSTANCE_FILE} to ${dataDir}/${INSTANCE_FILE}.`,
  );
}

function newVideos({ dataDir, videosDir }: InstanceFolders): StorageError {
  return mismatch(
    `The database in DATA_DIR (${dataDir}) knows videos, but VIDEOS_DIR (${videosDir}) is not its ` +
      `folder: perhaps its volume is not mounted. To go on without those videos, copy ` +
      `${dataDir}/${INSTANCE_FILE} to ${videosDir}/${INSTANCE_FILE}.`,
  );
}

function mismatch(sentence: string): StorageError {
  return new StorageError("storage-failed", {}, { cause: new Error(sentence) });
}

async function readId(directory: string): Promise<string | undefined> {
  try {
    const id = (await Deno.readTextFile(`${directory}/${INSTANCE_FILE}`)).trim();
    return validate(id) ? id : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Writes the id where there is none; returns the one that is there then. */
async function writeId(directory: string, id: string): Promise<string> {
  const path = `${directory}/${INSTANCE_FILE}`;
  const own = `${path}.${crypto.randomUUID()}`;
  await stored(Deno.writeTextFile(own, `${id}\n`));
  await stored(syncFile(own));
  try {
    // A link is there at once with its content, and takes nobody else's place.
    await Deno.link(own, path);
    await syncDirectory(directory);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) {
      await stored(Deno.writeTextFile(path, `${id}\n`));
    }
  } finally {
    await Deno.remove(own);
  }
  return await readId(directory) ?? id;
}
