import * as v from "valibot";
import { readBoundedBody } from "./bounded_body.ts";
import { readHeader } from "./read_header.ts";
import { InputError } from "../errors.ts";

/** Numbers and truth values are told as a form would tell them; anything deeper is no field. */
const FlatFields = v.record(
  v.string(),
  v.union([v.string(), v.pipe(v.union([v.number(), v.boolean()]), v.transform(String))]),
);
const MAX_BYTES = 8 * 1024;

/**
 * The fields of a short form without files: URL-encoded, multipart or a flat JSON object.
 *
 * @throws {InputError} `malformed-form` when it is longer than 8 KiB or cannot be read
 */
export async function readShortForm(request: Request): Promise<ReadonlyMap<string, string>> {
  const body = await readBoundedBody(request, MAX_BYTES);
  if (body === undefined) throw unreadable();
  const type = readHeader(request.headers, "content-type") ?? "";
  try {
    if (/^application\/json\s*(;|$)/i.test(type)) {
      const fields = JSON.parse(new TextDecoder().decode(body));
      return new Map(Object.entries(v.parse(FlatFields, fields)));
    }
    const form = await new Response(body, { headers: { "content-type": type } }).formData();
    return new Map(
      [...form].flatMap(([name, value]) => typeof value === "string" ? [[name, value]] : []),
    );
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause?: unknown): InputError {
  return new InputError("malformed-form", { kind: "short" }, { cause });
}
