const VALID_KEY = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * One assignment: indent, optional `export`, key, then a value in single quotes, in double quotes
 * (both may span lines, and lose one line break at each end) or bare up to a comment. What follows
 * the closing quote on its line is ignored.
 */
const ASSIGNMENT =
  /^\s*(?:export\s+)?(?<key>[^\s=#]+)\s*=[ \t]*(?:'\r?\n?(?<single>[^']*?)\r?\n?'|"\r?\n?(?<double>[^"]*?)\r?\n?"|(?<bare>[^\r\n#]*)).*$/gm;

/** `$KEY`, `${KEY}`, each with an optional `:-default`, unless a backslash stands before. */
const REFERENCE = /(?<!\\)\$(?:\{(\w+)(?::-([^{}]*))?\}|(\w+)(?::-(.+))?)/g;

/** How often references within references are followed; a loop of them ends here. */
const MAX_EXPANSIONS = 10;

const ESCAPES: Readonly<Record<string, string>> = { "\\n": "\n", "\\r": "\r", "\\t": "\t" };

/**
 * The variables that the text of a `.env` file assigns, in order. Escapes (`\n`, `\r`, `\t`) count
 * in double quotes only, references to other variables, of the file or else of the process's
 * environment, in bare values only. Keys that are no identifiers are skipped with a warning.
 */
export function parse(text: string): Record<string, string> {
  const variables = new Map<string, string>();
  const bareKeys: string[] = [];
  for (const { groups = {} } of text.matchAll(ASSIGNMENT)) {
    const { key = "", single, double, bare = "" } = groups;
    if (!VALID_KEY.test(key)) {
      // deno-lint-ignore no-console -- the original warns in the same way
      console.warn(
        `Ignored the key "${key}" as it is not a valid identifier: The key need to match the pattern ${VALID_KEY}.`,
      );
      continue;
    }
    variables.set(key, single ?? double?.replaceAll(/\\[nrt]/g, unescape) ?? bare.trim());
    if (bare) bareKeys.push(key);
  }
  const expanded = bareKeys.map((key) => [key, expand(variables.get(key) ?? "", variables)]);
  return { ...Object.fromEntries(variables), ...Object.fromEntries(expanded) };
}

function unescape(escape: string): string {
  return ESCAPES[escape] ?? escape;
}

function expand(text: string, variables: ReadonlyMap<string, string>): string {
  let current = text;
  for (let round = 0; round < MAX_EXPANSIONS; round++) {
    const next = current.replaceAll(REFERENCE, (_, braced, bracedDefault, bare, bareDefault) => {
      const key = braced ?? bare;
      return variables.get(key) ?? Deno.env.get(key) ?? bracedDefault ?? bareDefault ?? "";
    });
    if (next === current) break;
    current = next;
  }
  return current;
}
