import type { Crop } from "../../contract/crop.ts";
import type { FrameSize } from "../../contract/frame_size.ts";
import type { JpegOptions } from "../generation/ports/provider.ts";

/** What a picture becomes. */
export interface FrameOrder extends JpegOptions {
  /** Size to cover, in pixels. */
  readonly size: FrameSize;
  readonly crop: Crop;
}

/** What is made of a picture's bytes. */
export type PictureOrder =
  | FrameOrder & { readonly kind: "jpeg" | "rgb" }
  /** They are a JPEG of `size` that is used as it is if its data is whole. */
  | { readonly kind: "check"; readonly size: FrameSize };

/** What the picture worker is asked to do. `bytes` is the whole file of a sniffed picture. */
export type PictureJob =
  | { readonly kind: "measure"; readonly bytes: Uint8Array<ArrayBuffer> }
  | PictureOrder & { readonly bytes: Uint8Array<ArrayBuffer> }
  /** `bytes` are RGB pixels of `size`, to become a JPEG. */
  | { readonly kind: "encode"; readonly bytes: Uint8Array; readonly size: FrameSize }
  /** Answered as soon as the worker is loaded, so that the first visitor need not wait for that. */
  | { readonly kind: "warm" };

/** What it answers: the upright size in pixels, with the JPEG file or the RGB pixels where asked. */
export interface PictureResult extends FrameSize {
  readonly data: Uint8Array<ArrayBuffer>;
}
