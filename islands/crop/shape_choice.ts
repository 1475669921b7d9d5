import { SHAPE_NAMES } from "../../components/panel/control_words.ts";
import {
  type FrameSize,
  type FrameSizes,
  nearestSize,
  type Shape,
  shapesOf,
} from "../../contract/frame_size.ts";

/** A shape that the model can make. */
export interface ShapeChoice {
  readonly value: Shape;
  readonly name: string;
  /** What is sent of the picture in this shape, in pixels. */
  readonly frame: FrameSize;
}

/** The shapes among a model's sizes, with what each would make of the picture. */
export function shapeChoices(sizes: FrameSizes, picture: FrameSize): ShapeChoice[] {
  return shapesOf(sizes).map((value) => ({
    value,
    name: SHAPE_NAMES[value],
    frame: nearestSize(sizes, picture, value),
  }));
}
