import { page } from "fresh";
import { HomePage } from "./(_pages)/home/HomePage.tsx";
import { define } from "../server/app_state.ts";
import { readHome } from "../server/pages/home_facts.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";

/** The page shows the visitor's own videos: it is kept by the browser only, and asked for again. */
const HEADERS = { "cache-control": "private, no-cache", "vary": "Cookie" };

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    return page(await readHome(ctx.url.searchParams, ctx.state), { headers: HEADERS });
  },
});

export default define.page<typeof handler>(function Home({ data }) {
  return <HomePage {...data} />;
});
