import type { ReadonlySignal } from "@preact/signals";
import type { FrameSizes } from "../../contract/frame_size.ts";
import type { Preset } from "../../contract/model.ts";
import type { PanelValues, PanelView } from "../../contract/panel.ts";
import type { FormFields } from "./panel_values.ts";

/** What the panel shows. */
export interface PanelState {
  /** As the server told it last. */
  readonly view: PanelView;
  readonly values: PanelValues;
  /** Id of the chosen model; another one than that of `view` while the server is asked for it. */
  readonly chosen: string;
  /** What is wrong with a field, by its name. */
  readonly faults: Readonly<Record<string, string>>;
  /** Fields that hold something else than a number, of which the browser tells no more. */
  readonly unreadable: readonly string[];
  /** Frame sizes of all models that were chosen so far, by their ids. */
  readonly sizes: Readonly<Record<string, FrameSizes>>;
}

/** A field that the focus can go to. */
export type FieldElement = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The panel and what a visitor can do to it; without scripting nobody does, and the form posts. */
export interface Panel {
  readonly state: ReadonlySignal<PanelState>;
  /** All that would be sent with the picture, but what is at its default; for a command line. */
  readonly request: ReadonlySignal<FormFields>;
  /** The list of models. */
  readonly chooser: { current: HTMLDetailsElement | null };
  /** Notes the element of a field, or that it is gone. */
  hold(name: string, element: FieldElement | null): void;
  set(name: string, text: string, isReadable?: boolean): void;
  chooseModel(id: string): void;
  closeChooser(): void;
  apply(preset: Preset): void;
  shuffleSeed(): void;
  /** Keeps the seed of the video on the screen, or lets go of the one that is kept. */
  toggleSeed(): void;
  reset(): void;
}

/** On a phone what opens at the bottom would stay behind the button there. */
export function showOpened({ currentTarget: details }: { currentTarget: HTMLDetailsElement }) {
  if (details.open) details.scrollIntoView({ block: "nearest" });
}
