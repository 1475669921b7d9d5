import { ProviderError } from "../errors.ts";

/** What browsers do not play and models are known to answer with. */
const UNPLAYABLE_CODECS: Readonly<Record<string, string>> = {
  mp4v: "MPEG-4 Part 2 (mp4v)",
  hvc1: "HEVC (hvc1)",
  hev1: "HEVC (hev1)",
  dvh1: "Dolby Vision (dvh1)",
  dvhe: "Dolby Vision (dvhe)",
  "s263": "H.263 (s263)",
  encv: "encrypted video",
};

/** The error for a video that is none, or a broken one; `fault` completes "The video …". */
export function badVideo(fault: string, cause?: unknown): ProviderError {
  return new ProviderError(
    "bad-output",
    `The video that came back ${fault}. Try again, or choose another model.`,
    { charged: "unknown", retryable: true, cause },
  );
}

/** The error for a video of that sample entry, which browsers do not play. */
export function unknownCodec(entry: string): ProviderError {
  return unplayableVideo(UNPLAYABLE_CODECS[entry] ?? "a video in an unknown codec");
}

/** The error for a whole video that browsers do not play. Another try makes the same. */
export function unplayableVideo(name: string): ProviderError {
  return new ProviderError(
    "unplayable-codec",
    `The provider sent ${name}, which browsers do not play. Choose another model.`,
    { charged: "unknown" },
  );
}
