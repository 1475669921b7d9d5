import { page } from "fresh";
import { ComparePage } from "../components/compare/ComparePage.tsx";
import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { comparedControls, readComparison } from "../server/pages/comparison.ts";
import { PERSONAL_HEADERS, wantsPage } from "../server/pages/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { services: { generations }, viewer } = ctx.state;
    const query = ctx.url.searchParams;
    const comparison = await readComparison(generations, { query, viewer });
    // Films to choose from are in the library.
    if (comparison === undefined) return ctx.redirect("/library", 303);
    const headers = { ...PERSONAL_HEADERS, "x-robots-tag": "noindex" };
    return wantsPage(ctx) ? page(comparison, { headers }) : Response.json(comparison, { headers });
  },
});

export default define.page<typeof handler>(function Compare({ data, state, url }) {
  const { services, access: { signedIn: account } } = state;
  const facts = services.describeSite(url.origin);
  const controls = comparedControls(services.offers, data);
  return <ComparePage facts={facts} comparison={data} controls={controls} account={account} />;
});
