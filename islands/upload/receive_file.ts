import { type CropSize, MIN_ZOOM } from "../../contract/crop.ts";
import { maxPixelsOf, MIN_IMAGE_SIDE } from "../../contract/image_limits.ts";
import { formatBytes } from "../../contract/units.ts";
import { fileTypeWord, NOT_TAKEN } from "../../contract/upload_kind.ts";
import { type RestoredRecipe, restoreRecipe } from "./dropped_video.ts";
import { type FileKind, sniffFile } from "./file_kind.ts";
import { pictureSize } from "./picture_size.ts";
import { prepareUpload } from "./prepare_upload.ts";

const HEIC_SENTENCE =
  "This browser cannot read HEIC pictures. On an iPhone, choose Settings, Camera, Formats, Most " +
  "Compatible for new photos; one that you have becomes JPEG when you mail it to yourself.";

const EMPTY_SENTENCE = "That file is empty. Choose another picture.";

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
  const refusal = (size && refusalOfSize(size, kind)) ??
    await refusalOfUpload(file, kind, maxImageBytes);
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

/** Why a picture of this size cannot be sent, if it cannot. */
function refusalOfSize({ width, height }: CropSize, kind: FileKind): string | undefined {
  const has = `That picture has ${width} × ${height} pixels`;
  const most = maxPixelsOf(kind);
  if (width * height > most) {
    return `${has}; at most ${most / 1_000_000} million are taken. Make it smaller.`;
  }
  if (Math.min(width, height) < MIN_IMAGE_SIDE) {
    return `${has}; each side needs at least ${MIN_IMAGE_SIDE}. Choose a larger one.`;
  }
  return undefined;
}

/** Why a file of so many bytes cannot be sent, if it cannot. */
function refusalOfBytes(bytes: number, maxImageBytes: number): string | undefined {
  if (bytes <= maxImageBytes) return undefined;
  return `That picture is ${formatBytes(bytes, Math.ceil)}; the limit here is ${
    formatBytes(maxImageBytes, Math.floor)
  }. Choose a smaller one.`;
}
