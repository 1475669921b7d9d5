/**
 * Days and moments as visitors read them, in UTC. Both formatters are made once: making one costs
 * more than all that a page formats.
 */

/** Milliseconds of a day. */
export const DAY_MS = 24 * 60 * 60 * 1000;

/** Day before month, and hours up to 24: nobody mistakes one for the other. */
const LANGUAGE = "en-GB";

const DAY = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "long", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat(LANGUAGE, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** The day of an ISO 8601 date: "22 November 2026". */
export function formatDay(isoDate: string): string {
  return DAY.format(new Date(isoDate));
}

/** The moment of an ISO 8601 date: "22 Nov, 12:41 UTC". */
export function formatMoment(isoDate: string): string {
  return `${MOMENT.format(new Date(isoDate))} UTC`;
}
