import { page } from "fresh";
import { HomePage } from "./(_pages)/home/HomePage.tsx";
import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { readPanel } from "../server/pages/panel_facts.ts";
import { readFrame } from "../server/pages/frame_source.ts";
import { latestOf } from "../server/pages/library_list.ts";

/** The page shows the visitor's own videos: it is kept by the browser only, and asked for again. */
const HEADERS = { "cache-control": "private, no-cache", "vary": "Cookie" };

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { caller, services, site: { siteUrl } } = ctx.state;
    const query = ctx.url.searchParams;
    const [videos, panel, frame, sample] = await Promise.all([
      latestOf(services.generations, caller),
      readPanel(query, { ...services, paymentMeans: caller.paymentMeans, siteUrl }),
      readFrame(query, { generations: services.generations, viewer: caller }),
      services.examples.sample(),
    ]);
    return page({ videos, panel, frame, sample }, { headers: HEADERS });
  },
});

export default define.page<typeof handler>(function Home({ data }) {
  return <HomePage {...data} />;
});
