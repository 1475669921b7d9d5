import type { Control } from "../../contract/model.ts";
import { unitWord } from "./control_words.ts";
import { ControlFrame, fieldProps } from "./ControlFrame.tsx";
import type { Panel } from "./panel.ts";

type Of<Kind extends Control["kind"]> = Extract<Control, { readonly kind: Kind }>;

interface FieldOf<Kind extends Control["kind"]> {
  readonly panel: Panel;
  readonly control: Of<Kind>;
}

/** One thing that can be set; only legal values can be chosen, or what is typed is checked. */
export function ControlField({ panel, control }: FieldOf<Control["kind"]>) {
  switch (control.kind) {
    case "number":
      return <NumberField panel={panel} control={control} />;
    case "choice":
      return <ChoiceField panel={panel} control={control} />;
    case "switch":
      return <SwitchField panel={panel} control={control} />;
    case "text":
      return <TextField panel={panel} control={control} />;
  }
}

/** More steps than this are typed. */
const MOST_SLIDER_STEPS = 400;

function NumberField({ panel, control }: FieldOf<"number">) {
  const { id, name, hint, min, max, step, unit } = control;
  const field = { ...fieldProps<HTMLInputElement>(panel, id, hint), min, max, step };
  const frame = { panel, name: id, hint };
  if ((max - min) / step > MOST_SLIDER_STEPS) {
    return (
      <ControlFrame {...frame} label={unit === undefined ? name : `${name}, ${unit}`}>
        <input {...field} class="field" type="number" required />
      </ControlFrame>
    );
  }
  return (
    <ControlFrame
      {...frame}
      label={name}
      aside={
        <span class="shrink-0 text-cyan tabular-nums">
          <output for={field.id}>{field.value}</output>
          {unitWord(control)}
        </span>
      }
    >
      <input {...field} class="slider" type="range" />
    </ControlFrame>
  );
}

function ChoiceField({ panel, control: { id, name, hint, options } }: FieldOf<"choice">) {
  return (
    <ControlFrame panel={panel} name={id} label={name} hint={hint}>
      <select {...fieldProps<HTMLSelectElement>(panel, id, hint)} class="field">
        {options.map((option) => (
          <option key={option.value} value={option.value}>{option.name}</option>
        ))}
      </select>
    </ControlFrame>
  );
}

/** An unchecked box sends nothing, so a hidden "false" goes before it; of the two the last counts. */
function SwitchField({ panel, control: { id, name, hint } }: FieldOf<"switch">) {
  const { value, ...field } = fieldProps<HTMLInputElement>(panel, id, hint);
  return (
    <ControlFrame panel={panel} name={id} label={name} hint={hint}>
      <input type="hidden" name={id} value="false" />
      <input
        {...field}
        class="switch"
        type="checkbox"
        value="true"
        checked={value === "true"}
        onInput={({ currentTarget }) => panel.set(id, String(currentTarget.checked))}
      />
    </ControlFrame>
  );
}

function TextField({ panel, control: { id, name, hint, maxLength } }: FieldOf<"text">) {
  return (
    <ControlFrame panel={panel} name={id} label={name} hint={hint}>
      <input
        {...fieldProps<HTMLInputElement>(panel, id, hint)}
        class="field"
        type="text"
        maxLength={maxLength}
        autocomplete="off"
      />
    </ControlFrame>
  );
}
