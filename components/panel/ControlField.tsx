import type { Control } from "../../contract/model.ts";
import type { ControlValue } from "../../contract/settings.ts";
import { unitWord } from "./control_words.ts";
import { ControlFrame, controlId, describedBy } from "./ControlFrame.tsx";

interface ControlFieldProps {
  readonly control: Control;
  readonly value: ControlValue;
}

/** One thing that can be set; only legal values can be chosen, or what is typed is checked. */
export function ControlField({ control, value }: ControlFieldProps) {
  switch (control.kind) {
    case "number":
      return <NumberField control={control} value={value} />;
    case "choice":
      return (
        <ControlFrame name={control.id} label={control.name} hint={control.hint}>
          <select {...attributesOf(control)} class="field">
            {control.options.map((option) => (
              <option key={option.value} value={option.value} selected={option.value === value}>
                {option.name}
              </option>
            ))}
          </select>
        </ControlFrame>
      );
    case "switch":
      return <SwitchField control={control} isOn={value === true} />;
    case "text":
      return (
        <ControlFrame name={control.id} label={control.name} hint={control.hint}>
          <input
            {...attributesOf(control)}
            class="field"
            type="text"
            maxLength={control.maxLength}
            value={String(value)}
            autocomplete="off"
          />
        </ControlFrame>
      );
  }
}

type Of<Kind extends Control["kind"]> = Extract<Control, { readonly kind: Kind }>;

/** More steps than this are typed. */
const MOST_SLIDER_STEPS = 400;

function NumberField(
  { control, value }: { readonly control: Of<"number">; readonly value: ControlValue },
) {
  const { id, name, hint, min, max, step, unit } = control;
  const range = { min, max, step, value: String(value) };
  if ((max - min) / step > MOST_SLIDER_STEPS) {
    return (
      <ControlFrame name={id} label={unit === undefined ? name : `${name}, ${unit}`} hint={hint}>
        <input {...attributesOf(control)} class="field" type="number" required {...range} />
      </ControlFrame>
    );
  }
  return (
    <ControlFrame
      name={id}
      label={name}
      hint={hint}
      aside={
        <span class="shrink-0 text-cyan tabular-nums">
          <output for={controlId(id)}>{String(value)}</output>
          {unitWord(control)}
        </span>
      }
    >
      <input {...attributesOf(control)} class="slider" type="range" {...range} />
    </ControlFrame>
  );
}

/** An unchecked box sends nothing, so a hidden "false" goes before it; of the two the last counts. */
function SwitchField(
  { control, isOn }: { readonly control: Of<"switch">; readonly isOn: boolean },
) {
  return (
    <ControlFrame name={control.id} label={control.name} hint={control.hint}>
      <input type="hidden" name={control.id} value="false" />
      <input
        {...attributesOf(control)}
        class="switch"
        type="checkbox"
        value="true"
        checked={isOn}
      />
    </ControlFrame>
  );
}

function attributesOf({ id, hint, default: value }: Control) {
  return {
    id: controlId(id),
    name: id,
    "aria-describedby": describedBy(id, hint),
    "data-default": String(value),
  };
}
