import { page } from "fresh";
import { FaultPage } from "./(_pages)/problems/FaultPage.tsx";
import { define } from "../server/app_state.ts";
import { errorHeaders } from "../server/protocol/error_headers.ts";
import { statusOf, toLoungeError } from "../server/problems/problem.ts";
import { findProblem } from "../server/problems/problem_catalogue.ts";

export const handler = define.handlers((ctx) => {
  const error = toLoungeError(ctx.error);
  const { code, message } = error;
  const status = statusOf(error);
  const headers = errorHeaders(error, ctx.state.services.config);
  return page({ code, message, status }, { status, headers });
});

/** For people; programs get problem details before the error comes this far. */
export default define.page<typeof handler>(function Fault({ data, state, url }) {
  const entry = findProblem(data.code);
  return (
    <FaultPage
      path={url.pathname}
      status={data.status}
      title={entry?.title ?? "Something broke here"}
      detail={data.message}
      advice={entry?.advice ?? "Try again in a minute."}
      code={data.code}
      requestId={state.requestId}
    />
  );
});
