import Negotiator from "negotiator";
import { readHeader } from "./read_header.ts";

/** The kinds of answer that one address can give. */
export type AnswerKind = "application/json" | "text/html";

/**
 * The kind that the client likes best (RFC 9110 section 12.5.1); the first offer when it says
 * nothing, accepts everything or accepts none of them.
 */
export function preferredAnswer(request: Request, offers: readonly AnswerKind[]): AnswerKind {
  const accept = readHeader(request.headers, "accept") ?? "*/*";
  const best = new Negotiator({ headers: { accept } }).mediaType([...offers]);
  return offers.find((offer) => offer === best) ?? offers[0] ?? "application/json";
}

/** Whether a failure is told to this client on a page; programs get problem details. */
export function asksForPage(request: Request): boolean {
  return preferredAnswer(request, ["application/json", "text/html"]) === "text/html";
}
