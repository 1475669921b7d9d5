import type { ComponentChildren } from "preact";
import type { SiteFacts, SiteLinks } from "../contract/site_facts.ts";
import { Bar } from "./Bar.tsx";
import { Footer } from "./Footer.tsx";
import { PageHead, type PageImage } from "./PageHead.tsx";

/** What every page needs to know of the instance. */
export interface FrameFacts extends Pick<SiteFacts, "siteUrl"> {
  readonly links: Pick<SiteLinks, "source">;
}

interface PageFrameProps {
  readonly facts: FrameFacts;
  readonly title: string;
  readonly description: string;
  /** Path of the page, from the root. */
  readonly path: string;
  readonly indexed?: boolean;
  /** True where the page is about one film that everyone may see. */
  readonly isFilm?: boolean;
  /** Who has signed in. */
  readonly account?: { readonly name: string } | undefined;
  /** What stands for the page elsewhere; the site's own picture when absent. */
  readonly image?: PageImage | undefined;
  readonly children: ComponentChildren;
}

/** What every page shares: head, bar and footer. */
export function PageFrame(props: PageFrameProps) {
  const { facts, title, description, path, indexed, isFilm, image, account, children } = props;
  return (
    <>
      <PageHead
        siteUrl={facts.siteUrl}
        title={title}
        description={description}
        path={path}
        image={image}
        indexed={indexed}
        isFilm={isFilm}
      />
      <Bar path={path} account={account} />
      <main id="content">{children}</main>
      <Footer links={facts.links} />
    </>
  );
}
