/** How samples, from 0 to 1, become light. */
export interface Transfer {
  /** Light of a sample: 1 is white, or of HDR the white of a page. */
  readonly light: (sample: number) => number;
  /** HDR goes beyond white, and is brought back. */
  readonly hdr?: "pq" | "hlg";
}

/** Nits of a page's white where pictures are brighter (ITU-R BT.2408). */
const WHITE_NITS = 203;

/** A plain power. */
export function gamma(exponent: number, scale = 1): Transfer {
  return { light: (sample) => scale * sample ** exponent };
}

/** That of sRGB (IEC 61966-2-1). */
export const SRGB_TRANSFER: Transfer = {
  light: (sample) => sample <= 0.04045 ? sample / 12.92 : ((sample + 0.055) / 1.055) ** 2.4,
};

/** SMPTE ST 2084. */
const PQ: Transfer = {
  hdr: "pq",
  light: (sample) => {
    const root = sample ** (32 / 2523);
    const ratio = Math.max(root - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * root);
    return 10_000 * ratio ** (16384 / 2610) / WHITE_NITS;
  },
};

/** ITU-R BT.2100, its scene light from 0 to 1. */
const HLG: Transfer = {
  hdr: "hlg",
  light: (sample) =>
    sample <= 0.5
      ? sample ** 2 / 3
      : (Math.exp((sample - 0.55991073) / 0.17883277) + 0.28466892) / 12,
};

/** SMPTE ST 240. */
const ST_240: Transfer = {
  light: (sample) => sample < 0.0913 ? sample / 4 : ((sample + 0.1115) / 1.1115) ** (1 / 0.45),
};

/** What a television makes of the curves of ITU-R BT.601, BT.709 and BT.2020 (ITU-R BT.1886). */
const TELEVISION = gamma(2.4);

/** By their code points (ITU-T H.273, table 3). */
export const TRANSFERS: ReadonlyMap<number, Transfer> = new Map([
  [1, TELEVISION],
  [4, gamma(2.2)],
  [5, gamma(2.8)],
  [6, TELEVISION],
  [7, ST_240],
  [8, gamma(1)],
  [11, TELEVISION],
  [13, SRGB_TRANSFER],
  [14, TELEVISION],
  [15, TELEVISION],
  [16, PQ],
  [17, gamma(2.6, 52.37 / 48)],
  [18, HLG],
]);

/** How bright HDR is taken to be at most (ITU-R BT.2408), and how far its white is let down for that. */
const PEAK = 1000 / WHITE_NITS, LOWERED_WHITE = 0.5;
/** How much the curve from there to the peak bends. */
const BEND = 0.65;
const MID_LIGHT = 1 - BEND + BEND / LOWERED_WHITE, MID_SHOWN = (1 - BEND) * LOWERED_WHITE + BEND;
/** Of how bright a colour is in ITU-R BT.2020, and how much brighter a display makes bright HLG. */
const LUMA = [0.2627, 0.678, 0.0593] as const, HLG_GAMMA = 1.2;

/**
 * What HDR light of ITU-R BT.2020 primaries is multiplied with to be shown on a page: below white it is
 * halved, above it follows a parabola to the peak, its colour kept. That is how Chromium shows it (the
 * reference white tone mapping of SMPTE ST 2094-50), and how Firefox and Safari nearly do.
 */
export function shownShare(pixel: Float64Array, hdr: "pq" | "hlg"): number {
  const [red = 0, green = 0, blue = 0] = pixel;
  const most = Math.max(red, green, blue);
  const luminance = Math.max(0, LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue);
  const display = hdr === "hlg" ? PEAK * luminance ** (HLG_GAMMA - 1) : 1;
  const light = most * display;
  return light <= 1 ? display * LOWERED_WHITE : display * shownLight(light) / light;
}

/** The point above `light` on the curve through white, its bend and the peak. */
function shownLight(light: number): number {
  if (light >= PEAK) return 1;
  const [a, b, c] = [1 - 2 * MID_LIGHT + PEAK, 2 * (MID_LIGHT - 1), 1 - light];
  const t = (Math.sqrt(b * b - 4 * a * c) - b) / (2 * a);
  return (1 - t) ** 2 * LOWERED_WHITE + 2 * t * (1 - t) * MID_SHOWN + t * t;
}
