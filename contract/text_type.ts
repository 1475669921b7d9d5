/** Whether bytes read as text: UTF-8 (or its beginning) without control characters. */
export function looksLikeText(head: Uint8Array): boolean {
  let text: string;
  try {
    // `stream` forgives a character that the end of the head cuts in two.
    text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
  } catch {
    return false;
  }
  // deno-lint-ignore no-control-regex -- control characters are what is looked for
  return !/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
}

/** Names the kind of text, with its article, to be read after "This file is". */
export function nameOfText(head: Uint8Array): string {
  const text = new TextDecoder().decode(head).trimStart().toLowerCase();
  if (/<svg[\s>]/.test(text) && text.startsWith("<")) return "an SVG drawing";
  if (/^<!doctype html|^<html/.test(text)) return "a web page";
  return "plain text";
}
