/** What a visitor can know of a model and set on it, as pages, forms and JSON carry it. */
import type { FrameSizes, Shape } from "./frame_size.ts";
import type { Charged } from "./problem.ts";
import type { Settings } from "./settings.ts";

interface ControlFacts {
  /** snake_case; the field of `POST /generate` that carries it. */
  readonly id: string;
  /** What stands beside it, sentence case. */
  readonly name: string;
  /** What it does to the video, in one short sentence. */
  readonly hint?: string;
  /** Kept in the drawer for those who know what it means. */
  readonly isAdvanced: boolean;
}

/** One thing that can be set on a model. */
export type Control =
  | ControlFacts & {
    readonly kind: "number";
    readonly min: number;
    readonly max: number;
    /** Legal values are `min` and whole steps above it. */
    readonly step: number;
    readonly default: number;
    readonly unit?: string;
  }
  | ControlFacts & {
    readonly kind: "choice";
    readonly options: readonly { readonly value: string; readonly name: string }[];
    readonly default: string;
  }
  | ControlFacts & { readonly kind: "switch"; readonly default: boolean }
  | ControlFacts & {
    readonly kind: "text";
    /** In UTF-16 units, as `maxlength` counts. */
    readonly maxLength: number;
    readonly default: string;
  };

/** Whether a model is told in words what to do. */
export type PromptRule =
  | { readonly need: "none" }
  | {
    readonly need: "required" | "optional";
    /** Stands in the field at first; does well with most pictures. */
    readonly default: string;
    /** In UTF-16 units. */
    readonly maxLength: number;
  };

/** A named set of values; what it does not name stays as it is. */
export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly settings: Settings;
  /** Takes the prompt's place where the model has one. */
  readonly prompt?: string;
}

/** What a model costs and whom. */
export interface PriceFacts {
  readonly charged: Charged;
  /** Who pays and for what, in one sentence. */
  readonly sentence: string;
  /** Estimate for a video with the default settings, in US dollars; absent where nobody knows. */
  readonly usd?: number;
  /**
   * What another provider would charge that may have to step in: "or $0.15 if WaveSpeed has to step
   * in". Absent where that makes no difference.
   */
  readonly ifStandIn?: string;
  /** Where the price stands, and the day it was read, as `YYYY-MM-DD`. */
  readonly source?: { readonly url: string; readonly readOn: string };
}

/** A model as this instance has it for this visitor. */
export interface ModelCard {
  readonly id: string;
  readonly name: string;
  /** Who made the model. */
  readonly maker: string;
  /** What its videos are, in the words that stand beside every one of them. */
  readonly label: string;
  /** What it is good at, in one or two sentences. */
  readonly summary: string;
  /** What has to be there before it can be used, as a sentence; absent when it can be used now. */
  readonly needs?: string;
  /** True for the engine built into this server. */
  readonly isLocal: boolean;
  /** True when the picture is sent to an outside provider. */
  readonly leavesThisServer: boolean;
  /** Whether it can run on a server of the operator's own. */
  readonly canRunOnOwnServer: boolean;
  /** Who gets to process the picture, as a noun phrase: "this server", "fal.ai through Hugging Face". */
  readonly whoProcesses: string;
  /** Who gets to process it otherwise: "WaveSpeed if fal.ai cannot"; absent where nobody does. */
  readonly whoMayStepIn?: string;
  /** Who pays for a video of it. */
  readonly payer: "nobody" | "instance" | "visitor";
  readonly price: PriceFacts;
  /** The usual wait, in seconds: by this instance's history, or what the registry says. */
  readonly usualSeconds: { readonly low: number; readonly high: number };
  readonly licence: { readonly name: string; readonly url: string; readonly note?: string };
  readonly prompt: PromptRule;
  readonly controls: readonly Control[];
  readonly presets: readonly Preset[];
  /** The frame sizes that it can make, the one for most pictures first. */
  readonly sizes: FrameSizes;
  /** Their shapes. */
  readonly shapes: readonly Shape[];
}
