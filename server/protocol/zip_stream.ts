import { makeZip } from "client-zip";

type Bytes = Uint8Array<ArrayBuffer>;

/** A file of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly size?: number;
  readonly lastModified: Date;
  /** Called when its turn has come. */
  open(): Promise<ReadableStream<Bytes>>;
}

/**
 * A ZIP without compression. One entry is open at a time and read as fast as the archive is taken;
 * when whoever takes it leaves, the entry is closed.
 */
export function zipStream(
  entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>,
): ReadableStream<Uint8Array> {
  let opened: ReadableStreamDefaultReader<Bytes> | undefined;
  async function* read(entry: ZipEntry) {
    opened = (await entry.open()).getReader();
    for (let next = await opened.read(); !next.done; next = await opened.read()) yield next.value;
  }
  async function* list() {
    for await (const entry of entries) {
      const { name, size, lastModified } = entry;
      yield { name, lastModified, input: read(entry), ...(size === undefined ? {} : { size }) };
    }
  }
  const zip = makeZip(list()).getReader();
  return new ReadableStream<Uint8Array>({
    async pull(stream) {
      const { done, value } = await zip.read();
      if (done) stream.close();
      else stream.enqueue(value);
    },
    async cancel(reason) {
      await opened?.cancel(reason);
      // The packer throws the reason at whatever feeds it, and gets it back.
      await zip.cancel(reason).catch(() => {});
    },
  });
}
