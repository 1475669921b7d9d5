/** Longest excerpt of an upstream text that goes into a log, in characters. */
const MAX_EXCERPT_LENGTH = 300;

/**
 * A short, single-line excerpt of an upstream text for the log, without `secret`, anything that
 * looks like a Hugging Face or Bearer token, and the query parts of addresses, which may be signed.
 */
export function redact(text: string, secret?: string): string {
  const withoutSecret = secret ? text.replaceAll(secret, "[secret]") : text;
  return withoutSecret
    .slice(0, MAX_EXCERPT_LENGTH * 4)
    .replace(/\b(bearer|basic|key)\s+\S+/gi, "$1 [secret]")
    .replace(/\bhf_\w+/g, "[secret]")
    .replace(/(\bhttps?:\/\/)[^\s/@"']*@/gi, "$1")
    .replace(/(\bhttps?:\/\/[^\s?"'<>]*)\?[^\s"'<>)]*/gi, "$1?[query]")
    // deno-lint-ignore no-control-regex
    .replace(/[\x00-\x20\x7f-\x9f\u2028\u2029]+/g, " ")
    .trim()
    .slice(0, MAX_EXCERPT_LENGTH);
}

/** Addresses, pictures that a provider sends back, and long runs that may be a key. */
const OPAQUE = /\b(https?:\/\/|data:[\w/+.-]*[;,])[^\s"'<>]*|\b(?=\w*\d)[\w-]{32,}\b/gi;

/**
 * A provider's own words as a visitor may read them: as for the log, and without characters that
 * cannot be seen or that turn the direction of text; `undefined` where nothing is left.
 */
export function providerWords(text: string, secret?: string): string | undefined {
  const words = redact(text.replace(/\p{Cf}/gu, "").replace(OPAQUE, "[…]"), secret).toWellFormed();
  return words === "" ? undefined : words;
}

/**
 * A copy of a failed transfer's error for the log, with its causes in one redacted sentence:
 * `fetch` writes the full address into its messages.
 */
export function redactedError(error: unknown, secret?: string): Error {
  const sentences: string[] = [];
  for (let part = error; part instanceof Error && sentences.length < 4; part = part.cause) {
    sentences.push(part.message);
  }
  return new Error(redact(sentences.join(": "), secret));
}
