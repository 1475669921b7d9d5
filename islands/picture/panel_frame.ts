import type { Panel } from "../../components/panel/panel.ts";
import { type FrameSizes, type Shape, SHAPES } from "../../contract/frame_size.ts";

/** What the panel says about the video's frame. */
export interface PanelFrame {
  readonly sizes: FrameSizes;
  /** As the picture is, unless it was chosen. */
  readonly shape: Shape | undefined;
}

/** The frame that is set now. */
export function frameOf({ state }: Panel): PanelFrame {
  const { view: { model }, values } = state.value;
  return { sizes: model.sizes, shape: SHAPES.find((shape) => shape === values.shape) };
}
