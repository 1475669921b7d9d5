import { page } from "fresh";
import { ProblemsPage } from "../(_pages)/problems/ProblemsPage.tsx";
import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { PROBLEM_GROUPS } from "../../server/problems/problem_catalogue.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  GET() {
    return page(PROBLEM_GROUPS.map(({ title, entries }) => ({
      title,
      problems: Object.entries(entries).map(([code, entry]) => ({ code, ...entry })),
    })));
  },
});

export default define.page<typeof handler>(function Problems({ data }) {
  return <ProblemsPage groups={data} />;
});
