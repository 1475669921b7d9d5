import * as v from "valibot";

/** Text that a visitor reads, or a name that a provider does. */
export const SentenceSchema = v.pipe(v.string(), v.trim(), v.nonEmpty("must not be blank"));

/** An id that is also a form field. */
export const SlugSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z\d]*(_[a-z\d]+)*$/, "must be snake_case"),
);

export const PositiveNumber = v.pipe(
  v.number(),
  v.finite("must be a finite number"),
  v.gtValue(0, "must be greater than 0"),
);

/** US dollars by a choice's values. */
export const dollarsByOption = v.record(v.string(), PositiveNumber);
