const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const TIME = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)`;

/** The three forms that a recipient must take: IMF-fixdate, RFC 850 and asctime. */
const FORMS = [
  String.raw`^[A-Z][a-z]{2}, (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) ${TIME} GMT$`,
  String.raw`^[A-Z][a-z]{5,8}, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) ${TIME} GMT$`,
  String.raw`^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) ${TIME} (?<year>\d{4})$`,
].map((form) => new RegExp(form));

/** A date as HTTP writes it (RFC 9110 section 5.6.7), in whole seconds. */
export function formatHttpDate(date: Date): string {
  return date.toUTCString();
}

/**
 * The moment that an HTTP date names, in milliseconds since 1970, or `undefined` when the text is
 * no HTTP date. A two-digit year more than 50 years ahead of `now` belongs to the last century.
 */
export function parseHttpDate(text: string, now: Date = new Date()): number | undefined {
  const groups = FORMS.map((form) => form.exec(text)?.groups).find((found) => found);
  if (!groups) return undefined;
  const { day = "", month = "", hour, minute, second } = groups;
  const year = fullYear(groups.year ?? "", now);
  const date = new Date(Date.UTC(year, MONTHS.indexOf(month), Number(day)));
  const isReal = date.getUTCDate() === Number(day) && MONTHS[date.getUTCMonth()] === month;
  if (!isReal || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  return date.setUTCHours(Number(hour), Number(minute), Number(second));
}

function fullYear(digits: string, now: Date): number {
  if (digits.length === 4) return Number(digits);
  const thisYear = now.getUTCFullYear();
  const year = thisYear - thisYear % 100 + Number(digits);
  return year > thisYear + 50 ? year - 100 : year;
}
