/** Plain facts about this instance that pages and islands show. The server fills them once at start. */

/** What makes films right now, and what a visitor should know before pressing Generate. */
export interface StudioOffer {
  /** Registry id of the model. */
  readonly model: string;
  readonly modelName: string;
  /** Id of the provider that runs it. */
  readonly provider: string;
  /** What its films are, in the words that stand beside every one of them. */
  readonly label: string;
  /** True for the engine built into this server. */
  readonly isLocal: boolean;
  /** True when the picture is sent to an outside service. */
  readonly leavesThisServer: boolean;
  readonly promptRequired: boolean;
  /** Who gets to process the picture, as a noun phrase: "this server", "Hugging Face". */
  readonly whoProcesses: string;
  /** How long one film usually takes, in seconds. */
  readonly usualSeconds: number;
}

/** How to reach the people behind this instance. */
export interface ContactFacts {
  readonly email: string;
  /** In international form, spaces allowed: "+1 555 0100". */
  readonly phone?: string;
  /** True when a chat service is set up. */
  readonly chatConfigured: boolean;
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
  readonly offer: StudioOffer;
  /** Largest picture that is accepted, in bytes. */
  readonly maxImageBytes: number;
  readonly contact: ContactFacts;
  /** `configured` is true when films can be bought here. */
  readonly pricing: { readonly configured: boolean };
  readonly links: SiteLinks;
}

/** The part of the facts that the studio island needs; it travels to the browser. */
export type StudioFacts = Pick<SiteFacts, "offer" | "maxImageBytes">;
