import type { GenerationView } from "./generation.ts";

/** Two finished videos, or one and those of the viewer's that it can be compared with. */
export type Comparison =
  | { readonly kind: "pair"; readonly videos: readonly [GenerationView, GenerationView] }
  | {
    readonly kind: "choice";
    readonly video: GenerationView;
    readonly others: readonly GenerationView[];
  };
