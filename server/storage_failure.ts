import { StorageError } from "./errors.ts";

/** Codes of a device, a quota or a file-size limit that is used up (POSIX `errno.h`). */
const FULL_CODES: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** SQLite's result code for the same (`SQLITE_FULL` in https://sqlite.org/rescode.html). */
const SQLITE_FULL = 13;

/** What a failed file or database operation means to the visitor; the fault is the `cause`. */
export function toStorageError(cause: unknown): StorageError {
  return new StorageError(isFull(cause) ? "storage-full" : "storage-failed", {}, { cause });
}

function isFull(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if ("errcode" in cause && cause.errcode === SQLITE_FULL) return true;
  return "code" in cause && FULL_CODES.has(cause.code);
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
