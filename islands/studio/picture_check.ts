import { formatBytes } from "../../components/films/film_words.ts";
import { IMAGE_TYPES } from "../../contract/image_limits.ts";

/** What `<input accept>` takes; phones turn their own formats into one of these. */
export const ACCEPTED_TYPES = IMAGE_TYPES.join(",");

/**
 * Why `file` cannot be sent, as a sentence, or `undefined` when it may be tried. The server decides
 * by the bytes; this spares the visitor an upload in vain.
 */
export function refusalOf(
  file: Pick<File, "name" | "type" | "size">,
  limits: { readonly maxImageBytes: number },
): string | undefined {
  if (/\.hei[cf]$/i.test(file.name) || /^image\/hei[cf]/.test(file.type)) {
    return "HEIC pictures cannot be read here. Export it as JPEG, or choose it from the photo library of an iPhone, which converts it.";
  }
  if (file.type !== "" && !(IMAGE_TYPES as readonly string[]).includes(file.type)) {
    return "That is not a picture the studio can read. It takes JPEG, PNG, WebP, GIF and AVIF.";
  }
  if (file.size === 0) return "That file is empty. Choose another picture.";
  if (file.size > limits.maxImageBytes) {
    return `That picture is ${formatBytes(file.size)}; the limit here is ${
      formatBytes(limits.maxImageBytes)
    }. Choose a smaller one.`;
  }
  return undefined;
}
