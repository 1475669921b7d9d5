import type { Charged } from "../../contract/problem.ts";
import { ProviderError } from "../errors.ts";
import { UpstreamAnswerError } from "./upstream_answer.ts";

/**
 * Opens a JSON string, bare or a data URL, that holds a video. An MP4 whose first box is shorter than
 * 256 bytes has `ftyp`, `free` or `wide` at bytes 4 to 8, and WebM and Matroska have their own first
 * bytes, so that the base64 of each begins in one recognisable way.
 */
const VIDEO_START =
  /"(?:data:[^",]{1,100},)?(?=AAAA[\w+/]{2}(?:Z0eX[A-D]|ZyZW[U-X]|dpZG[U-X])|GkXfo[\w+/])/;
/** At least as long as anything that `VIDEO_START` matches or looks at, in characters. */
const MAX_START_LENGTH = 200;

/**
 * The video that a JSON text carries as base64. Nobody has agreed on a key: handlers for Inference
 * Endpoints answer with a bare string, `video`, `generated_video`, a list or an object in an
 * object. So the video is found by its first bytes, and nothing but the piece in hand is held.
 *
 * @throws {ProviderError} `bad-output` when there is no video in it, or it ends early
 */
export async function* decodeVideoInJson(
  json: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  { status, secret, charged = "unknown" }: {
    readonly status: number;
    readonly secret: string | undefined;
    /** What a failure costs before the video has begun; after that it is `"yes"`. */
    readonly charged?: Charged;
  },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const decoder = new TextDecoder("latin1");
  let pending = "";
  let excerpt = "";
  let hasVideo = false;
  for await (const chunk of json) {
    pending += decoder.decode(chunk);
    if (!hasVideo) {
      excerpt ||= pending.slice(0, 500);
      const start = VIDEO_START.exec(pending);
      hasVideo = start !== null;
      pending = start
        ? pending.slice(start.index + start[0].length)
        : pending.slice(-MAX_START_LENGTH);
      if (!start) continue;
    }
    const end = pending.indexOf('"');
    const piece = decodeBase64(end < 0 ? pending : pending.slice(0, end), { isLast: end >= 0 });
    if (piece.bytes.length > 0) yield piece.bytes;
    if (end >= 0) return;
    pending = piece.rest;
  }
  const words = hasVideo ? "JSON that ends inside the video" : excerpt;
  const cause = new UpstreamAnswerError({ status, words }, secret);
  throw badOutput(cause, hasVideo ? "yes" : charged);
}

/** Decodes all whole groups of four characters; the rest waits for the next piece. */
function decodeBase64(
  text: string,
  { isLast }: { readonly isLast: boolean },
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly rest: string } {
  // JSON may write "/" as "\/" and holds line breaks as "\n"; either may be cut in the middle.
  const usable = isLast ? text : text.replace(/\\$/, "");
  const base64 = usable.replace(/\\[nr]/g, "").replace(/\\\//g, "/");
  const length = isLast ? base64.length : base64.length - base64.length % 4;
  try {
    const bytes = Uint8Array.fromBase64(base64.slice(0, length));
    return { bytes, rest: base64.slice(length) + text.slice(usable.length) };
  } catch (error) {
    throw badOutput(error, "yes");
  }
}

function badOutput(cause: unknown, charged: Charged): ProviderError {
  return new ProviderError("bad-output", { kind: "no-video" }, { cause, charged });
}
