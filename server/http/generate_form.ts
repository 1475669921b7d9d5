import * as v from "valibot";
import { InputError } from "../generation/errors.ts";
import { type GenerationRequest, MAX_SEED } from "../generation/generation_service.ts";
import type { UploadForm } from "./upload_form.ts";

const seedFault = `seed must be a whole number from 0 to ${MAX_SEED}`;

const GenerateFields = v.object({
  model: v.optional(v.string()),
  seed: v.optional(v.pipe(
    v.string(),
    v.regex(/^\d{1,10}$/, seedFault),
    v.transform(Number),
    v.maxValue(MAX_SEED, seedFault),
  )),
});

/**
 * Reads the settings beside the picture; blank ones count as not given, unknown ones are ignored.
 *
 * @throws {InputError} `invalid-setting` naming the field and its legal values
 */
export function readGenerateForm(form: UploadForm): GenerationRequest {
  const given = [...form.fields].filter(([, value]) => value.trim() !== "");
  const parsed = v.safeParse(GenerateFields, Object.fromEntries(given));
  if (!parsed.success) {
    const faults = parsed.issues.map((issue) => issue.message).join("; ");
    throw new InputError("invalid-setting", `${faults}.`);
  }
  const { model, seed } = parsed.output;
  return { picturePath: form.picturePath, modelId: model, seed };
}
