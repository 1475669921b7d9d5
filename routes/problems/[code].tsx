import { HttpError, page } from "fresh";
import { ProblemPage } from "../../components/ProblemPage.tsx";
import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/http/allowed_methods.ts";
import { findProblem } from "../../server/http/problem_catalogue.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  GET(ctx) {
    const { code = "" } = ctx.params;
    const entry = findProblem(code);
    if (entry === undefined) throw new HttpError(404);
    return page({ code, entry });
  },
});

export default define.page<typeof handler>(function Problem({ data, state, url }) {
  return (
    <ProblemPage
      facts={state.services.describeSite(url.origin)}
      account={state.access.signedIn}
      code={data.code}
      {...data.entry}
    />
  );
});
