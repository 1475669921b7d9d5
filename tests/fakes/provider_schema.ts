/** What providers say that their models accept, and how fal.ai words its refusals. */

/** One input of a model. */
export interface InputRule {
  readonly type: "string" | "integer" | "number" | "boolean" | "image" | "array";
  readonly required?: boolean;
  readonly enum?: readonly (string | number)[];
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** All inputs of one model at one provider. */
export interface ProviderSchema {
  readonly provider: string;
  /** The provider's id of the model. */
  readonly model: string;
  readonly inputs: Readonly<Record<string, InputRule>>;
}

/** One refusal, as an entry of `detail` in fal.ai's answer 422. */
export interface InputFault {
  readonly loc: readonly ["body", string];
  readonly msg: string;
  readonly type: string;
}

const FOLDER = new URL("./provider_schemas/", import.meta.url);

/** Every schema of the folder beside this file. */
export function providerSchemas(): readonly ProviderSchema[] {
  return [...Deno.readDirSync(FOLDER)]
    .map(({ name }) => name)
    .sort()
    .map((name) => JSON.parse(Deno.readTextFileSync(new URL(name, FOLDER))));
}

/** The schema of a provider's model; `undefined` when nothing is known of it. */
export function findProviderSchema(provider: string, model: string): ProviderSchema | undefined {
  return providerSchemas().find((schema) => schema.provider === provider && schema.model === model);
}

/** What the provider would refuse in the body of a request; inputs that it does not know, too. */
export function inputFaults(
  { inputs }: ProviderSchema,
  body: Readonly<Record<string, unknown>>,
): readonly InputFault[] {
  const missing = Object.entries(inputs)
    .filter(([name, rule]) => rule.required && body[name] === undefined)
    .map(([name]) => fault(name, "missing", "Field required"));
  const illegal = Object.entries(body).flatMap(([name, value]) => {
    const rule = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (!rule) return [fault(name, "extra_forbidden", "Extra inputs are not permitted")];
    const found = faultOf(rule, value);
    return found ? [fault(name, ...found)] : [];
  });
  return [...missing, ...illegal];
}

function fault(name: string, type: string, msg: string): InputFault {
  return { loc: ["body", name], msg, type };
}

/** Type and message, as pydantic calls them. */
function faultOf(rule: InputRule, value: unknown): [type: string, message: string] | undefined {
  if (!hasType(rule.type, value)) return [`${rule.type}_type`, `Input should be a ${rule.type}`];
  if (rule.enum && !rule.enum.some((legal) => legal === value)) {
    return [
      "literal_error",
      `Input should be ${rule.enum.map((legal) => `'${legal}'`).join(", ")}`,
    ];
  }
  if (typeof value === "number") return rangeFault(rule, value);
  return typeof value === "string" ? lengthFault(rule, value) : undefined;
}

function hasType(type: InputRule["type"], value: unknown): boolean {
  switch (type) {
    case "integer":
      return Number.isSafeInteger(value);
    case "number":
      return Number.isFinite(value);
    case "array":
      return Array.isArray(value) && value.length > 0;
    case "image":
      return typeof value === "string" && value.length > 0;
    case "boolean":
      return typeof value === "boolean";
    case "string":
      return typeof value === "string";
  }
}

function rangeFault(
  { min = -Infinity, max = Infinity }: InputRule,
  value: number,
): [string, string] | undefined {
  if (value < min) {
    return ["greater_than_equal", `Input should be greater than or equal to ${min}`];
  }
  return value > max
    ? ["less_than_equal", `Input should be less than or equal to ${max}`]
    : undefined;
}

function lengthFault(
  { minLength = 0, maxLength = Infinity }: InputRule,
  value: string,
): [string, string] | undefined {
  if (value.length < minLength) {
    return ["string_too_short", `String should have at least ${minLength} characters`];
  }
  return value.length > maxLength
    ? ["string_too_long", `String should have at most ${maxLength} characters`]
    : undefined;
}
