/** A frame of a video that is to be the next picture, as the studio's page hands it to its script. */

/** Where the frame is to be had, or that it is not. */
export type FrameSource =
  | {
    readonly kind: "video";
    readonly id: string;
    /** Path of the MP4. */
    readonly url: string;
    /** The moment that the frame shows at. */
    readonly atSeconds: number;
  }
  /** There is no such video, or it is not the visitor's to see. */
  | { readonly kind: "missing" };
