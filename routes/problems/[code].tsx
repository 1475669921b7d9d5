import { HttpError, page } from "fresh";
import { ProblemPage } from "../(_pages)/problems/ProblemPage.tsx";
import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { codeAlsoCalled, findProblem } from "../../server/problems/problem_catalogue.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  GET(ctx) {
    const { code = "" } = ctx.params;
    const entry = findProblem(code);
    if (entry !== undefined) return page({ code, entry });
    const known = codeAlsoCalled(code);
    if (known === undefined) throw new HttpError(404);
    return ctx.redirect(`/problems/${known}`, 301);
  },
});

export default define.page<typeof handler>(function Problem({ data: { code, entry } }) {
  return <ProblemPage code={code} {...entry} />;
});
