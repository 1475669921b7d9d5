/** Names of settings as they are given: one that is misspelt must not go unnoticed. */

type Given = Readonly<Record<string, string>>;

/** Who starts Deno sets these; a file that the program reads comes too late for them. */
const OF_DENO = /^(?:DENO|OTEL|NPM_CONFIG)_|^(?:NO_COLOR|FORCE_COLOR|(?:HTTPS?|NO)_PROXY)$/i;

/**
 * One sentence for each name that was meant to be a setting and is none: every unknown one in the
 * `.env` file, which holds nothing else; in the environment, which is everybody's, those that are one
 * edit away from a setting. Never a value; what is blank counts as not set.
 */
export function misspeltNames(
  { file, environment, known }: {
    readonly file: Given;
    readonly environment: Given;
    readonly known: readonly string[];
  },
): string[] {
  const unknown = (given: Given) =>
    Object.keys(given).filter((name) => given[name]?.trim() && !known.includes(name));
  const inFile = unknown(file).map((name) => {
    if (OF_DENO.test(name)) return `${name} is read from the environment alone, not from .env.`;
    return `${name} in .env is not a setting.${suggestion(name, known)}`;
  });
  const inEnvironment = unknown(environment)
    .filter((name) => !Object.hasOwn(file, name) && known.some((other) => edits(name, other) === 1))
    .map((name) => `${name} in the environment is not a setting.${suggestion(name, known)}`);
  return [...inFile, ...inEnvironment];
}

function suggestion(name: string, known: readonly string[]): string {
  const asked = name.toUpperCase().replaceAll("-", "_");
  const [nearest] = known
    .map((other) => ({ other, distance: edits(asked, other) }))
    .filter(({ other, distance }) => distance <= Math.ceil(other.length / 4))
    .sort((a, b) => a.distance - b.distance);
  return nearest ? ` Did you mean ${nearest.other}?` : "";
}

/**
 * How many letters have to be inserted, left out, replaced or swapped with their neighbour (optimal
 * string alignment).
 */
function edits(from: string, to: string): number {
  let [before, row] = [[] as number[], Array.from({ length: to.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      const isSwapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      next[j] = Math.min(
        (row[j] ?? Infinity) + 1,
        (next[j - 1] ?? Infinity) + 1,
        (row[j - 1] ?? Infinity) + (isSame ? 0 : 1),
        isSwapped ? (before[j - 2] ?? Infinity) + 1 : Infinity,
      );
    }
    [before, row] = [row, next];
  }
  return row[to.length] ?? 0;
}
