const ORDINALS = [
  "First",
  "Second",
  "Third",
  "Fourth",
  "Fifth",
  "Sixth",
  "Seventh",
  "Eighth",
  "Ninth",
  "Tenth",
];

/** A place in a queue as a sentence begins with it, counted from 1: "Third", and later "Number 12". */
export function ordinal(place: number): string {
  return ORDINALS[place - 1] ?? `Number ${place}`;
}
