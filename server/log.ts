/** Facts beside a log sentence. Never put a secret, a picture or a visitor's text here. */
export type LogFacts = Readonly<Record<string, unknown>>;

/** Where the server writes what an operator should know. */
export interface Log {
  info(sentence: string, facts?: LogFacts): void;
  error(sentence: string, facts?: LogFacts): void;
}

/** How a log is written. */
export interface LogOptions {
  /** `lines`: time, sentence, facts as JSON, and stacks below; `json`: one object a line. */
  readonly format?: "lines" | "json";
  /** `error` leaves everything else out. */
  readonly level?: "info" | "error";
  readonly now?: () => Date;
}

/** Writes to the console. */
export function createConsoleLog(
  { format = "lines", level = "info", now = () => new Date() }: LogOptions = {},
): Log {
  const line = (sentence: string, facts: LogFacts = {}, kind: "info" | "error") => {
    const { error, ...rest } = facts;
    if (format === "json") {
      const told = error === undefined ? {} : { error: describe(error) };
      const time = now().toISOString();
      return JSON.stringify({ time, level: kind, message: sentence, ...rest, ...told });
    }
    const tail = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : "";
    const stack = error === undefined ? "" : `\n${describe(error)}`;
    return `${now().toISOString()} ${sentence}${tail}${stack}`;
  };
  return {
    // deno-lint-ignore no-console -- the one place that writes to the console
    info: (sentence, facts) => level === "info" && console.log(line(sentence, facts, "info")),
    // deno-lint-ignore no-console -- the one place that writes to the console
    error: (sentence, facts) => console.error(line(sentence, facts, "error")),
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\nCaused by: ${describe(error.cause)}`;
}
