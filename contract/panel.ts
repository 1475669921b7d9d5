import type { Shape } from "./frame_size.ts";
import type { ModelCard, PriceFacts } from "./model.ts";
import type { Settings } from "./settings.ts";

/** Where the studio's controls stand. */
export interface PanelFacts {
  /** Origin of this instance, without a trailing slash. */
  readonly siteUrl: string;
  /** All models, those that cannot be used now included; the default first. */
  readonly models: readonly ModelCard[];
  /** The chosen one. */
  readonly model: ModelCard;
  /** Values of all its controls. */
  readonly settings: Settings;
  readonly prompt?: string | undefined;
  /** A new one for every video, unless it was chosen. */
  readonly seed?: number | undefined;
  /** As the picture is, unless it was chosen. */
  readonly shape?: Shape | undefined;
  /** What a video with these settings costs. */
  readonly price: PriceFacts;
  /** Why something is not as it was asked for. */
  readonly notice?: string | undefined;
}

/** What the panel has to know of the chosen model. */
export type PanelModel = Pick<
  ModelCard,
  "id" | "name" | "prompt" | "controls" | "presets" | "sizes" | "shapes"
>;

/** One of the models to choose from. */
export interface ModelChoice {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  /** Price, wait and where the picture goes, in a few words each. */
  readonly terms: string;
  /** What has to be there before it can be used; absent when it can be used now. */
  readonly needs?: string | undefined;
}

/** What a visitor should know before pressing Generate, in words. */
export interface PanelTerms {
  /** Where the picture goes. */
  readonly picture: string;
  readonly price: string;
  /** What the price depends on, where nobody knows it. */
  readonly priceNote?: string | undefined;
  readonly priceSource?: PriceFacts["source"];
  readonly wait: string;
  readonly licence: ModelCard["licence"];
}

/** Texts by form field: the prompt, the seed, the shape and the controls, as far as there are any. */
export type PanelValues = Readonly<Record<string, string>>;

/** The panel as the studio gets it: of the other models only what it takes to choose one. */
export interface PanelView {
  readonly siteUrl: string;
  /** Those that can be used now come first. */
  readonly choices: readonly ModelChoice[];
  readonly model: PanelModel;
  readonly values: PanelValues;
  readonly terms: PanelTerms;
  readonly notice?: string | undefined;
}
