import type { Context } from "fresh";
import type { State } from "../app_state.ts";
import type { LoungeError } from "../errors.ts";
import { PERSONAL_HEADERS } from "../pages/view_answer.ts";
import { preferredAnswer } from "../protocol/accept.ts";
import { type NoticeName, noticePath } from "./account_facts.ts";

/**
 * Answers what was done with an account: a browser goes on to the account page with a sentence about
 * it, a program gets `204`, or the problem.
 *
 * @throws the error, for programs
 */
export function answerNotice(
  ctx: Context<State>,
  notice: NoticeName,
  error?: LoungeError,
): Response {
  const isProgram =
    preferredAnswer(ctx.req, ["application/json", "text/html"]) === "application/json";
  if (!isProgram) return ctx.redirect(noticePath(notice), 303);
  if (error) throw error;
  return new Response(null, { status: 204, headers: PERSONAL_HEADERS });
}
