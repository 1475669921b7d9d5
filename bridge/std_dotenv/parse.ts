const VALID_KEY = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * One assignment: indent, optional `export`, key, then a value in single quotes, in double quotes
 * (both may span lines, and lose one line break at each end) or bare up to a comment.
 */
const ASSIGNMENT =
  /^[^\S\r\n]*(?:export[^\S\r\n]+)?(?<key>[^\s=#]+)[^\S\r\n]*=[^\S\r\n]*(?:'\n?(?<single>[^']*?)\n?'|"\n?(?<double>(?:\\"|[^"])*?)\n?"|(?<bare>[^\r\n#]*))[^\S\r\n]*(?:#[^\r\n]*)?$/gm;

/** `$KEY`, `${KEY}`, each with an optional `:-default`, unless a backslash stands before. */
const REFERENCE =
  /(?<!\\)\$(?:\{(?<inside>[a-zA-Z_]\w*)(?::-(?<insideDefault>(?:\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|[^{}])*))?\}|(?<outside>[a-zA-Z_]\w*)(?::-(?<outsideDefault>\S*))?)/g;

/** How often references within references are followed; a loop of them ends here. */
const MAX_EXPANSIONS = 20;

/**
 * The variables that the text of a `.env` file assigns, in order. Escapes (`\n`, `\r`, `\t`) count
 * in double quotes only, references to other variables of the file in bare values only. Keys that
 * are no identifiers are skipped with a warning.
 */
export function parse(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  const bareKeys: string[] = [];
  for (
    const { groups = {} } of text.replaceAll("\r\n", "\n").matchAll(ASSIGNMENT)
  ) {
    const { key = "", single, double, bare = "" } = groups;
    if (!VALID_KEY.test(key)) {
      // deno-lint-ignore no-console -- the original warns in the same way
      console.warn(
        `Ignored the key "${key}" as it is not a valid identifier: The key need to match the pattern ${VALID_KEY}.`,
      );
      continue;
    }
    variables[key] = single ??
      (double === undefined ? bare.trim() : unescape(double));
    if (single === undefined && double === undefined) bareKeys.push(key);
  }
  const assigned = { ...variables };
  for (const key of bareKeys) {
    variables[key] = expand(assigned[key] ?? "", assigned);
  }
  return variables;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\n": "\n",
  "\\r": "\r",
  "\\t": "\t",
};

function unescape(text: string): string {
  return text.replaceAll(/\\[nrt]/g, (escape) => ESCAPES[escape] ?? escape);
}

function expand(text: string, variables: Record<string, string>): string {
  let current = text;
  for (let round = 0; round < MAX_EXPANSIONS; round++) {
    const next = current.replaceAll(REFERENCE, (...parts) => {
      const groups: Record<string, string | undefined> = parts.at(-1);
      const value = variables[groups.inside ?? groups.outside ?? ""];
      return value || (groups.insideDefault ?? groups.outsideDefault ?? "");
    });
    if (next === current) break;
    current = next;
  }
  return current;
}
