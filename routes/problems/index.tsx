import { page } from "fresh";
import { ProblemsPage } from "../(_pages)/problems/ProblemsPage.tsx";
import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { problemGroups } from "../../server/problems/problem_facts.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  GET() {
    return page(problemGroups());
  },
});

export default define.page<typeof handler>(function Problems({ data }) {
  return <ProblemsPage groups={data} />;
});
