import type { GenerationView } from "./generation.ts";

/** Two finished films, or one and those of the viewer's that it can be compared with. */
export type Comparison =
  | { readonly kind: "pair"; readonly films: readonly [GenerationView, GenerationView] }
  | {
    readonly kind: "choice";
    readonly film: GenerationView;
    readonly others: readonly GenerationView[];
  };
