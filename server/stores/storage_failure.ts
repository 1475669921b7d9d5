import { StorageError } from "../generation/errors.ts";

/** Codes of a device, a quota or a file-size limit that is used up (POSIX `errno.h`). */
const FULL_CODES: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** What a failed file operation means to the visitor; the fault itself is the `cause`. */
export function toStorageError(cause: unknown): StorageError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (FULL_CODES.has(code)) {
    return new StorageError(
      "storage-full",
      "The film found no room to be stored. Try again later.",
      {
        cause,
        retryable: true,
      },
    );
  }
  return new StorageError("storage-failed", "The film could not be stored. Try again.", {
    cause,
    retryable: true,
  });
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
