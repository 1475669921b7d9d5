/**
 * The text of a `.env` file with these variables, a line each. Values with characters beside
 * letters, digits and `_` are quoted, in double quotes when they hold line breaks or single quotes.
 * Keys that start with `#` are skipped with a warning.
 */
export function stringify(object: Record<string, string>): string {
  const lines: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    if (key.startsWith("#")) {
      // deno-lint-ignore no-console -- the original warns in the same way
      console.warn(
        `key starts with a '#' indicates a comment and is ignored: '${key}'`,
      );
      continue;
    }
    lines.push(`${key}=${quote(value ?? "")}`);
  }
  return lines.join("\n");
}

function quote(value: string): string {
  const hasLineBreak = /[\r\n]/.test(value);
  if (hasLineBreak || value.includes("'")) {
    const escaped = value.replaceAll("\n", "\\n").replaceAll("\r", "\\r");
    return `"${escaped.replaceAll('"', '\\"')}"`;
  }
  return /\W/.test(value) ? `'${value}'` : value;
}
