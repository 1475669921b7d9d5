import { join } from "node:path";
import { type Clock, systemClock } from "../clock.ts";
import { InputError } from "../errors.ts";
import { imageTypeOf } from "../pictures/image_type.ts";
import { readHeader } from "../protocol/read_header.ts";
import { drain } from "../protocol/timed_body.ts";
import { malformed, restarting } from "./form_failures.ts";
import { type FormReading, maxFormBytes, readForm, UPLOAD_TIMES } from "./form_reader.ts";
import { type UploadAllowance, UploadLimits } from "./upload_limits.ts";
import { pictureTooLarge, type PictureUpload } from "./uploaded_picture.ts";

/** A received form. Dispose it to remove those of its pictures that are still there. */
export interface UploadForm extends AsyncDisposable {
  /** One entry for each file in the field `image`, in their order; at least one. */
  readonly pictures: readonly PictureUpload[];
  /** The other fields; of a repeated one, the last. */
  readonly fields: ReadonlyMap<string, string>;
}

/** How much of a refused body is read on; who waits for the answer before more must hear it soon. */
const DRAIN_LIMITS = { ...UPLOAD_TIMES, maxSilenceMs: 1000, maxBytes: 64 * 1024 * 1024 };
const UNBOUNDED: UploadAllowance = { atOnce: 0, perMinute: 0 };
/** RFC 2046 section 5.1.1. */
const BOUNDARY = /;\s*boundary=(?:"[^"]{1,70}"|[^\s;"]{1,70})\s*(?:;|$)/i;
const UPLOAD_SUFFIX = ".upload";
/** What this folder calls its files; others in it are not ours. */
const UPLOAD_NAME = /^[\da-f-]{36}\.upload$/;
/** No upload takes this long; what is older was left behind by a crash. */
const STALE_MS = 60 * 60 * 1000;

/** Receives `multipart/form-data` (RFC 7578) and keeps pictures in a folder while they are needed. */
export class UploadFolder {
  readonly #directory: string;
  readonly #maxImageBytes: number;
  readonly #clock: Clock;
  readonly #arriving = new Set<ReadableStreamDefaultReader>();
  #isStopped = false;
  readonly #checkHead: FormReading["checkHead"];
  /** What one address may send: `begin` comes before `receive`. */
  readonly limits: UploadLimits;

  /** `maxImageBytes` bounds each picture; everything else is bounded by constants. */
  constructor(
    {
      directory,
      maxImageBytes,
      perAddress = UNBOUNDED,
      clock = systemClock,
      checkHead = imageTypeOf,
    }: {
      readonly directory: string;
      readonly maxImageBytes: number;
      readonly perAddress?: UploadAllowance;
      readonly clock?: Clock;
      readonly checkHead?: FormReading["checkHead"];
    },
  ) {
    this.#directory = directory;
    this.#maxImageBytes = maxImageBytes;
    this.#clock = clock;
    this.#checkHead = checkHead;
    this.limits = new UploadLimits(perAddress, () => clock.now());
  }

  /** Makes the folder and removes what a crash left in it, but nothing that is still arriving. */
  async open(): Promise<void> {
    await Deno.mkdir(this.#directory, { recursive: true });
    for await (const { name } of Deno.readDir(this.#directory)) {
      if (UPLOAD_NAME.test(name)) await removeStale(join(this.#directory, name));
    }
  }

  /** Ends every upload, those to come too: their clients hear that the server restarts. */
  stop(): void {
    this.#isStopped = true;
    for (const body of this.#arriving) body.cancel().catch(() => {});
  }

  /** Adds up what has arrived and is not taken yet, in bytes. */
  async usedBytes(): Promise<number> {
    let bytes = 0;
    for await (const { name } of Deno.readDir(this.#directory)) {
      if (UPLOAD_NAME.test(name)) bytes += await sizeOf(join(this.#directory, name));
    }
    return bytes;
  }

  /**
   * Streams the files in the field `image` to disk and reads the other fields. The only picture of a
   * form must be good; of several, each is stored or refused by itself. What is no picture is told by
   * its first bytes, and no more of a form is read once it is to be refused. No file is left when it throws.
   *
   * @throws {InputError} `unsupported-media-type`, `malformed-form`, `image-missing`,
   *   `image-empty`, `image-too-large`, `too-many-images`, `form-too-large`, `upload-timeout`, or `invalid-setting` for a file
   *   elsewhere
   * @throws {StorageError} when a picture cannot be written
   */
  async receive(request: Request): Promise<UploadForm> {
    const paths: string[] = [];
    const remove = async () => {
      await Promise.all(paths.map((path) => Deno.remove(path).catch(ignoreMissing)));
    };
    const body = request.body?.getReader();
    try {
      this.#checkType(request);
      if (!body) throw malformed();
      if (this.#isStopped) throw restarting();
      this.#arriving.add(body);
      const { headers } = request;
      const parts = await readForm({
        ...{ headers, body, maxImageBytes: this.#maxImageBytes },
        ...{ clock: this.#clock, checkHead: this.#checkHead },
        newPath: () => {
          const path = join(this.#directory, `${crypto.randomUUID()}${UPLOAD_SUFFIX}`);
          paths.push(path);
          return path;
        },
      });
      return { ...parts, [Symbol.asyncDispose]: remove };
    } catch (thrown) {
      const error = this.#isStopped ? restarting() : thrown;
      await Promise.all([remove(), body && drain(body, { ...DRAIN_LIMITS, clock: this.#clock })]);
      throw error;
    } finally {
      if (body) this.#arriving.delete(body);
    }
  }

  #checkType(request: Request): void {
    const type = readHeader(request.headers, "content-type") ?? "";
    if (!/^multipart\/form-data\s*(;|$)/i.test(type)) {
      throw new InputError("unsupported-media-type");
    }
    if (!BOUNDARY.test(type)) throw malformed();
    const declaredBytes = Number(readHeader(request.headers, "content-length") ?? 0);
    if (declaredBytes > maxFormBytes(this.#maxImageBytes)) {
      throw pictureTooLarge(this.#maxImageBytes);
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    ignoreMissing(error);
    return 0;
  }
}

async function removeStale(path: string): Promise<void> {
  try {
    const { mtime } = await Deno.stat(path);
    if (Date.now() - (mtime?.getTime() ?? 0) > STALE_MS) await Deno.remove(path);
  } catch (error) {
    ignoreMissing(error);
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
