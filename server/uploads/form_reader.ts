import {
  Busboy,
  type BusboyFileStream,
  type BusboyHeaders,
  type BusboyInstance,
} from "@fastify/busboy";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { InputError } from "../errors.ts";
import type { Clock } from "../clock.ts";
import { readHeader } from "../protocol/read_header.ts";
import { BodyLateError, type BodyTimes, TimedBody } from "../protocol/timed_body.ts";
import {
  fieldTooLong,
  FORM_LIMITS,
  gravest,
  malformed,
  pictureMissing,
  strayFile,
  tooManyParts,
  tooManyPictures,
  tooSlow,
} from "./form_failures.ts";
import { pictureTooLarge, type PictureUpload, savePicture } from "./uploaded_picture.ts";

/** How long a client may take. */
export const UPLOAD_TIMES: BodyTimes = { maxSilenceMs: 30_000, maxTotalMs: 10 * 60_000 };
/** Room for multipart boundaries and the other fields. */
const FORM_OVERHEAD_BYTES = 512 * 1024;

/** How a form is read. */
export interface FormReading {
  readonly headers: Headers;
  readonly body: ReadableStreamDefaultReader<Uint8Array>;
  /** Of each picture. */
  readonly maxImageBytes: number;
  readonly clock: Clock;
  /** Where the next picture goes. */
  readonly newPath: () => string;
  /** Throws an `InputError` for the first bytes of what is no picture. */
  readonly checkHead: (head: Uint8Array) => unknown;
}

/** What a form holds. */
export interface ReadForm {
  readonly pictures: readonly PictureUpload[];
  readonly fields: ReadonlyMap<string, string>;
}

/** The largest form in bytes that may be worth reading. */
export function maxFormBytes(maxImageBytes: number): number {
  return FORM_LIMITS.pictures * maxImageBytes + FORM_OVERHEAD_BYTES;
}

/** Reads a form to its end, or until it is known that it will be refused; see `UploadFolder.receive`. */
export async function readForm(reading: FormReading): Promise<ReadForm> {
  const form = createParser(reading);
  const parts = new FormParts(reading);
  parts.watch(form);
  const fed = await faultOf(feed(form, parts, reading));
  const savings = parts.savings;
  const faults = [fed, ...await Promise.all(savings.map(faultOf))]
    .filter((fault) => fault !== undefined);
  if (faults.length > 0) throw gravest(faults);
  const { fields, strayField } = parts;
  if (savings.length === 0) throw pictureMissing(fields, strayField);
  const pictures = checkPictures(await Promise.all(savings));
  if (strayField !== undefined) throw strayFile(strayField);
  return { pictures, fields };
}

/** What has been found in a form so far. */
class FormParts {
  readonly fields = new Map<string, string>();
  readonly savings: Promise<PictureUpload>[] = [];
  /** The field of a file that is not among the pictures. */
  strayField: string | undefined;
  /** Why the rest need not be read. */
  fault: InputError | undefined;
  /** How many of the bytes so far were of use. */
  #keptBytes = 0;
  /** Pictures that are being written. */
  readonly #arriving = new Set<BusboyFileStream>();
  readonly #reading: FormReading;

  constructor(reading: FormReading) {
    this.#reading = reading;
  }

  /** How many of the bytes so far are of use, those included that wait for a slow disk. */
  get usefulBytes(): number {
    return this.#arriving.values().reduce(
      (sum, part) => sum + part.readableLength,
      this.#keptBytes,
    );
  }

  /** Listens to the parser. */
  watch(form: BusboyInstance): void {
    // A part may have no name, whatever the types say.
    form.on("field", (name: string | undefined = "", value, _isNameCut, isValueCut) => {
      // The parser cuts values only.
      const isLongName = name.length > FORM_LIMITS.fieldNameSize;
      if (isLongName || isValueCut) this.fault ??= fieldTooLong(name, isLongName);
      this.fields.set(name, value);
    });
    form.on("fieldsLimit", () => void (this.fault ??= tooManyParts("fields")));
    form.on("filesLimit", () => void (this.fault ??= tooManyParts("files")));
    form.on("partsLimit", () => void (this.fault ??= tooManyParts("parts")));
    form.on("file", (name: string | undefined = "", part, filename) => {
      // A part that breaks off reports it as an event, which would end the process unheard.
      part.on("error", () => {});
      // A browser sends a file input that nobody used as a file without a name.
      if (name !== "image" && filename) this.strayField ??= name;
      const isPicture = name === "image";
      if (isPicture && this.savings.length === FORM_LIMITS.pictures) {
        this.fault ??= tooManyPictures();
      }
      if (!isPicture || this.fault) return void part.resume();
      const { newPath, maxImageBytes: maxBytes, checkHead } = this.#reading;
      const onKept = (bytes: number) => void (this.#keptBytes += bytes);
      const saving = savePicture(part, { path: newPath(), maxBytes, checkHead, onKept });
      this.#arriving.add(part);
      saving.catch(() => {}).finally(() => this.#arriving.delete(part));
      this.savings.push(saving);
    });
  }
}

function createParser({ headers, maxImageBytes }: FormReading): BusboyInstance {
  const given: BusboyHeaders = {
    "content-type": readHeader(headers, "content-type") ?? "",
  };
  try {
    return new Busboy({ headers: given, limits: { ...FORM_LIMITS, fileSize: maxImageBytes } });
  } catch (cause) {
    throw malformed(cause);
  }
}

/** Stops at what is of no use: beyond the bytes of one picture nothing more of that is read. */
async function feed(
  form: BusboyInstance,
  parts: FormParts,
  { body, maxImageBytes, clock }: FormReading,
): Promise<void> {
  const parsed = finished(form);
  parsed.catch(() => {});
  const timed = new TimedBody(body, { ...UPLOAD_TIMES, clock });
  const uselessBytes = maxImageBytes + FORM_OVERHEAD_BYTES;
  try {
    let bytes = 0;
    for (let piece = await timed.read(); piece; piece = await timed.read()) {
      bytes += piece.length;
      if (bytes > maxFormBytes(maxImageBytes)) throw pictureTooLarge(maxImageBytes);
      if (!form.write(piece)) await Promise.race([once(form, "drain"), parsed]);
      if (bytes - parts.usefulBytes > uselessBytes) throw await firstRefusal(parts, maxImageBytes);
      if (parts.fault) throw parts.fault;
    }
  } catch (error) {
    throw error instanceof BodyLateError ? tooSlow(error, UPLOAD_TIMES) : error;
  } finally {
    timed.end();
    form.end();
  }
  await parsed;
  if (parts.fault) throw parts.fault;
}

/** Why what was read is of no use: of what is refused already, the first. */
async function firstRefusal(parts: FormParts, maxImageBytes: number): Promise<unknown> {
  const known = await Promise.all(parts.savings.map((saving) => Promise.race([saving, undefined])));
  const refused = known.find((upload) => upload?.kind === "refused");
  return refused?.kind === "refused" ? refused.error : pictureTooLarge(maxImageBytes);
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
