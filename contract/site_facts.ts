/** Plain facts about this instance that pages and islands show. The server fills them once at start. */

/** How to reach the people behind this instance; one of both is there. */
export interface ContactFacts {
  readonly email?: string | undefined;
  /** In international form, spaces allowed: "+1 555 0100". */
  readonly phone?: string | undefined;
}

/** A link to a paper or page elsewhere. */
export interface ReadingLink {
  readonly title: string;
  readonly url: string;
}

/** Where to read on. */
export interface SiteLinks {
  readonly documentation: readonly [ReadingLink, ...ReadingLink[]];
  /** Address of this instance's source code, where the operator names one. */
  readonly source?: string;
  readonly whitepapers: readonly ReadingLink[];
}

/** Everything that the pages know about the instance they are served from. */
export interface SiteFacts {
  /** Origin of this instance without a trailing slash, `https://lounge.example`. */
  readonly siteUrl: string;
  readonly instanceName: string;
  /** Largest picture that is accepted, in bytes. */
  readonly maxImageBytes: number;
  /** Absent where the operator names none. */
  readonly contact?: ContactFacts;
  /** `configured` is true when videos can be bought here. */
  readonly pricing: { readonly configured: boolean };
  readonly links: SiteLinks;
}

/** The part of the facts that the studio island needs; it travels to the browser. */
export type StudioFacts = Pick<SiteFacts, "maxImageBytes">;
