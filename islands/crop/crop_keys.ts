import type { Crop } from "../../contract/crop.ts";
import type { CropAction, Place } from "./crop_state.ts";

/** A step of the arrow keys, in fractions of the picture; with Shift it is a stride. */
const STEP = 0.01;
const STRIDE = 0.1;

/** What a press of `+`, or a notch of the wheel, multiplies the zoom by. */
export const ZOOM_STEP = 1.1;

const WAYS: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

type KeyPress = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

/** What a key does to the frame; the browser's own shortcuts stay its own. */
export function actionOfKey(press: KeyPress, { zoom }: Crop): CropAction | undefined {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = press;
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === "Home") return { type: "reset" };
  // The keys themselves, whether Shift is needed for their sign or not.
  if (key === "+" || key === "=") return { type: "zoomed", zoom: zoom * ZOOM_STEP };
  if (key === "-" || key === "_") return { type: "zoomed", zoom: zoom / ZOOM_STEP };
  const way = WAYS[key];
  if (way === undefined) return undefined;
  const length = shiftKey ? STRIDE : STEP;
  return { type: "moved", by: { x: way.x * length, y: way.y * length } };
}
