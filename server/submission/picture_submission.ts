import { LoungeError } from "../errors.ts";
import type { Generations, SubmitRequest, Submitted } from "../generation/generations.ts";
import type { GenerateSettings } from "./generate_form.ts";
import { keyOfPicture } from "../protocol/idempotency_key.ts";
import type { PictureUpload } from "../uploads/uploaded_picture.ts";

/** What became of one picture of a form. */
export type PictureOutcome =
  | { readonly kind: "accepted"; readonly submitted: Submitted }
  | { readonly kind: "refused"; readonly error: LoungeError };

/** A form's pictures in their order; with several, each stands for itself. */
export interface FormOutcome {
  /** Groups the pictures of a form with several. */
  readonly batch?: string;
  readonly outcomes: readonly [PictureOutcome, ...PictureOutcome[]];
}

/**
 * Submits the pictures of a form one after the other, so that they queue in their order.
 *
 * @throws the first refusal when no picture was accepted
 */
export async function submitPictures(
  generations: Generations,
  form: {
    readonly caller: Pick<SubmitRequest, "visitorId" | "line" | "paymentMeans">;
    readonly pictures: readonly PictureUpload[];
    readonly settings: GenerateSettings;
  },
): Promise<FormOutcome> {
  const { caller: { visitorId, line, paymentMeans }, pictures, settings } = form;
  const batch = pictures.length > 1 ? { batch: crypto.randomUUID() } : {};
  const outcomes: PictureOutcome[] = [];
  for (const [index, upload] of pictures.entries()) {
    const idempotencyKey = keyOfPicture(settings.idempotencyKey, index);
    const request = { ...settings, ...batch, visitorId, line, paymentMeans, idempotencyKey };
    outcomes.push(await submitOne(generations, { upload, request }));
  }
  const [first, ...more] = outcomes;
  if (!first) throw new TypeError("A form without pictures was submitted.");
  if (first.kind === "refused" && more.every(({ kind }) => kind === "refused")) throw first.error;
  return { ...batch, outcomes: [first, ...more] };
}

type PictureRequest = Omit<Parameters<Generations["submit"]>[0], "picture">;

async function submitOne(
  generations: Generations,
  { upload, request }: { readonly upload: PictureUpload; readonly request: PictureRequest },
): Promise<PictureOutcome> {
  if (upload.kind === "refused") return upload;
  try {
    const submitted = await generations.submit({ ...request, picture: upload.picture });
    return { kind: "accepted", submitted };
  } catch (error) {
    if (error instanceof LoungeError) return { kind: "refused", error };
    throw error;
  }
}
