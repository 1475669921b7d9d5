import { InputError, LoungeError } from "../errors.ts";
import type { BodyLateError, BodyTimes } from "../protocol/timed_body.ts";

/** What a form may hold beside the bytes of its pictures. */
export const FORM_LIMITS = {
  pictures: 20,
  /** Of them one is left for each field of a file that nobody used. */
  files: 28,
  fields: 32,
  parts: 60,
  fieldNameSize: 64,
  fieldSize: 8 * 1024,
} as const;

/** The client stopped sending, or took too long for all of it. */
export function tooSlow({ isSilent }: BodyLateError, times: BodyTimes): InputError {
  const { maxSilenceMs, maxTotalMs } = times;
  return isSilent
    ? new InputError("upload-timeout", { kind: "silent", silentSeconds: maxSilenceMs / 1000 })
    : new InputError("upload-timeout", { kind: "slow", limitSeconds: maxTotalMs / 1000 });
}

/** When to come back to a server that restarts. */
const RESTART_SECONDS = 5;

/** The server stops; nothing of the form is kept. */
export function restarting(): LoungeError {
  return new LoungeError("restarting", {}, { retryAfterSeconds: RESTART_SECONDS });
}

/** The parts cannot be told apart. */
export function malformed(cause?: unknown): InputError {
  return new InputError("malformed-form", {}, { cause });
}

/** What one of a form's limits is reached by. */
export type FormLimit = "files" | "fields" | "parts";

/** There are more parts of a kind than a form may hold. */
export function tooManyParts(counted: FormLimit): InputError {
  return new InputError("form-too-large", { kind: counted, limit: FORM_LIMITS[counted] });
}

/** A field's name or value is longer than it may be. */
export function fieldTooLong(name: string, isName: boolean): InputError {
  if (isName) {
    return new InputError("form-too-large", {
      kind: "name",
      limit: FORM_LIMITS.fieldNameSize,
    });
  }
  const limitBytes = FORM_LIMITS.fieldSize;
  return isPlainName(name)
    ? new InputError("form-too-large", { kind: "value", name, limitBytes }, { field: name })
    : new InputError("form-too-large", { kind: "unnamed-value", limitBytes });
}

/** Says where the file was found instead, or that there was none. */
export function pictureMissing(
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

/** A file lies beside the pictures, in a field of another name. */
export function strayFile(field: string): InputError {
  return isPlainName(field)
    ? new InputError("invalid-setting", { kind: "stray-file", name: field })
    : new InputError("invalid-setting", { kind: "stray-files" });
}

/** There are more pictures than a form may hold. */
export function tooManyPictures(): InputError {
  return new InputError("too-many-images", { kind: "limit", limit: FORM_LIMITS.pictures });
}

/** Of several faults the one that says most. */
export function gravest(faults: readonly unknown[]): unknown {
  return faults.find((fault) => fault instanceof LoungeError) ?? malformed(faults[0]);
}

/** Whether a field's name can be repeated in a sentence. */
function isPlainName(field: string): boolean {
  return /^[\w.[\]-]{1,40}$/.test(field);
}
