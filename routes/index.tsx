import { page } from "fresh";
import { HomePage } from "../components/HomePage.tsx";
import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/http/allowed_methods.ts";
import { readBoard } from "../server/http/board_facts.ts";
import { latestOf } from "../server/http/home_facts.ts";

/** The page shows the visitor's own films: it is kept by the browser only, and asked for again. */
const HEADERS = { "cache-control": "private, no-cache", "vary": "Cookie" };

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { visitor, services, purse } = ctx.state;
    const facts = services.describeSite(ctx.url.origin);
    const [films, board] = await Promise.all([
      latestOf(services.generations, visitor),
      readBoard(ctx.url.searchParams, { ...services, purse, siteUrl: facts.siteUrl }),
    ]);
    return page({ facts, films, board }, { headers: HEADERS });
  },
});

export default define.page<typeof handler>(function Home({ data, state }) {
  return <HomePage {...data} account={state.access.signedIn} />;
});
