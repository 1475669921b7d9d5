import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Crop } from "../../contract/crop.ts";
import { ZOOM_STEP } from "./crop_keys.ts";
import { type CropScene, type Place, reduceCrop } from "./crop_state.ts";
import { cropUnderGrip, type Grip } from "./pointer_grip.ts";

/** The frame as it stands, and who is told when it is moved. */
export interface CropHandling {
  readonly scene: CropScene;
  readonly crop: Crop;
  onCrop(crop: Crop): void;
}

/** The picture on the screen and the frame on it. */
export interface CropParts {
  readonly area: RefObject<HTMLElement>;
  readonly frame: RefObject<HTMLElement>;
}

/** More fingers than two do nothing. */
const MOST_FINGERS = 2;

/** Moves and zooms the frame by pointer and wheel. */
export function useCropGestures({ area, frame }: CropParts, handling: CropHandling): void {
  const latest = useRef(handling);
  latest.current = handling;
  useEffect(() => {
    if (area.current === null || frame.current === null) return;
    const leaving = new AbortController();
    const elements = { area: area.current, frame: frame.current, signal: leaving.signal };
    listenToPointers(elements, () => latest.current);
    listenToWheel(elements, () => latest.current);
    return () => leaving.abort();
  }, []);
}

interface Elements {
  readonly area: HTMLElement;
  readonly frame: HTMLElement;
  readonly signal: AbortSignal;
}

function listenToPointers({ area, frame, signal }: Elements, handling: () => CropHandling): void {
  const points = new Map<number, Place>();
  let grip: Grip | undefined;
  const takeHold = () => {
    grip = points.size > 0 ? { crop: handling().crop, points: [...points.values()] } : undefined;
  };
  area.addEventListener("pointerdown", (event) => {
    // The first finger has to be on the frame, so that a touch beside it scrolls the page.
    if (points.size === 0 && !frame.contains(event.target as Node)) return;
    if (event.button !== 0 || points.size >= MOST_FINGERS) return;
    points.set(event.pointerId, placeOf(event));
    frame.setPointerCapture(event.pointerId);
    takeHold();
  }, { signal });
  area.addEventListener("pointermove", (event) => {
    if (grip === undefined || !points.has(event.pointerId)) return;
    points.set(event.pointerId, placeOf(event));
    const { scene, onCrop } = handling();
    const shown = area.getBoundingClientRect();
    onCrop(cropUnderGrip(grip, [...points.values()], { scene, shown }));
  }, { signal });
  const letGo = ({ pointerId }: PointerEvent) => {
    if (points.delete(pointerId)) takeHold();
  };
  area.addEventListener("pointerup", letGo, { signal });
  area.addEventListener("pointercancel", letGo, { signal });
  area.addEventListener("lostpointercapture", letGo, { signal });
}

/** Only while the frame has the focus: otherwise the wheel is the page's. */
function listenToWheel({ area, frame, signal }: Elements, handling: () => CropHandling): void {
  area.addEventListener("wheel", (event) => {
    if (event.deltaY === 0 || document.activeElement !== frame) return;
    event.preventDefault();
    const { scene, crop, onCrop } = handling();
    const zoom = event.deltaY < 0 ? crop.zoom * ZOOM_STEP : crop.zoom / ZOOM_STEP;
    onCrop(reduceCrop(scene, crop, { type: "zoomed", zoom }));
  }, { signal, passive: false });
}

function placeOf({ clientX, clientY }: PointerEvent): Place {
  return { x: clientX, y: clientY };
}
