/** File operations that more than one store needs. They fail with Deno's own errors. */

/** Resolves once the file's bytes are on the disk, whoever wrote them. */
export async function syncFile(path: string): Promise<void> {
  using file = await Deno.open(path, { read: true, write: true });
  await file.sync();
}

/** A rename is durable once its folder is synced. Windows cannot open folders, nor needs it. */
export async function syncDirectory(directory: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  using folder = await Deno.open(directory);
  await folder.sync();
}

/** Names of the files in a folder; none when the folder is missing. */
export async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(directory))).map((entry) => entry.name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** Removes a file; false when it was missing. */
export async function removeIfThere(path: string): Promise<boolean> {
  try {
    await Deno.remove(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** What is known of a file. */
export interface FileThere {
  readonly bytes: number;
  /** When it got its bytes or its name, whichever was later; to the second for the name. */
  readonly changed: Date;
  /** The same for all names of one file; absent on systems that do not tell. */
  readonly fileNumber?: number;
}

/** The file at `path`, not following links; `undefined` when there is none of that name. */
export async function fileThere(path: string): Promise<FileThere | undefined> {
  try {
    const { isFile, size: bytes, mtime, ctime, ino } = await Deno.lstat(path);
    // A new name for old bytes keeps their `mtime`; only `ctime` tells how young the name is.
    const changed = new Date(Math.max(mtime?.getTime() ?? 0, ctime?.getTime() ?? 0));
    return isFile ? { bytes, changed, ...(ino !== null && { fileNumber: ino }) } : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The same bytes under a second name: as a hard link, or copied where the disk has no links. */
/** Adds up the sizes of a folder's files; those of several names count once. */
export async function sizeOfFiles(directory: string): Promise<number> {
  const sizes = new Map<string | number, number>();
  for (const name of await namesIn(directory)) {
    const facts = await fileThere(`${directory}/${name}`);
    if (facts) sizes.set(facts.fileNumber ?? name, facts.bytes);
  }
  return sizes.values().reduce((sum, bytes) => sum + bytes, 0);
}

export async function copyFile(from: string, to: string): Promise<void> {
  try {
    await Deno.link(from, to);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.AlreadyExists) {
      throw error;
    }
    await Deno.copyFile(from, to);
    await syncFile(to);
  }
}
