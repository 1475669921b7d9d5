import type { Crop } from "../../contract/crop.ts";

/**
 * What the visitor decided about the picture in the studio, or the next one while there is none.
 */
export interface Framing {
  /** The middle when absent. */
  readonly crop?: Crop | undefined;
  /** Whether the chosen file is sent even where a smaller drawing of it would do. */
  readonly sendsOriginal: boolean;
}
