import type { FrameSizes, Shape } from "../../contract/frame_size.ts";
import type { Control, Preset, PromptRule } from "../../contract/model.ts";
import type { Settings } from "../../contract/settings.ts";

/** Who can run a model. */
export const PROVIDER_IDS = [
  "local-engine",
  "raw-endpoint",
  "comfyui",
  "videos-api",
  "fal-ai",
  "wavespeed",
  "together",
] as const;

export type ProviderId = typeof PROVIDER_IDS[number];

/** Servers that the operator runs, or rents by the hour. */
export const OWN_SERVERS = ["raw-endpoint", "comfyui", "videos-api"] as const;

export type OwnServerId = typeof OWN_SERVERS[number];

/** Whether a route goes to a server of the operator's. */
export function isOwnServer(provider: ProviderId): provider is OwnServerId {
  return OWN_SERVERS.some((own) => own === provider);
}

/** Whether a route goes through the router of Inference Providers. */
export function isRouted(
  provider: ProviderId,
): provider is Exclude<ProviderId, OwnServerId | "local-engine"> {
  return provider !== "local-engine" && !isOwnServer(provider);
}

/** Where a price stands, and the day it was read, as `YYYY-MM-DD`. */
export interface PriceSource {
  readonly url: string;
  readonly readOn: string;
}

/** What a route charges for one video. Amounts in US dollars. */
export type PriceBasis =
  /** Nobody sends a bill. */
  | { readonly kind: "free" }
  | { readonly kind: "per-video"; readonly usd: number; readonly source: PriceSource }
  /** By the value of one choice control, a video each: `{"480p": 0.2, "720p": 0.4}`. */
  | {
    readonly kind: "per-video-by";
    readonly control: string;
    readonly usd: Readonly<Record<string, number>>;
    /** Videos of more frames than that cost so many times as much. */
    readonly longer?: { readonly aboveFrames: number; readonly times: number };
    readonly source: PriceSource;
  }
  /** `fps` where the provider counts its seconds at that rate, whatever the video's own is. */
  | {
    readonly kind: "per-second";
    readonly usd: number;
    readonly fps?: number;
    readonly source: PriceSource;
  }
  | {
    readonly kind: "per-second-by";
    readonly control: string;
    readonly usd: Readonly<Record<string, number>>;
    readonly fps?: number;
    readonly source: PriceSource;
  }
  /** For every million pixels of all frames together, rounded up. */
  | { readonly kind: "per-megapixel"; readonly usd: number; readonly source: PriceSource }
  /** The hardware's running time is billed, whatever it makes. */
  | {
    readonly kind: "running-time";
    /** What an hour costs, in US dollars, where the operator says it. */
    readonly usdPerHour?: number;
  }
  /** The operator's own hardware: nobody sends a bill but the power company. */
  | { readonly kind: "own-electricity" }
  /** The provider bills, but its price was not found. */
  | { readonly kind: "unknown" };

/** How a value travels to a provider. */
export interface Parameter {
  /** The provider's own name for it. */
  readonly name: string;
  /** Some providers want numbers as text, or text as numbers. Default: as it is. */
  readonly as?: "string" | "number";
  /** Our values to the provider's, where they differ. */
  readonly values?: Readonly<Record<string, string | number | boolean>>;
  /** The same, where the provider's value depends on the video's shape too. */
  readonly valuesByShape?: Readonly<
    Record<Shape, Readonly<Record<string, string | number | boolean>>>
  >;
}

/**
 * What travels besides the controls: `size` is the frame size as `1024x576`, `aspect_ratio` the
 * shape, to be named in the provider's words by `values`.
 */
export const SPECIAL_PARAMETERS = [
  "prompt",
  "seed",
  "width",
  "height",
  "size",
  "aspect_ratio",
] as const;

/** One way to have a model run: over whom, under which names, at what price. */
export interface Route {
  readonly provider: ProviderId;
  /** The provider's id of the model; the Hub's mapping, where there is one, takes its place. */
  readonly providerModel?: string;
  /** True when it must not be tried without a live mapping at the Hub. */
  readonly onlyIfMapped?: boolean;
  /**
   * By control id, or one of `SPECIAL_PARAMETERS` where it takes them; several for a value that
   * travels under several names. Controls that are missing here are not sent; nor are blank texts.
   */
  readonly parameters: Readonly<Record<string, Parameter | readonly Parameter[]>>;
  /** Sent with every request as they are. */
  readonly constants?: Readonly<Record<string, unknown>>;
  readonly price: PriceBasis;
  /** The file of the workflow that ComfyUI runs; its marks are the names of the parameters. */
  readonly workflow?: string;
  /** Largest JPEG that it takes, in bytes. */
  readonly maxImageBytes?: number;
}

/** What is known of an image-to-video model before anyone presses Generate. */
export interface Model {
  /** Kebab-case, as `POST /generate` takes it in its field `model`. */
  readonly id: string;
  readonly name: string;
  readonly maker: string;
  /** The words that must stand beside every video of this model. */
  readonly label: string;
  readonly summary: string;
  /** Repository at the Hugging Face Hub, whose provider mapping is looked up. */
  readonly hubId?: string;
  readonly licence: { readonly name: string; readonly url: string; readonly note?: string };
  readonly prompt: PromptRule;
  /** Legal frame sizes; the one nearest the picture's shape is used unless a shape is chosen. */
  readonly sizes: FrameSizes;
  readonly controls: readonly Control[];
  /** What of the video's length no control of the same name decides. */
  readonly fixed?: { readonly frames?: number; readonly fps?: number; readonly seconds?: number };
  readonly presets: readonly Preset[];
  /** How long a video usually takes, in seconds, until this instance has a history of its own. */
  readonly usualSeconds: { readonly low: number; readonly high: number };
  /** The preferred first. */
  readonly routes: readonly [Route, ...Route[]];
}

/** What one video over that route is expected to cost, in US dollars; `undefined` where nobody knows. */
export type PriceOf = (route: Route, model: Model, settings: Settings) => number | undefined;
