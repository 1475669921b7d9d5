import { StorageError } from "./errors.ts";

/** Codes of a device, a quota or a file-size limit that is used up (POSIX `errno.h`). */
const FULL_CODES: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** Deno gives some of them no code: numbers of `EFBIG` and of Linux's `EDQUOT`. */
const FULL_MESSAGE = Deno.build.os === "windows" ? /\(os error 112\)$/ : /\(os error (27|122)\)$/;

/** SQLite's result code for the same (`SQLITE_FULL` in https://sqlite.org/rescode.html). */
const SQLITE_FULL = 13;

/** What a failed file or database operation means to the visitor; the fault is the `cause`. */
export function toStorageError(cause: unknown): StorageError {
  return new StorageError(isFull(cause) ? "storage-full" : "storage-failed", {}, { cause });
}

function isFull(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if ("errcode" in cause && cause.errcode === SQLITE_FULL) return true;
  return "code" in cause && FULL_CODES.has(cause.code) || FULL_MESSAGE.test(cause.message);
}

/**
 * Awaits a file operation.
 *
 * @throws {StorageError} `storage-full` or `storage-failed` when it fails
 */
export async function stored<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    throw toStorageError(error);
  }
}

/**
 * Writes a piece whole. Unlike a file's own stream, which swallows the failure of its last piece, this
 * fails when the disk does.
 */
export async function writeAll(file: Deno.FsFile, piece: Uint8Array): Promise<void> {
  for (let done = 0; done < piece.length;) done += await file.write(piece.subarray(done));
}

/**
 * Resolves once a file that was just written is on the disk with all its bytes: some disks tell only
 * then that they are full.
 *
 * @throws {Error} with the code `ENOSPC` when it is shorter
 */
export async function confirmWritten(file: Deno.FsFile, bytes: number): Promise<void> {
  await file.sync();
  const { size } = await file.stat();
  if (size === bytes) return;
  const fault = new Error(`Only ${size} of ${bytes} bytes were kept`);
  throw Object.assign(fault, { code: "ENOSPC" });
}

/** What is kept here is nobody else's on this machine. */
export const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Creates a file that only the server's user can read. @throws Deno's own errors, if it is there too */
export async function createPrivate(path: string): Promise<Deno.FsFile> {
  return await Deno.open(path, { write: true, createNew: true, mode: FILE_MODE });
}

/** Makes a folder that only the server's user can enter, or makes it one where it is this user's. */
export async function makePrivateFolder(path: string): Promise<void> {
  await Deno.mkdir(path, { recursive: true, mode: FOLDER_MODE });
  if (Deno.build.os === "windows") return;
  try {
    await Deno.chmod(path, FOLDER_MODE);
  } catch (error) {
    // A mounted folder may be somebody else's, who lets this user write.
    if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
  }
}

/** Makes an empty file that only the server's user can read, where there is none. */
export function ensurePrivateFile(path: string): void {
  Deno.openSync(path, { write: true, create: true, mode: FILE_MODE }).close();
}
