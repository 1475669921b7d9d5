import { stored } from "../storage_failure.ts";
import type { StoredVideo } from "../generation/ports/video_store.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Ranges up to this many bytes are read in one go; players ask for more, and then want a stream. */
const ONE_READ_BYTES = 256 * 1024;
const CHUNK_BYTES = 256 * 1024;

/** A video on the disk. Nothing is open until `open` is called, and each stream closes its file. */
export class DiskVideo implements StoredVideo {
  readonly size: number;
  readonly modified: Date;
  readonly #path: string;

  constructor(path: string, facts: { readonly size: number; readonly modified: Date }) {
    this.#path = path;
    this.size = facts.size;
    this.modified = facts.modified;
  }

  /**
   * The bytes as a stream, in pieces so large that passing them on costs little: the file's own stream
   * has four times as many.
   *
   * @throws {StorageError} `storage-failed` when the file cannot be read
   */
  async open(range?: { readonly start: number; readonly end: number }): Promise<
    ReadableStream<Bytes>
  > {
    const { start, end } = range ?? { start: 0, end: this.size - 1 };
    const file = await stored(Deno.open(this.#path));
    try {
      if (start > 0) await stored(file.seek(start, Deno.SeekMode.Start));
      const length = end - start + 1;
      if (length > ONE_READ_BYTES) return streamOf(file, length);
      const bytes = await stored(readUpTo(file, length));
      file.close();
      return new ReadableStream({
        start(stream) {
          stream.enqueue(bytes);
          stream.close();
        },
      });
    } catch (error) {
      file.close();
      throw error;
    }
  }
}

/** The next `length` bytes of the file, read as they are asked for. */
function streamOf(file: Deno.FsFile, length: number): ReadableStream<Bytes> {
  let left = length;
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const bytes = await readUpTo(file, Math.min(left, CHUNK_BYTES));
      left -= bytes.length;
      if (bytes.length > 0) controller.enqueue(bytes);
      if (left > 0 && bytes.length > 0) return;
      file.close();
      controller.close();
    },
    cancel: () => file.close(),
  }, { highWaterMark: 0 });
}

/** The next `length` bytes, or what is left of the file. */
async function readUpTo(file: Deno.FsFile, length: number): Promise<Bytes> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const count = await file.read(bytes.subarray(done));
    if (count === null) break;
    done += count;
  }
  return bytes.subarray(0, done);
}
