import type { App } from "fresh";

/** A response in the parts that tests compare. */
export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** Sends one request to a freshly compiled app. */
export async function send<State>(
  app: App<State>,
  path: string,
  init?: RequestInit,
): Promise<Answer> {
  return await readAnswer(
    await app.handler()(new Request(new URL(path, "http://localhost"), init)),
  );
}

/** Reads a response to its end. */
export async function readAnswer(response: Response): Promise<Answer> {
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** Runs `act` and returns what it wrote as errors to the console, which is how upstream reports them. */
export async function collectConsoleErrors(act: () => Promise<unknown>): Promise<unknown[]> {
  const errors: unknown[] = [];
  // deno-lint-ignore no-console
  const original = console.error;
  // deno-lint-ignore no-console
  console.error = (error) => errors.push(error);
  try {
    await act();
  } finally {
    // deno-lint-ignore no-console
    console.error = original;
  }
  return errors;
}
