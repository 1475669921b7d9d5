import { page } from "fresh";
import { HomePage } from "../components/HomePage.tsx";
import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/http/allowed_methods.ts";
import { latestOf, readRecipe } from "../server/http/home_facts.ts";

/** The page shows the visitor's own films: it is kept by the browser only, and asked for again. */
const HEADERS = { "cache-control": "private, no-cache", "vary": "Cookie" };

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { visitor, services } = ctx.state;
    const films = await latestOf(services.generations, visitor);
    return page({ films, recipe: readRecipe(ctx.url.searchParams) }, { headers: HEADERS });
  },
});

export default define.page<typeof handler>(function Home({ data, state, url }) {
  return <HomePage facts={state.services.describeSite(url.origin)} {...data} />;
});
