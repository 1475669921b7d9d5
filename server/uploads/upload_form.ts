import { Busboy, type BusboyHeaders, type BusboyInstance } from "@fastify/busboy";
import { once } from "node:events";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { InputError, LoungeError } from "../errors.ts";
import { type Clock, systemClock } from "../clock.ts";
import { readHeader } from "../protocol/read_header.ts";
import { BodyLateError, type BodyTimes, drain, TimedBody } from "../protocol/timed_body.ts";
import { pictureTooLarge, type PictureUpload, savePicture } from "./uploaded_picture.ts";

/** A received form. Dispose it to remove those of its pictures that are still there. */
export interface UploadForm extends AsyncDisposable {
  /** One entry for each file in the field `image`, in their order; at least one. */
  readonly pictures: readonly PictureUpload[];
  /** The other fields; of a repeated one, the last. */
  readonly fields: ReadonlyMap<string, string>;
}

/** How many pictures one form may hold. */
export const MAX_PICTURES = 20;

const LIMITS = {
  files: MAX_PICTURES + 8,
  fields: 32,
  parts: MAX_PICTURES + 40,
  fieldNameSize: 64,
  fieldSize: 8 * 1024,
};
/** Room for multipart boundaries and the other fields. */
const FORM_OVERHEAD_BYTES = 512 * 1024;
/** How long a client may take. */
const UPLOAD_TIMES: BodyTimes = { maxSilenceMs: 30_000, maxTotalMs: 10 * 60_000 };
/** How much of a refused body is read on; who waits for the answer before more must hear it soon. */
const DRAIN_LIMITS = { ...UPLOAD_TIMES, maxSilenceMs: 1000, maxBytes: 64 * 1024 * 1024 };
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

  /** `maxImageBytes` bounds each picture; everything else is bounded by constants. */
  constructor(
    { directory, maxImageBytes, clock = systemClock }: {
      readonly directory: string;
      readonly maxImageBytes: number;
      readonly clock?: Clock;
    },
  ) {
    this.#directory = directory;
    this.#maxImageBytes = maxImageBytes;
    this.#clock = clock;
  }

  /** Makes the folder and removes what a crash left in it, but nothing that is still arriving. */
  async open(): Promise<void> {
    await Deno.mkdir(this.#directory, { recursive: true });
    for await (const { name } of Deno.readDir(this.#directory)) {
      if (UPLOAD_NAME.test(name)) await removeStale(join(this.#directory, name));
    }
  }

  /**
   * Streams the files in the field `image` to disk and reads the other fields. The only picture of a
   * form must be good; of several, each is stored or refused by itself. No file is left when it
   * throws.
   *
   * @throws {InputError} `unsupported-media-type`, `malformed-form`, `image-missing`,
   *   `image-empty`, `image-too-large`, `too-many-images`, `upload-timeout`, or `invalid-setting` for a file
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
      this.#checkHead(request);
      if (!body) throw malformed();
      const parts = await this.#readParts(request, { body, paths });
      return { ...parts, [Symbol.asyncDispose]: remove };
    } catch (error) {
      await Promise.all([remove(), body && drain(body, { ...DRAIN_LIMITS, clock: this.#clock })]);
      throw error;
    }
  }

  #checkHead(request: Request): void {
    const type = readHeader(request.headers, "content-type") ?? "";
    if (!/^multipart\/form-data\s*(;|$)/i.test(type)) {
      throw new InputError("unsupported-media-type");
    }
    const declaredBytes = Number(readHeader(request.headers, "content-length") ?? 0);
    if (declaredBytes > this.#maxFormBytes) throw pictureTooLarge(this.#maxImageBytes);
  }

  get #maxFormBytes(): number {
    return MAX_PICTURES * this.#maxImageBytes + FORM_OVERHEAD_BYTES;
  }

  /** Adds to `target.paths` each file that it begins. */
  async #readParts(
    request: Request,
    target: { readonly body: ReadableStreamDefaultReader<Uint8Array>; readonly paths: string[] },
  ): Promise<Pick<UploadForm, "pictures" | "fields">> {
    const form = this.#createParser(request);
    const fields = new Map<string, string>();
    const savings: Promise<PictureUpload>[] = [];
    let hasTooMany = false;
    let strayField: string | undefined;
    form.on("field", (name, value) => void fields.set(name, value));
    form.on("file", (name, part, filename) => {
      // A part that breaks off reports it as an event, which would end the process unheard.
      part.on("error", () => {});
      // A browser sends a file input that nobody used as a file without a name.
      if (name !== "image" && filename) strayField ??= name;
      hasTooMany ||= name === "image" && savings.length === MAX_PICTURES;
      if (name !== "image" || hasTooMany) return void part.resume();
      const path = join(this.#directory, `${crypto.randomUUID()}${UPLOAD_SUFFIX}`);
      target.paths.push(path);
      const saving = savePicture(part, { path, maxBytes: this.#maxImageBytes });
      saving.catch(() => {});
      savings.push(saving);
    });
    const fed = await faultOf(this.#feed(form, target.body));
    const faults = [fed, ...await Promise.all(savings.map(faultOf))]
      .filter((fault) => fault !== undefined);
    if (faults.length > 0) {
      throw faults.find((fault) => fault instanceof LoungeError) ?? malformed(faults[0]);
    }
    if (hasTooMany) throw tooMany();
    if (savings.length === 0) throw pictureMissing(fields, strayField);
    const pictures = checkPictures(await Promise.all(savings));
    if (strayField !== undefined) throw strayFile(strayField);
    return { pictures, fields };
  }

  #createParser(request: Request): BusboyInstance {
    const headers: BusboyHeaders = {
      "content-type": readHeader(request.headers, "content-type") ?? "",
    };
    try {
      return new Busboy({ headers, limits: { ...LIMITS, fileSize: this.#maxImageBytes } });
    } catch (cause) {
      throw malformed(cause);
    }
  }

  async #feed(form: BusboyInstance, body: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    const parsed = finished(form);
    parsed.catch(() => {});
    const timed = new TimedBody(body, { ...UPLOAD_TIMES, clock: this.#clock });
    try {
      let bytes = 0;
      for (let piece = await timed.read(); piece; piece = await timed.read()) {
        bytes += piece.length;
        if (bytes > this.#maxFormBytes) throw pictureTooLarge(this.#maxImageBytes);
        if (!form.write(piece)) await Promise.race([once(form, "drain"), parsed]);
      }
    } catch (error) {
      throw error instanceof BodyLateError ? tooSlow(error) : error;
    } finally {
      timed.end();
      form.end();
    }
    await parsed;
  }
}

/** A form with one picture that is refused is refused itself. */
function checkPictures(pictures: readonly PictureUpload[]): readonly PictureUpload[] {
  const [first, ...more] = pictures;
  if (first?.kind === "refused" && more.length === 0) throw first.error;
  return pictures;
}

/** What a promise fails with, or `undefined`; waits for it to settle. */
async function faultOf(promise: Promise<unknown> | undefined): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}

function tooSlow({ isSilent }: BodyLateError): InputError {
  const { maxSilenceMs, maxTotalMs } = UPLOAD_TIMES;
  return isSilent
    ? new InputError("upload-timeout", { kind: "silent", silentSeconds: maxSilenceMs / 1000 })
    : new InputError("upload-timeout", { kind: "slow", limitSeconds: maxTotalMs / 1000 });
}

function malformed(cause?: unknown): InputError {
  return new InputError("malformed-form", {}, { cause });
}

/** Says where the file was found instead, or that there was none. */
function pictureMissing(
  fields: ReadonlyMap<string, string>,
  strayField: string | undefined,
): InputError {
  if (strayField !== undefined) {
    return isPlainName(strayField)
      ? new InputError("image-missing", { kind: "other-field", name: strayField })
      : new InputError("image-missing", { kind: "other-fields" });
  }
  return fields.has("image")
    ? new InputError("image-missing", { kind: "text" })
    : new InputError("image-missing");
}

/** Whether a field's name can be repeated in a sentence. */
function isPlainName(field: string): boolean {
  return /^[\w.[\]-]{1,40}$/.test(field);
}

function strayFile(field: string): InputError {
  return isPlainName(field)
    ? new InputError("invalid-setting", { kind: "stray-file", name: field })
    : new InputError("invalid-setting", { kind: "stray-files" });
}

function tooMany(): InputError {
  return new InputError("too-many-images", { kind: "limit", limit: MAX_PICTURES });
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
