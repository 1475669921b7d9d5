import { App } from "fresh";
import type { VNode } from "preact";
import { Site } from "../../components/site.ts";
import type { SiteFacts } from "../../contract/site_facts.ts";

/** Facts of an instance that makes its videos itself. */
export const FACTS: SiteFacts = {
  siteUrl: "https://lounge.example",
  instanceName: "AI Lounge After Dark",
  maxImageBytes: 20 * 1024 * 1024,
  contact: { email: "hello@lounge.example" },
  pricing: { configured: false },
  links: {
    documentation: [{ title: "Docs", url: "https://lounge.example/docs" }],
    whitepapers: [],
  },
};

/**
 * What the server sends for a page, without the bar and footer around it; islands are rendered, but not
 * brought to life.
 */
export async function renderPage(page: VNode): Promise<string> {
  const drawn = <Site.Provider value={FACTS}>{page}</Site.Provider>;
  const app = new App()
    .appWrapper(({ Component }) => Component({}))
    .get("/", (ctx) => ctx.render(drawn));
  const response = await app.handler()(new Request("https://lounge.example/"));
  return await response.text();
}
