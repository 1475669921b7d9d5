import { page } from "fresh";
import { ComparePage } from "./(_pages)/compare/ComparePage.tsx";
import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { comparedWithOldNames } from "../server/old_names.ts";
import { comparedControls, readComparison } from "../server/pages/comparison.ts";
import { PERSONAL_HEADERS, wantsPage } from "../server/pages/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { services: { generations, models }, caller: viewer } = ctx.state;
    const query = ctx.url.searchParams;
    const comparison = await readComparison(generations, { query, viewer });
    // Videos to choose from are in the library.
    if (comparison === undefined) return ctx.redirect("/library", 303);
    const headers = { ...PERSONAL_HEADERS, "x-robots-tag": "noindex" };
    if (!wantsPage(ctx)) return Response.json(comparedWithOldNames(comparison), { headers });
    return page({ comparison, controls: comparedControls(models, comparison) }, { headers });
  },
});

export default define.page<typeof handler>(function Compare({ data }) {
  return <ComparePage {...data} />;
});
