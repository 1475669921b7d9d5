/** Names are shown beside other words; a username has 42 characters at most, a full name a few more. */
const MAX_LENGTH = 60;
/**
 * What is no sign on paper: control characters, those that turn the direction of the text around them
 * (U+202E and its kin), those without width, halves of characters, and what Unicode has shown as nothing.
 */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu;
/** A letter carries two or three marks in any language; more pile up over the lines above. */
const PILED_MARKS = /(\p{M}{3})\p{M}+/gu;
const READABLE = /[\p{L}\p{N}]/u;

/**
 * What somebody is called elsewhere, as it may stand on a page here: one line, cut, nothing in it that
 * cannot be seen. `undefined` where that leaves nothing to read, and for whatever is no text.
 */
export function shownName(given: unknown): string | undefined {
  if (typeof given !== "string") return undefined;
  const seen = given.normalize("NFC").replace(/\s+/g, " ").replace(UNSEEN, "")
    .replace(PILED_MARKS, "$1");
  const name = Array.from(seen.trim()).slice(0, MAX_LENGTH).join("").trim();
  return READABLE.test(name) ? name : undefined;
}
