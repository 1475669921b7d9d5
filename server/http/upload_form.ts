import {
  Busboy,
  type BusboyFileStream,
  type BusboyHeaders,
  type BusboyInstance,
} from "@fastify/busboy";
import { once } from "node:events";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { InputError, LoungeError } from "../generation/errors.ts";
import { stored } from "../stores/storage_failure.ts";

/** A received form. Dispose it to remove the picture's file. */
export interface UploadForm extends AsyncDisposable {
  /** Path of the picture, byte for byte as it was sent. */
  readonly picturePath: string;
  /** The other fields; of a repeated one, the last. */
  readonly fields: ReadonlyMap<string, string>;
}

const LIMITS = { files: 8, fields: 32, parts: 40, fieldNameSize: 64, fieldSize: 8 * 1024 };
/** Room for multipart boundaries and the other fields. */
const FORM_OVERHEAD_BYTES = 512 * 1024;
/** How much of a refused body is read on, so that the client hears the answer before the close. */
const DRAIN_BYTES = 64 * 1024 * 1024;
/** How long to wait for more of it: a client that waits for the answer itself must hear it. */
const DRAIN_IDLE_MS = 1000;
const UPLOAD_SUFFIX = ".upload";

/** Receives `multipart/form-data` (RFC 7578) and keeps pictures in a folder while they are needed. */
export class UploadFolder {
  readonly #directory: string;
  readonly #maxImageBytes: number;

  /** `maxImageBytes` bounds the field `image`; everything else is bounded by constants. */
  constructor(options: { readonly directory: string; readonly maxImageBytes: number }) {
    this.#directory = options.directory;
    this.#maxImageBytes = options.maxImageBytes;
  }

  /** Makes the folder and removes what an earlier process left in it. */
  async open(): Promise<void> {
    await Deno.mkdir(this.#directory, { recursive: true });
    for await (const entry of Deno.readDir(this.#directory)) {
      if (entry.name.endsWith(UPLOAD_SUFFIX)) await Deno.remove(join(this.#directory, entry.name));
    }
  }

  /**
   * Streams the field `image` to disk and reads the other fields. No file is left when it throws.
   *
   * @throws {InputError} `unsupported-media-type`, `malformed-form`, `image-missing`,
   *   `image-empty` or `image-too-large`
   * @throws {StorageError} when the picture cannot be written
   */
  async receive(request: Request): Promise<UploadForm> {
    const picturePath = join(this.#directory, `${crypto.randomUUID()}${UPLOAD_SUFFIX}`);
    const remove = () => Deno.remove(picturePath).catch(ignoreMissing);
    const body = request.body?.getReader();
    try {
      this.#checkHead(request);
      if (!body) throw malformed();
      const fields = await this.#readParts(request, { body, picturePath });
      return { picturePath, fields, [Symbol.asyncDispose]: remove };
    } catch (error) {
      await Promise.all([remove(), body && drain(body)]);
      throw error;
    }
  }

  #checkHead(request: Request): void {
    const type = request.headers.get("content-type") ?? "";
    if (!/^multipart\/form-data\s*(;|$)/i.test(type)) {
      throw new InputError(
        "unsupported-media-type",
        "Send the picture as multipart/form-data in the field image.",
      );
    }
    const declaredBytes = Number(request.headers.get("content-length") ?? 0);
    if (declaredBytes > this.#maxImageBytes + FORM_OVERHEAD_BYTES) throw this.#tooLarge();
  }

  async #readParts(
    request: Request,
    target: { readonly body: BodyReader; readonly picturePath: string },
  ): Promise<Map<string, string>> {
    const form = this.#createParser(request);
    const fields = new Map<string, string>();
    let saving: Promise<void> | undefined;
    form.on("field", (name, value) => void fields.set(name, value));
    form.on("file", (name, part) => {
      // A part that breaks off reports it as an event, which would end the process unheard.
      part.on("error", () => {});
      if (name !== "image" || saving) return void part.resume();
      saving = this.#savePicture(part, target.picturePath);
      saving.catch(() => part.resume());
    });
    const faults = [await faultOf(this.#feed(form, target.body)), await faultOf(saving)]
      .filter((fault) => fault !== undefined);
    if (faults.length > 0) {
      throw faults.find((fault) => fault instanceof LoungeError) ?? malformed(faults[0]);
    }
    if (saving) return fields;
    throw new InputError("image-missing", "The form has no file in its field image.");
  }

  #createParser(request: Request): BusboyInstance {
    const headers = Object.fromEntries(request.headers) as BusboyHeaders;
    try {
      return new Busboy({ headers, limits: { ...LIMITS, fileSize: this.#maxImageBytes } });
    } catch (cause) {
      throw malformed(cause);
    }
  }

  async #feed(form: BusboyInstance, body: BodyReader): Promise<void> {
    const parsed = finished(form);
    parsed.catch(() => {});
    const maxBytes = this.#maxImageBytes + FORM_OVERHEAD_BYTES;
    try {
      let bytes = 0;
      for (let next = await body.read(); !next.done; next = await body.read()) {
        bytes += next.value.length;
        if (bytes > maxBytes) throw this.#tooLarge();
        if (!form.write(next.value)) await Promise.race([once(form, "drain"), parsed]);
      }
    } finally {
      form.end();
    }
    await parsed;
  }

  async #savePicture(part: BusboyFileStream, path: string): Promise<void> {
    let bytes = 0;
    const file = await stored(Deno.open(path, { write: true, createNew: true }));
    const writer = file.writable.getWriter();
    try {
      // A destroyed part would never tell the parser that it has ended.
      for await (const chunk of part.iterator({ destroyOnReturn: false })) {
        bytes += chunk.length;
        await stored(writer.write(chunk));
      }
      await stored(writer.close());
    } catch (error) {
      await writer.abort().catch(() => {});
      throw error;
    }
    if (part.truncated) throw this.#tooLarge();
    if (bytes === 0) throw new InputError("image-empty", "The picture's file is empty.");
  }

  #tooLarge(): InputError {
    const limit = (this.#maxImageBytes / 1024 / 1024).toFixed(1).replace(/\.0$/, "");
    return new InputError("image-too-large", `The picture may have at most ${limit} MiB.`);
  }
}

type BodyReader = ReadableStreamDefaultReader<Uint8Array>;

/** What a promise fails with, or `undefined`; waits for it to settle. */
async function faultOf(promise: Promise<unknown> | undefined): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Reads on and throws away, within bounds: a close with unread bytes would reset the connection. */
async function drain(body: BodyReader): Promise<void> {
  const stop = () => void body.cancel().catch(() => {});
  try {
    for (let bytes = 0; bytes < DRAIN_BYTES;) {
      const timer = setTimeout(stop, DRAIN_IDLE_MS);
      const next = await body.read().finally(() => clearTimeout(timer));
      if (next.done) return;
      bytes += next.value.length;
    }
    stop();
  } catch {
    // The client is gone; there is nobody left to answer.
  }
}

function malformed(cause?: unknown): InputError {
  return new InputError(
    "malformed-form",
    "The multipart form is incomplete or its parts cannot be told apart.",
    { cause },
  );
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
