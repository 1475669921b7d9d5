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
