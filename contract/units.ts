/**
 * Sizes, lengths of time, money and shares as visitors read them, each made in one way. Sizes are
 * decimal (1 MB is 1,000,000 bytes), as phones and browsers tell them. Where room is short, seconds
 * and minutes are `s` and `min`: the metric symbols are the same in every language.
 */

/** The language of all numbers. */
const LANGUAGE = "en";
/** Up to here a length of time is told in seconds. */
const MOST_SECONDS = 120;
/** Units of long forms, and from how many seconds on each is used. */
const LONG_UNITS: readonly (readonly [from: number, unit: string, seconds: number])[] = [
  [172_800, "day", 86_400],
  [7200, "hour", 3600],
  [MOST_SECONDS, "minute", 60],
  [0, "second", 1],
];

/** How what does not fit is rounded: `Math.floor` for limits, `Math.ceil` for what exceeds them. */
type Rounding = (value: number) => number;

/** A size in bytes: "840 kB", "2.4 MB", "21 MB"; at least 1 kB. */
export function formatBytes(bytes: number, round: Rounding = Math.round): string {
  const kilobytes = Math.max(1, round(bytes / 1000));
  if (kilobytes < 1000) return inUnit(kilobytes, "kilobyte");
  const megabytes = bytes / 1e6;
  return inUnit(
    megabytes < 10 ? round(megabytes * 10) / 10 : round(megabytes),
    "megabyte",
    "short",
  );
}

/** A length of time in seconds where room is short: "3.4 s", "75 s", "2 min 5 s". */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${formatted(seconds, { maximumFractionDigits: 1 })} s`;
  const whole = Math.round(seconds);
  if (whole < MOST_SECONDS) return `${whole} s`;
  const rest = whole % 60;
  return `${(whole - rest) / 60} min${rest ? ` ${rest} s` : ""}`;
}

/** The same from one to another, in whole numbers of at least 1: "70 to 110 s", "3 to 5 min". */
export function formatSecondsRange(
  { low, high }: { readonly low: number; readonly high: number },
): string {
  const isShort = high < MOST_SECONDS;
  const from = Math.max(1, isShort ? Math.floor(low) : Math.round(low / 60));
  const to = Math.max(1, isShort ? Math.ceil(high) : Math.round(high / 60));
  return `${from === to ? "" : `${from} to `}${to} ${isShort ? "s" : "min"}`;
}

/** A moment of a video, always in hundredths: "1.20 s". */
export function formatVideoMoment(seconds: number): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return `${formatted(seconds, digits)} s`;
}

/** A length of time in a sentence, in one unit: "1 second", "90 seconds", "39 minutes", "2 days". */
export function formatDuration(seconds: number, round: Rounding = Math.round): string {
  const [, unit, size] = LONG_UNITS.find(([from]) => seconds >= from) ?? [0, "second", 1];
  return inUnit(round(seconds / size), unit, "long");
}

/** An amount in US dollars: "$0.40", and with its tenths of a cent below a dime: "$0.075". */
export function formatUsd(usd: number): string {
  if (usd > 0 && usd < 0.001) return `less than ${inDollars(0.001, 3)}`;
  return inDollars(usd, usd < 0.1 ? 3 : 2);
}

/** A share from 0 to 1: "42%". */
export function formatShare(share: number): string {
  return formatted(share, { style: "percent" });
}

function inUnit(value: number, unit: string, unitDisplay: "short" | "long" = "short"): string {
  return formatted(value, { style: "unit", unit, unitDisplay });
}

function inDollars(usd: number, maximumFractionDigits: number): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits };
  return formatted(usd, { style: "currency", currency: "USD", ...digits });
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Each formatter is made once: making one costs more than using it a hundred times. */
function formatted(value: number, options: Intl.NumberFormatOptions): string {
  const key = JSON.stringify(options);
  const formatter = formatters.get(key) ?? new Intl.NumberFormat(LANGUAGE, options);
  formatters.set(key, formatter);
  return formatter.format(value);
}
