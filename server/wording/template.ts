import { ordinal } from "../../contract/ordinal.ts";
import { providerWord } from "../../contract/provider_names.ts";
import { formatBytes, formatDuration } from "../../contract/units.ts";
import { fileTypeWord } from "../../contract/upload_kind.ts";

/** A value that goes into a text. A number carries its unit in its name: `limitBytes`. */
export type Value = string | number | readonly string[] | readonly Values[];

/** The values of a text by their names: plain JSON, so that they can be stored. */
export type Values = Readonly<{ [name: string]: Value }>;

/** The names between braces in a text. */
export type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/**
 * The text with its `{names}` filled in; `undefined` where a value is missing, as it may be in a row
 * of another version. `sayPart` words a value that is a list of values itself.
 */
export function fill(
  text: string,
  values: Readonly<Record<string, unknown>>,
  sayPart: (part: Readonly<Record<string, unknown>>) => string = () => "",
): string | undefined {
  let isWhole = true;
  const filled = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === null) isWhole = false;
    return Array.isArray(value)
      ? value.map((part) => typeof part === "object" ? sayPart(part) : String(part))
        .join(typeof value[0] === "object" ? " " : ", ")
      : wordOf(name, value);
  });
  return isWhole ? filled : undefined;
}

/** What a value is called; its name tells its unit. */
function wordOf(name: string, value: unknown): string {
  if (typeof value === "number") {
    if (name.endsWith("Seconds")) return formatDuration(value);
    if (name.endsWith("Bytes")) return formatBytes(value, Math.floor);
    return name === "place" ? ordinal(value) : String(value);
  }
  if (/^(p|nextP)rovider$/.test(name)) return providerWord(String(value));
  return name === "fileType" ? fileTypeWord(String(value)) : String(value);
}
