import { useEffect, useState } from "preact/hooks";
import { type FrameSize, type FrameSizes, type Shape, SHAPES } from "../../contract/frame_size.ts";

/** What the panel says about the video's frame. */
export interface PanelFrame {
  readonly sizes: FrameSizes;
  /** As the picture is, unless it was chosen. */
  readonly shape: Shape | undefined;
}

/** The form of the studio, once it is there. */
export interface FormRef {
  readonly current: HTMLFormElement | null;
}

/** The panel's frame as it is now; none on pages without a panel. */
export function readPanelFrame(form: HTMLFormElement | null): PanelFrame | undefined {
  const sizes = readSizes(form?.querySelector('[data-panel="controls"] [data-sizes]'));
  if (sizes === undefined) return undefined;
  const value = shapeField(form)?.value;
  return { sizes, shape: SHAPES.find((shape) => shape === value) };
}

/** What the model makes, whichever is chosen now; none where the panel does not list it. */
export function sizesOfModel(form: HTMLFormElement, model: string): FrameSizes | undefined {
  return readSizes(form.querySelector(`input[name="model"][value="${CSS.escape(model)}"]`));
}

function readSizes(element: Element | null | undefined): FrameSizes | undefined {
  const list = (element as HTMLElement | null | undefined)?.dataset.sizes?.split(" ") ?? [];
  const [first, ...others] = list.map(sizeOf);
  return first && [first, ...others];
}

/** The same, always up to date: the visitor sets it there, and another model brings other sizes. */
export function usePanelFrame(form: FormRef): PanelFrame | undefined {
  const [frame, setFrame] = useState(() => readPanelFrame(form.current));
  useEffect(() => {
    const controls = form.current?.querySelector('[data-panel="controls"]');
    if (!controls) return;
    const read = () => setFrame(readPanelFrame(form.current));
    const observer = new MutationObserver(read);
    observer.observe(controls, { childList: true });
    controls.addEventListener("input", read);
    return () => {
      observer.disconnect();
      controls.removeEventListener("input", read);
    };
  }, []);
  return frame;
}

/** Sets the shape in the panel, as if the visitor had done it there. */
export function chooseShape(form: HTMLFormElement | null, shape: Shape): void {
  const field = shapeField(form);
  if (!field) return;
  field.value = shape;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function shapeField(form: HTMLFormElement | null): HTMLSelectElement | null | undefined {
  return form?.querySelector<HTMLSelectElement>('select[name="shape"]');
}

function sizeOf(text: string): FrameSize {
  const [width = 0, height = 0] = text.split("x").map(Number);
  return { width, height };
}
