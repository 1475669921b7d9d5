import { ProviderError } from "../errors.ts";
import type { FailureParameters } from "../wording/failures.ts";

/** What browsers do not play and models are known to answer with. */
const UNPLAYABLE_CODECS: Readonly<Record<string, string>> = {
  mp4v: "MPEG-4 Part 2 (mp4v)",
  dvh1: "Dolby Vision (dvh1)",
  dvhe: "Dolby Vision (dvhe)",
  "s263": "H.263 (s263)",
  encv: "encrypted video",
};

/** Why a video is none, or a broken one. */
type VideoFault = Exclude<
  FailureParameters<"bad-output">["kind"],
  "other-file" | "too-large" | undefined
>;

/** The error for a video that is none, or a broken one. */
export function badVideo(kind: VideoFault, cause?: unknown): ProviderError {
  return new ProviderError("bad-output", { kind }, { cause });
}

/** The error for a video of that sample entry, which browsers do not play. */
export function unknownCodec(entry: string): ProviderError {
  const codec = UNPLAYABLE_CODECS[entry];
  return codec === undefined ? new ProviderError("unplayable-codec") : unplayableVideo(codec);
}

/** The error for a whole video in a codec of that name, which browsers do not play. */
export function unplayableVideo(codec: string): ProviderError {
  return new ProviderError("unplayable-codec", { kind: "codec", codec });
}
