/** How many characters may stand outside of strings: those are looked at one by one. */
const MAX_OUTSIDE = 256 * 1024;
/** How deep an answer may be; those that mean something are four or five levels deep. */
const MAX_DEPTH = 32;
/** How many values an answer may hold. */
const MAX_VALUES = 10_000;
/** Longest answer that is read, in bytes. */
const MAX_BYTES = 256 * 1024;
/** The same where it holds a video as a data address. */
const MAX_BYTES_WITH_VIDEO = 32 * 1024 * 1024;
/** How such an address begins. */
const DATA_ADDRESS = /"data:/i;

/**
 * The text of a JSON answer; `undefined` when it is longer than one can mean something, and then the
 * rest is not read. Only where a video may stand, and a data address has begun, more is taken.
 *
 * @throws what the body fails with when it breaks off
 */
export async function readBoundedText(
  { body }: Pick<Response, "body">,
  { mayHoldVideo }: { readonly mayHoldVideo: boolean },
): Promise<string | undefined> {
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let [bytes, limit] = [0, MAX_BYTES];
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    pieces.push(decoder.decode(chunk, { stream: true }));
    if (bytes > limit && mayHoldVideo && DATA_ADDRESS.test(pieces.join(""))) {
      limit = MAX_BYTES_WITH_VIDEO;
    }
    if (bytes > limit) return undefined;
  }
  return pieces.join("");
}

/**
 * The value of a JSON text; `undefined` for what is not JSON, and for what is too deep, has too many
 * values or too much around its strings. All that is counted before anything is built of it.
 */
export function parseBoundedJson(text: string): unknown {
  if (!isBounded(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isBounded(text: string): boolean {
  let [depth, values, outside] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    outside++;
    if (sign === '"') at = endOfString(text, at);
    else if (sign === "[" || sign === "{") {
      depth++;
      values++;
    } else if (sign === "]" || sign === "}") depth--;
    else if (sign === ",") values++;
    if (depth > MAX_DEPTH || values > MAX_VALUES || outside > MAX_OUTSIDE) return false;
  }
  return true;
}

/** Where the string that opens at `start` ends. */
function endOfString(text: string, start: number): number {
  for (let at = start;;) {
    at = text.indexOf('"', at + 1);
    if (at < 0) return text.length;
    let before = at - 1;
    while (text[before] === "\\") before--;
    if ((at - before) % 2 === 1) return at;
  }
}
