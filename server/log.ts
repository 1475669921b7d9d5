/** Facts beside a log sentence. Never put a secret, a picture or a visitor's text here. */
export type LogFacts = Readonly<Record<string, unknown>>;

/** Where the server writes what an operator should know. */
export interface Log {
  info(sentence: string, facts?: LogFacts): void;
  error(sentence: string, facts?: LogFacts): void;
}

/** One line an entry: time, sentence, facts as JSON; errors with their stack on the lines below. */
export function createConsoleLog(now: () => Date = () => new Date()): Log {
  const line = (sentence: string, facts: LogFacts = {}) => {
    const { error, ...rest } = facts;
    const tail = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : "";
    const stack = error === undefined ? "" : `\n${describe(error)}`;
    return `${now().toISOString()} ${sentence}${tail}${stack}`;
  };
  return {
    // deno-lint-ignore no-console -- the one place that writes to the console
    info: (sentence, facts) => console.log(line(sentence, facts)),
    // deno-lint-ignore no-console -- the one place that writes to the console
    error: (sentence, facts) => console.error(line(sentence, facts)),
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\nCaused by: ${describe(error.cause)}`;
}
