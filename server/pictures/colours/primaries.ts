/** A place in the CIE 1931 diagram. */
type Place = readonly [x: number, y: number];

/** Where a colour space has its primaries and its white. */
export interface Chromaticities {
  readonly red: Place;
  readonly green: Place;
  readonly blue: Place;
  readonly white: Place;
}

type Row = readonly [number, number, number];

/** Three rows of three numbers. */
export type Matrix = readonly [Row, Row, Row];

const D65: Place = [0.3127, 0.329], C: Place = [0.31, 0.316];

function from(red: Place, green: Place, blue: Place, white = D65): Chromaticities {
  return { red, green, blue, white };
}

/** Those of sRGB and ITU-R BT.709. */
export const SRGB_PRIMARIES = from([0.64, 0.33], [0.3, 0.6], [0.15, 0.06]);
/** Those of ITU-R BT.2020. */
export const WIDE_PRIMARIES = from([0.708, 0.292], [0.17, 0.797], [0.131, 0.046]);
const SMPTE = from([0.63, 0.34], [0.31, 0.595], [0.155, 0.07]);

/** By their code points (ITU-T H.273, table 2). */
export const PRIMARIES: ReadonlyMap<number, Chromaticities> = new Map([
  [1, SRGB_PRIMARIES],
  [4, from([0.67, 0.33], [0.21, 0.71], [0.14, 0.08], C)],
  [5, from([0.64, 0.33], [0.29, 0.6], [0.15, 0.06])],
  [6, SMPTE],
  [7, SMPTE],
  [8, from([0.681, 0.319], [0.243, 0.692], [0.145, 0.049], C)],
  [9, WIDE_PRIMARIES],
  [10, from([1, 0], [0, 1], [0, 0], [1 / 3, 1 / 3])],
  [11, from([0.68, 0.32], [0.265, 0.69], [0.15, 0.06], [0.314, 0.351])],
  [12, from([0.68, 0.32], [0.265, 0.69], [0.15, 0.06])],
  [22, from([0.63, 0.34], [0.295, 0.605], [0.155, 0.077])],
]);

/** Bradford's cone responses, by which whites are made alike. */
const CONES: Matrix = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [
  0.0389,
  -0.0685,
  1.0296,
]];

/** From light of one colour space to light of the other, white to white. */
export function conversion(source: Chromaticities, target: Chromaticities): Matrix {
  const [before, after] = [source, target].map(({ white }) => applied(CONES, xyz(white)));
  const scale = (index: number) => (after?.[index] ?? 1) / (before?.[index] ?? 1);
  const adaptation = times(inverse(CONES), times(diagonal(scale(0), scale(1), scale(2)), CONES));
  return times(inverse(toXyz(target)), times(adaptation, toXyz(source)));
}

function toXyz({ red, green, blue, white }: Chromaticities): Matrix {
  const [r, g, b] = [red, green, blue].map(([x, y]): Row => [x, y, 1 - x - y]);
  if (r === undefined || g === undefined || b === undefined) throw new RangeError("three colours");
  const columns: Matrix = [[r[0], g[0], b[0]], [r[1], g[1], b[1]], [r[2], g[2], b[2]]];
  return times(columns, diagonal(...applied(inverse(columns), xyz(white))));
}

function xyz([x, y]: Place): Row {
  return [x / y, 1, (1 - x - y) / y];
}

function diagonal(a: number, b: number, c: number): Matrix {
  return [[a, 0, 0], [0, b, 0], [0, 0, c]];
}

/** What a matrix makes of three numbers. */
export function applied([first, second, third]: Matrix, [a, b, c]: Row): Row {
  const row = ([x, y, z]: Row) => x * a + y * b + z * c;
  return [row(first), row(second), row(third)];
}

function times(left: Matrix, right: Matrix): Matrix {
  const column = (index: 0 | 1 | 2): Row =>
    applied(left, [right[0][index], right[1][index], right[2][index]]);
  const [a, b, c] = [column(0), column(1), column(2)];
  return [[a[0], b[0], c[0]], [a[1], b[1], c[1]], [a[2], b[2], c[2]]];
}

function inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const [A, B, C] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const scale = 1 / (a * A + b * B + c * C);
  return [
    [A * scale, (c * h - b * i) * scale, (b * f - c * e) * scale],
    [B * scale, (a * i - c * g) * scale, (c * d - a * f) * scale],
    [C * scale, (b * g - a * h) * scale, (a * e - b * d) * scale],
  ];
}
