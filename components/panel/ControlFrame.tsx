import type { ComponentChildren } from "preact";

interface ControlFrameProps {
  /** The form field. */
  readonly name: string;
  readonly label: ComponentChildren;
  readonly hint?: string | undefined;
  /** Stands at the end of the label's line. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Label, control, what it does, and room for what is wrong with it. */
export function ControlFrame({ name, label, hint, aside, children }: ControlFrameProps) {
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
      <p id={faultId(name)} class="mt-1 text-fine text-coral" hidden />
    </div>
  );
}

/** Id of the element that carries the field. */
export function controlId(name: string): string {
  return `set-${name}`;
}

/** Id of the sentence that says what is wrong with the field. */
export function faultId(name: string): string {
  return `set-${name}-fault`;
}

/** What a control's `aria-describedby` names. */
export function describedBy(name: string, hint: string | undefined): string {
  return hint === undefined ? faultId(name) : `${controlId(name)}-hint ${faultId(name)}`;
}
