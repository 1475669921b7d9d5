import { page } from "fresh";
import { FaultPage } from "./(_pages)/problems/FaultPage.tsx";
import { define } from "../server/app_state.ts";
import { answerProblem, noteFailure } from "../server/problems/error_boundary.ts";
import { statusOf } from "../server/problems/problem.ts";
import { wantsPage } from "../server/protocol/accept.ts";
import { findProblem } from "../server/problems/problem_catalogue.ts";

export const handler = define.handlers((ctx) => {
  const failure = noteFailure(ctx, ctx.error);
  if (!wantsPage(ctx.req)) return answerProblem(ctx, failure);
  const { error: { code, message }, requestId, headers } = failure;
  const status = statusOf(failure.error);
  return page({ code, message, status, requestId }, { status, headers });
});

/** The last resort: it needs no state, because what failed may stand before all middlewares. */
export default define.page<typeof handler>(function Fault({ data, url }) {
  const entry = findProblem(data.code);
  return (
    <FaultPage
      path={url.pathname}
      status={data.status}
      title={entry?.title ?? "Something broke here"}
      detail={data.message}
      advice={entry?.advice ?? "Try again in a minute."}
      code={data.code}
      requestId={data.requestId}
    />
  );
});
