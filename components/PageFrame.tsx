import type { ComponentChildren } from "preact";
import type { SiteFacts } from "../contract/site_facts.ts";
import { Bar } from "./Bar.tsx";
import { Footer } from "./Footer.tsx";
import { Site } from "./site.ts";

interface PageFrameProps {
  readonly site: SiteFacts;
  /** Path of the page, from the root. */
  readonly path: string;
  /** Who has signed in. */
  readonly account?: { readonly name: string } | undefined;
  readonly children: ComponentChildren;
}

/** What surrounds every page: bar and footer, and what all of it may know of this instance. */
export function PageFrame({ site, path, account, children }: PageFrameProps) {
  return (
    <Site.Provider value={site}>
      <Bar path={path} account={account} />
      <main id="content">{children}</main>
      <Footer links={site.links} hasContact={site.contact !== undefined} />
    </Site.Provider>
  );
}
