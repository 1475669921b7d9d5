/** A control's value, as forms and JSON carry it. */
export type ControlValue = string | number | boolean;

/** Values of a model's controls by control id; legal and complete once the model has checked them. */
export type Settings = Readonly<Record<string, ControlValue>>;
