import { type Charged, type NextStep, type Problem, TRY_AGAIN } from "../../contract/problem.ts";

/** Why something failed, in sentences for the visitor. */
export interface Fault {
  readonly detail: string;
  /** Missing where the answer cannot know it. */
  readonly charged?: Charged;
  /** Page that explains the problem; missing where the server was never reached. */
  readonly explanation?: string;
  /** Status of the answer; missing where there was none. */
  readonly status?: number;
  /** The form field that it is about. */
  readonly field?: string;
  /** What a button beside it should offer. */
  readonly next?: NextStep;
}

/** The way to the server broke before it had said yes. */
export function connectionFault(
  { hasUploaded, attemptKey }: {
    readonly hasUploaded: boolean;
    readonly attemptKey?: string | undefined;
  },
): Fault {
  return hasUploaded
    ? {
      detail: `The connection broke before the server had answered. ${beforeTrying(attemptKey)}`,
      charged: "unknown",
      next: TRY_AGAIN,
    }
    : {
      detail: "The picture did not get through. Check your network, then try again.",
      charged: "no",
      next: TRY_AGAIN,
    };
}

/** What to do where nobody knows whether a picture has arrived. */
export function beforeTrying(attemptKey: string | undefined): string {
  return attemptKey === undefined
    ? "Look into your library before you try again: the video may be on its way."
    : "Try again: what has arrived is not made twice.";
}

export function faultOfProblem(problem: Problem): Fault {
  const { detail, charged, type, status, field, next } = problem;
  const known = { detail, charged, explanation: type, status };
  return { ...known, ...field ? { field } : {}, ...next ? { next } : {} };
}

/** What a failing answer says, or a general sentence when its body is no problem document. */
export function faultOfBody(body: string, status: number): Fault {
  const value = parseJson(body);
  if (isProblem(value)) return faultOfProblem(value);
  return {
    detail: `The server answered with status ${status}. Try again in a minute.`,
    charged: "unknown",
    status,
    next: TRY_AGAIN,
  };
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null &&
    "detail" in value && typeof value.detail === "string" &&
    "code" in value && typeof value.code === "string" &&
    "charged" in value && "type" in value;
}

/** The value of a JSON text, or `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
