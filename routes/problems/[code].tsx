import { HttpError, page } from "fresh";
import { ProblemPage } from "../(_pages)/problems/ProblemPage.tsx";
import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { codeAlsoCalled, problemFactsOf } from "../../server/problems/problem_facts.ts";
import { findFailure } from "../../server/wording/failures.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  GET(ctx) {
    const { code = "" } = ctx.params;
    if (findFailure(code) !== undefined) return page(problemFactsOf(code));
    const known = codeAlsoCalled(code);
    if (known === undefined) throw new HttpError(404);
    return ctx.redirect(`/problems/${known}`, 301);
  },
});

export default define.page<typeof handler>(function Problem({ data }) {
  return <ProblemPage {...data} />;
});
