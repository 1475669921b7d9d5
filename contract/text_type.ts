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

/** What kind of text it is. */
export function typeOfText(head: Uint8Array): "svg" | "html" | "text" {
  const text = new TextDecoder().decode(head).trimStart().toLowerCase();
  if (/<svg[\s>]/.test(text) && text.startsWith("<")) return "svg";
  if (/^<!doctype html|^<html/.test(text)) return "html";
  return "text";
}
