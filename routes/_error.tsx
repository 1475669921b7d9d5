import { page } from "fresh";
import { FaultPage } from "./(_pages)/problems/FaultPage.tsx";
import { define } from "../server/app_state.ts";
import { answerProblem, noteFailure } from "../server/problems/error_boundary.ts";
import { statusOf } from "../server/problems/problem.ts";
import { asksForPage } from "../server/protocol/accept.ts";
import { failureWords } from "../server/wording/failure_words.ts";
import { entryOf } from "../server/wording/failures.ts";

export const handler = define.handlers((ctx) => {
  const failure = noteFailure(ctx, ctx.error);
  if (!asksForPage(ctx.req)) return answerProblem(ctx, failure);
  const { error, requestId, headers } = failure;
  const { code } = error;
  const status = statusOf(error);
  const { title } = entryOf(code);
  const words = failureWords(error, "guest");
  return page({ code, status, title, requestId, ...words }, { status, headers });
});

/** The last resort: it needs no state, because what failed may stand before all middlewares. */
export default define.page<typeof handler>(function Fault({ data, url }) {
  return (
    <FaultPage
      path={url.pathname}
      {...data}
    />
  );
});
