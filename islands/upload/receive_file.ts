import { MIN_ZOOM } from "../../contract/crop.ts";
import { fileTypeWord, NOT_TAKEN } from "../../contract/upload_kind.ts";
import { type RestoredRecipe, restoreRecipe } from "./dropped_video.ts";
import { type FileKind, sniffFile } from "./file_kind.ts";
import { pictureSize } from "./picture_size.ts";
import { prepareUpload } from "./prepare_upload.ts";
import { EMPTY_SENTENCE, HEIC_SENTENCE, refusalOfBytes, refusalOfSize } from "./upload_refusals.ts";

/** What the studio does with a file that was chosen, dropped or pasted. */
export type ReceivedFile =
  /** `file` can be shown and given to `prepareUpload`. */
  | { readonly kind: "picture"; readonly file: File }
  | { readonly kind: "recipe"; readonly restored: RestoredRecipe }
  /** Why not, in one sentence. */
  | { readonly kind: "refused"; readonly sentence: string };

/** Takes a picture in, opens the recipe of a video, or says why it is neither. */
export async function receiveFile(
  file: File,
  { maxImageBytes }: { readonly maxImageBytes: number },
): Promise<ReceivedFile> {
  const found = await sniffFile(file);
  switch (found.kind) {
    case "empty":
      return { kind: "refused", sentence: EMPTY_SENTENCE };
    case "other": {
      const sentence = NOT_TAKEN.replace("{fileType}", fileTypeWord(found.type));
      return { kind: "refused", sentence };
    }
    case "video":
      return await restoreRecipe(file);
  }
  const kind = found.kind === "picture" ? found.type : found.kind;
  const size = await pictureSize(file, kind);
  const refusal = (size && refusalOfSize(size)) ?? await refusalOfUpload(file, kind, maxImageBytes);
  return refusal === undefined ? { kind: "picture", file } : { kind: "refused", sentence: refusal };
}

/** What cannot be sent as it is, is tried. */
async function refusalOfUpload(
  file: File,
  kind: FileKind,
  maxImageBytes: number,
): Promise<string | undefined> {
  if (kind !== "heic" && file.size <= maxImageBytes) return undefined;
  const sent = await prepareUpload(file, { sendsOriginal: false, zoom: MIN_ZOOM, maxImageBytes });
  if (kind === "heic" && sent.isOriginal) return HEIC_SENTENCE;
  return refusalOfBytes(sent.file.size, maxImageBytes);
}
