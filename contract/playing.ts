/** Which browsers play a video, by the codec in it. */
export interface Playing {
  /** What people call the codec. */
  readonly codecName: string;
  /** Whether every browser of the last years plays it. */
  readonly isEverywhere: boolean;
  /** Who plays it, as a whole sentence with `it`; empty where everybody does. */
  readonly sentence: string;
}

const CHROMIUM_ONLY = "Chrome and Edge play it; other browsers may not.";

/**
 * Codecs as RFC 6381 names them, and who plays them in an MP4. Compared with what Chromium does by
 * a test; the rest is what the browsers' makers document.
 */
const CODECS: readonly (readonly [start: RegExp, codecName: string, sentence: string])[] = [
  [/^avc[13]\.(42|4d|58|64)/i, "H.264", ""],
  [/^avc[13]\.6e/i, "H.264 High 10", CHROMIUM_ONLY],
  [/^avc[13]\.7a/i, "H.264 High 4:2:2", CHROMIUM_ONLY],
  [/^avc[13]\.(f4|2c)/i, "H.264 High 4:4:4", CHROMIUM_ONLY],
  [
    /^(hvc1|hev1)\./,
    "HEVC (H.265)",
    "Safari plays it, and other browsers do where the device has a decoder for it.",
  ],
  [/^av01\./, "AV1", "Chrome, Edge and Firefox play it, and Safari does on newer devices."],
  [/^vp09\./, "VP9", "Chrome, Edge and Firefox play it, and Safari does on newer devices."],
  [/^vp08\./, "VP8", CHROMIUM_ONLY],
];

/** Who plays a video of that codec; `undefined` for one that nothing is known of. */
export function playingOf(codec: string | undefined): Playing | undefined {
  const found = CODECS.find(([start]) => codec !== undefined && start.test(codec));
  if (found === undefined) return undefined;
  const [, codecName, sentence] = found;
  return { codecName, isEverywhere: sentence === "", sentence };
}
