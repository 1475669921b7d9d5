import type { ComponentChildren } from "preact";
import type { SiteFacts } from "../contract/site_facts.ts";
import { Bar } from "./Bar.tsx";
import { Footer } from "./Footer.tsx";
import { PageHead } from "./PageHead.tsx";

interface PageFrameProps {
  readonly facts: SiteFacts;
  readonly title: string;
  readonly description: string;
  /** Path of the page, from the root. */
  readonly path: string;
  readonly indexed?: boolean;
  /** True where the page is about one film that everyone may see. */
  readonly isFilm?: boolean;
  /** Who has signed in. */
  readonly account?: { readonly name: string } | undefined;
  readonly children: ComponentChildren;
}

/** What every page shares: head, bar and footer. */
export function PageFrame(props: PageFrameProps) {
  const { facts, title, description, path, indexed, isFilm, account, children } = props;
  return (
    <>
      <PageHead
        title={title}
        description={description}
        url={facts.siteUrl + path}
        image={`${facts.siteUrl}/og.png`}
        indexed={indexed}
        isFilm={isFilm}
      />
      <Bar account={account} />
      <main id="content">{children}</main>
      <Footer links={facts.links} />
    </>
  );
}
