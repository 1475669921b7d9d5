import type { ComponentChildren } from "preact";
import type { FieldElement, Panel } from "./panel.ts";

interface ControlFrameProps {
  readonly panel: Panel;
  /** The form field. */
  readonly name: string;
  readonly label: ComponentChildren;
  readonly hint?: string | undefined;
  /** Stands at the end of the label's line. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Label, control, what it does, and room for what is wrong with it. */
export function ControlFrame({ panel, name, label, hint, aside, children }: ControlFrameProps) {
  const fault = panel.state.value.faults[name];
  return (
    <div class="min-w-0">
      <div class="flex items-baseline justify-between gap-3 text-fine">
        <label for={controlId(name)} class="font-bold">{label}</label>
        {aside}
      </div>
      {children}
      {hint !== undefined && (
        <p id={`${controlId(name)}-hint`} class="mt-1 text-fine text-muted">{hint}</p>
      )}
      <p id={faultId(name)} class="mt-1 text-fine text-coral" hidden={fault === undefined}>
        {fault}
      </p>
    </div>
  );
}

/** What every field has: its names, its value, its part in the panel. */
export function fieldProps<Element extends FieldElement>(
  panel: Panel,
  name: string,
  hint?: string,
) {
  const { values, faults } = panel.state.value;
  return {
    id: controlId(name),
    name,
    value: values[name] ?? "",
    "aria-describedby": hint === undefined
      ? faultId(name)
      : `${controlId(name)}-hint ${faultId(name)}`,
    "aria-invalid": faults[name] === undefined ? undefined : true,
    ref: (element: Element | null) => panel.hold(name, element),
    onInput: ({ currentTarget: { value, validity } }: { readonly currentTarget: Element }) =>
      panel.set(name, value, !validity.badInput),
  } as const;
}

/** Id of the element that carries the field. */
function controlId(name: string): string {
  return `set-${name}`;
}

/** Id of the sentence that says what is wrong with the field. */
function faultId(name: string): string {
  return `set-${name}-fault`;
}
