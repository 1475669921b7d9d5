import { AssertionError, suffix } from "./assertion_error.ts";

// deno-lint-ignore no-explicit-any -- a class is recognised whatever its constructor takes
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

interface Wanted {
  readonly ErrorClass?: ErrorClass<Error>;
  readonly msgIncludes?: string;
  readonly msg?: string;
}

/** Fails unless `fn` throws; returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Fails unless `fn` throws an error of that class whose message includes the given text. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  classOrMsg?: ErrorClass<Error> | string,
  msgIncludes?: string,
  msg?: string,
): unknown {
  const wanted = readArguments(classOrMsg, { msgIncludes, msg });
  try {
    fn();
  } catch (thrown) {
    return checkFailure(thrown, { ...wanted, verb: "thrown" });
  }
  throw new AssertionError(`Expected function to throw${suffix(wanted.msg)}`);
}

/** Fails unless the promise of `fn` rejects; resolves with the reason. */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/** Fails unless it rejects with an error of that class whose message includes the given text. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  classOrMsg?: ErrorClass<Error> | string,
  msgIncludes?: string,
  msg?: string,
): Promise<unknown> {
  const wanted = readArguments(classOrMsg, { msgIncludes, msg });
  let isPromise = false;
  try {
    const promise = fn();
    isPromise = typeof promise === "object" && promise !== null && "then" in promise;
    await promise;
  } catch (reason) {
    if (isPromise) return checkFailure(reason, { ...wanted, verb: "rejected" });
    throw notRejecting(wanted.msg, reason);
  }
  if (!isPromise) throw notRejecting(wanted.msg);
  throw new AssertionError(`Expected function to reject${suffix(wanted.msg)}`);
}

/** Sorts out the two ways of calling: with a message only, or with a class first. */
function readArguments(
  classOrMsg: ErrorClass<Error> | string | undefined,
  rest: Wanted,
): Wanted {
  if (typeof classOrMsg === "string") return { msg: classOrMsg };
  return classOrMsg ? { ...rest, ErrorClass: classOrMsg } : { msg: rest.msgIncludes };
}

function checkFailure(failure: unknown, wanted: Wanted & { readonly verb: string }): unknown {
  const { ErrorClass, msgIncludes = "", msg, verb } = wanted;
  if (!ErrorClass) return failure;
  if (!(failure instanceof Error)) {
    throw new AssertionError(`A non-Error object was ${verb}${suffix(msg)}`);
  }
  const { message, constructor: { name } } = failure;
  if (!(failure instanceof ErrorClass)) {
    throw new AssertionError(
      `Expected error to be instance of "${ErrorClass.name}", but was "${name}"${suffix(msg)}`,
      { cause: failure },
    );
  }
  if (!message.includes(msgIncludes)) {
    const [part, whole] = [msgIncludes, message].map((text) => JSON.stringify(text));
    throw new AssertionError(
      `Expected error message to include ${part}, but got ${whole}${suffix(msg)}`,
      { cause: failure },
    );
  }
  return failure;
}

function notRejecting(msg: string | undefined, cause?: unknown): AssertionError {
  return new AssertionError(`Function throws when expected to reject${suffix(msg)}`, { cause });
}
