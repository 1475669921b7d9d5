import type { Charged, Problem } from "../../contract/problem.ts";

/** Why a generation failed, in sentences for the visitor. */
export interface StudioFault {
  readonly detail: string;
  /** Missing where `detail` says it: the server's own sentences do wherever it is in question. */
  readonly charged?: Charged;
  /** Page that explains the problem; missing where the server was never reached. */
  readonly explanation?: string;
}

/** The way to the server broke: the outcome is unknown where the upload had been completed. */
export function connectionFault(hasUploaded: boolean): StudioFault {
  return hasUploaded
    ? {
      detail:
        "The connection broke while the film was being made. Check your network, then try again.",
      charged: "unknown",
    }
    : {
      detail: "The picture did not get through. Check your network, then try again.",
      charged: "no",
    };
}

/** The server ended its answer without a film and without a reason. */
export const UNFINISHED_FAULT: StudioFault = {
  detail: "The server stopped before the film was ready. Try again in a minute.",
  charged: "unknown",
};

/** What a problem document says, or a general sentence when `body` is no such document. */
export function faultOfBody(body: string, status: number): StudioFault {
  const problem = parseProblem(body);
  if (problem !== undefined) return faultOfProblem(problem);
  return {
    detail: `The server answered with status ${status}. Try again in a minute.`,
    charged: "unknown",
  };
}

export function faultOfProblem(problem: Problem): StudioFault {
  return { detail: problem.detail, explanation: problem.type };
}

function parseProblem(body: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isProblem(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null &&
    "detail" in value && typeof value.detail === "string" &&
    "code" in value && typeof value.code === "string" &&
    "charged" in value && "type" in value;
}
